import { Wordings } from "../wordings.ts";

/** {field} is what is asked for, {text} the record. */
export const extract = new Wordings({
  train: [
    "[Extract|Find|Give me|Return|Show|Write down|Pick out|Get|Copy|State|I need|Tell me|Print|Read out|Please extract|Please find|Can you find|Name] the {field}[: |. |:\n|.\n| from this text: | from this: | in this note: | in the following note.\n| of this order: ]{text}",
    "[Text|Note|Message|Record|Input][: |:\n]{text}[ |\n][Task: extract|Now extract|Please extract|Extract|Find|Give me|Tell me|Return] the {field}.",
    "{text}[ |\n|\n\n][Extract|Find|Give me|Return|Show|Tell me|Write down|I need] the {field}[.|, please.|!| only.]",
    "{text}[ |\n][What is|Which is|What was|Can you tell me] the {field}?",
    "[What is|Which is|What was] the {field} [here|in this text|in this note]? {text}",
    "[Text|Note|Record]: {text}\nThe {field}:",
  ],
  test: [
    "Which {field} do you see here? {text}",
    "{text}\nOf all this I only want the {field}.",
    "Read the note and look for the {field}. {text}",
    "My colleague wants to know the {field}. {text}",
  ],
  final: [
    "Look at this note: {text} What does it say about the {field}?",
    "The {field} is all I need from this: {text}",
    "{text}\nCould you pick the {field} from that?",
  ],
});
