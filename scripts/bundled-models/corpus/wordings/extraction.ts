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
    "[From|In|Out of] [this|this text|this note|the following|the next lines|this record|these lines][, | ][take|pick|choose|get|read|copy|mark] [only |just |]the {field}[: |. |:\n|.\n]{text}",
    "{text}[ |\n][Just|Only|Simply|Now|Please] [name|say|give|write|tell me|repeat|quote|note] the {field}[.|, please.|!| and stop.]",
    "[The {field}|I need the {field}|I look for the {field}|We need the {field}|My boss asks for the {field}|Somebody asks for the {field}|What about the {field}]. [It is in this text|It is in this note|Here is the text|Here is the record|This is the note|See]: {text}",
    "{text}[ |\n][I need to know|We want to know|My friend asks for|They ask for|Somebody asks about|Fill in|It is about|I am interested in|I am looking for] the {field}[.|, nothing else.|, please.]",
    "[Which|What] {field} [is given|is named|is written|does it name|stands|can you find|is mentioned] [in this text|in this note|in the record|below|here]?[ |\n]{text}",
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
