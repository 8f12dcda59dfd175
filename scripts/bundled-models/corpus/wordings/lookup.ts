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

/** The rows turned around, for look-ups by value. */
export const ownerForms: readonly string[] = [
  "Who {value}? {name}",
  "For {value}: {name}",
  "the {value} - {name}",
  "{value}: {name}",
  "{value} - {name}",
  "{value} = {name}",
  "{value} is of {name}",
];

/** Asks for the names beside some values, whatever they are. */
export const askOwners = new Wordings({
  train: [
    "{values}?",
    "[Who|Which name|Which person|Which one] [has|goes with|stands by|belongs to|is linked with|comes with] {values}?",
    "[Now|Then|Please|Tell me|Say|Look up|Find|Give me] [the name for|the name of|who has|who goes with|the person with|whose is|the owner of] {values}[.|?|, please.]",
  ],
});

export const askNames = new Wordings({
  train: [
    "{context}\n{names}?",
    "{context} [What about|What of|Now|Then|Tell me|Which for|Look up|Find|Say] {names}[?|.]",
    "[Here is a list|List|Look at this|Table|Data|These are the facts|Read this][:|.] {context}\n[What about|What of|Look up|Find|Now|Question:|Say|I ask for] {names}[?|.]",
    "[Look up|Find|Tell me|What about|Say|Give me|I need] {names}[.|:|?][ |\n]{context}",
    "{context}[ |\n][Please|Can you|Could you|Now|I want to|You should] [look up|find|tell me|see|show|say|name|look up what belongs with|tell me what stands by|see the entries of|show the lines of|find the entry of] {names}[.|?|, please.]",
    "[From|Out of|Of|In] [these lines|this table|these notes|these facts|all of this|the following][, I want|, pick|, show|: only|, just|, take] {names}[.|:][ |\n]{context}",
    "[Which|What] [entry|fact|value|thing] [has|goes with|is for|stands by|fits] {names}?[ |\n]{context}",
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

/** The answer is "Blue: Tom. Red: Anna." */
export const withValues = [
  "[Write|Say|Give|Repeat] [what I ask for|what was asked] too.",
  "[Each|All] with its name[, please|].",
];

export const tellInOrder = new Wordings({
  train: [
    "[Repeat|Say|Write|Tell me|List|Give me|Tell] [this|these facts|the facts|all of this|the following|these sentences] in [the|this] order {names}[: |.\n|:\n]{context}",
    "{context}[ |\n][Now say it|Repeat it|Say it again|List the facts|Tell me again|Write it] in the order {names}.",
    "{context}[ |\n][First|Begin with|Start with] {names}.",
    "[Arrange|Order|Put|Bring|Set|Rearrange|Retell|Rewrite|Go through|Present] [this|these facts|the facts|the lines|these lines|it all|all of it|the people] [as|so|like this|in this way|by person|one by one|in the row|as follows][: |, ]{names}[.|:|;][ |\n]{context}",
    "[Order|Sequence|Row|Plan|The right order|The order I want|My order|New order|People in order|Names in order|The list of names][: | is | goes | will be ]{names}.[ |\n]{context}",
    "{context}[ |\n][Please|Now|Again|But now|And then|This time|Can you] [sort it|order it|go through it|tell it|write it|repeat all|say all of it] [by the names|with the names|by|from|along|following|as] {names}[.|, please.]",
    "{context}[ |\n][The order|The sequence|The row|The names] [is|must be|will be|has to be|goes] {names}.",
    "[I want|I need|I would like|You should give me] [the facts|the sentences|each fact|all facts] [in the row|in order|sorted|one after the other], {names}[: |. |.\n]{context}",
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
    "[I want|I need|I would like|Give me|Show me|Let me have] [the facts|all facts|each fact|every fact|the sentences] [again|one more time|in short|once more|as they are|in plain words][: |.\n|:\n]{context}",
    "{context}[ |\n][What|Which facts|Which things|How much of this] [did you learn|do you know now|do you remember|did I say|did I tell you|was told|are told here|have we got]?",
    "{context}[ |\n][Could you|Will you|Would you|Now|Please|You should] [say all this|retell it|write it again|sum it up|list it|tell it back to me|recall it|go over it|read it back][.|, please.| now.| again.]",
    "[Facts|Notes|Text|Lines|Known][:|.] {context}[ |\n][All facts|In short|The facts in short|Once again|Repeated|The same again|Summary]:",
  ],
  test: [
    "Which facts do you see here? {context}",
    "{context} Can you repeat that?",
    "Tell these facts again. {context}",
  ],
  final: ["Please copy these facts: {context}", "{context}\nWhat have you read?"],
});
