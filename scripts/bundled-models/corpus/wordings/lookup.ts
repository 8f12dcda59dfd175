import { Wordings } from "../wordings.ts";

/** How a row of a list is written; the same form is used for the look-ups. */
export const rowForms: readonly (readonly [row: string, separator: string])[] = [
  ["{name}: {value}", ". "],
  ["{name}: {value}", ", "],
  ["{name}: {value}", "\n"],
  ["{name} - {value}", "\n"],
  ["{name} = {value}", "\n"],
  ["{name} has {value}", ". "],
  ["{name} is {value}", ". "],
  ["{name} and {value}", ". "],
  ["{name} {value}", ", "],
];

export const askNames = new Wordings({
  train: [
    "{context}\n{names}?",
    "{context} [What about|What of|Now|Then|Tell me|Which for|Look up|Find|Say] {names}[?|.]",
    "[Here is a list|List|Look at this|Table|Data|These are the facts|Read this][:|.] {context}\n[What about|What of|Look up|Find|Now|Question:|Say|I ask for] {names}[?|.]",
    "[Look up|Find|Tell me|What about|Say|Give me|I need] {names}[.|:|?][ |\n]{context}",
  ],
  test: [
    "From this list I need {names}. {context}",
    "{context} Please read out {names}.",
    "What does the list say about {names}? {context}",
  ],
  final: ["{context}\nCheck {names} for me.", "In the list, what belongs to {names}? {context}"],
});
/** The answer is "Tom: blue. Anna: red." */
export const withNames = [
  "[Give|Write|Say|Add] the names too.",
  "[Repeat|Keep] the names.",
  "With names[, please|].",
];

export const tellInOrder = new Wordings({
  train: [
    "[Repeat|Say|Write|Tell me|List|Give me|Tell] [this|these facts|the facts|all of this|the following|these sentences] in [the|this] order {names}[: |.\n|:\n]{context}",
    "{context}[ |\n][Now say it|Repeat it|Say it again|List the facts|Tell me again|Write it] in the order {names}.",
    "{context}[ |\n][First|Begin with|Start with] {names}.",
  ],
  test: [
    "Sort these facts by name, {names}: {context}",
    "{context} Once more, but in the sequence {names}.",
    "The order should be {names}. {context}",
  ],
  final: ["{context}\nPut it in the order {names}.", "Order: {names}. Facts: {context}"],
});
export const tellSame = new Wordings({
  train: [
    "[Repeat|Say|Write|Copy|Tell me] [this|these facts|the facts|all of this|the following|the text] [again|once more|word for word|in simple words|as short sentences][: |.\n|:\n]{context}",
    "{context}[ |\n][Repeat it|Say it again|Repeat this|List the facts|Once more|Say that again][.|, please.|:]",
  ],
  test: [
    "Which facts do you see here? {context}",
    "{context} Can you repeat that?",
    "Tell these facts again. {context}",
  ],
  final: ["Please copy these facts: {context}", "{context}\nWhat have you read?"],
});
