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
    `{context}${gap}[With this in mind|Going by this|If you know this|Now that you know this|Judging by these lines|Just from these facts|In this story|In these notes|As it stands here|Considering all this][: |, ]{question}`,
    `[This is|Here is|There is|Take|Think of|Study|Keep in mind|Listen to|I give you|I have] [a report|some news|a little story|a few facts|some lines|a note|what I know|the situation|a short text|this][: |.\n|. |:\n]{context}${gap}[|Then: |So: |And the question: |The question is: |I need to know: ]{question}`,
    `[I am looking for something|One question|A question for you|Help me with this|There is something I want to know|A small problem|Please check this|Can you check][: |. ]{question}[ |\n][The facts are these|Here is what I have|You can find it here|All I know|The story goes like this|The report|My notes|See here|It is in these lines][: |. |.\n|:\n]{context}`,
    `{question}[ |\n][You find it in|It must be in|It is told in|Search|Check|Look into|Have a look at] [this|this text|this note|the following lines|these facts][: |. |:\n]{context}`,
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
    "[Not one word but|No single word,|Not short,|I would like|It has to be|Say it with|I prefer|Let it be] a [full|whole|complete|proper] sentence[.|, please.|!]",
    "[In|With|As|Using] a [full|whole|complete|proper] sentence[.|, please.|!]",
  ],
  test: ["I want a full sentence.", "The answer should be a whole sentence."],
  final: ["Make it a complete sentence.", "A full sentence, please."],
});

/** Follow-up questions in a conversation, after one about the same relation. */
export const askNext = new Wordings({
  train: [
    "[And|What about|And what about|How about|Now|And now] {name}?",
    "{name}?",
    "[Then|Next|Also|Last|Now tell me about|And then|And also|And last|The next is|Now the same about|And in the case of] {name}[.|?|, please.]",
    "{name} [next|then|too|as well|also|now][.|?|, please.]",
  ],
  test: ["The same for {name}?", "And what of {name}?"],
  final: ["And for {name}?", "Now what about {name}?"],
});
