import { Wordings } from "../wordings.ts";

const gap = "[ |\n|\n\n]";

/** A text and a question about it. */
export const askAboutText = new Wordings({
  train: [
    "{context} {question}",
    "{context}\n{question}",
    "{question} {context}",
    `[Text|Context|Passage|Here is a text|Story|Facts|Note|Notes|Information|Given|Read this|Document|Article]:[ |\n]{context}${gap}[Question|Q|Now answer|Answer this|Tell me|My question|Please answer|I ask|What I want to know|Now tell me|Query]: {question}`,
    `[Text|Context|Passage|Facts|Document]:[ |\n]{context}${gap}[Question|Q]: {question}[\nAnswer:|\nA:]`,
    `[Read the text|Read this|Look at this|Use the text|Use this text|Use only this passage|Use only the text|Here are some facts|Know this][.|:] {context}${gap}{question}`,
    "[Answer the question|Please answer|Answer this|I want to know|Can you tell me|Do you know]: {question}[ |\n][Text: |Context: |Facts: |]{context}",
    `{context}${gap}[So, |Now, |Tell me: |I wonder: |And now: |Please answer: |Given this, ]{question}`,
  ],
  test: [
    "Below is a short report.\n{context}\nAccording to the report: {question}",
    "After reading this, answer me. {context} {question}",
    "{context} From what you have read: {question}",
    "Something to look up: {question} The text is this. {context}",
  ],
  final: [
    "{context}\nWhat does the text say? {question}",
    "I have one question about these lines. {context} {question}",
    "Answer from the lines below. {question}\n{context}",
  ],
});

export const inFull = new Wordings({
  train: [
    "[Answer|Reply|Respond|Write|Answer me|Please answer|Please write] [in|with|using] [a full sentence|a complete sentence|a whole sentence|one full sentence].",
    "[Use|Write|Give] a [full|whole|complete] sentence[.|, please.]",
  ],
  test: ["I want a full sentence.", "The answer should be a whole sentence."],
  final: ["Make it a complete sentence.", "A full sentence, please."],
});

/** Follow-up questions in a conversation, after one about the same relation. */
export const askNext = new Wordings({
  train: ["[And|What about|And what about|How about|Now|And now] {name}?", "{name}?"],
  test: ["The same for {name}?", "And what of {name}?"],
  final: ["And for {name}?", "Now what about {name}?"],
});
