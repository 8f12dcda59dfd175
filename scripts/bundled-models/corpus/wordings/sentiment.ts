import { Wordings } from "../wordings.ts";

const review =
  "[this review|this text|the review|the following text|this comment|the opinion|this message|the sentence]";
const pair = "[Positive or Negative|positive or negative|Negative or Positive]";

export const classifySentiment = new Wordings({
  train: [
    "Reply only Positive or Negative. {text}",
    `[Classify|Label|Mark|Rate|Judge|Sort|Call] ${review} as ${pair}[: |. |.\n|:\n]{text}`,
    `[Classify|Label|Rate|Judge] the [sentiment|mood|opinion] as ${pair}[: |. |.\n|:\n]{text}`,
    "[Reply|Answer|Respond|Reply only|Answer only|Respond only|Say only|Write only|Reply with just|Answer with one word,] [with |]Positive or Negative[. |: |.\n]{text}",
    `[Is|Was] [this|this review|this text|the following|this comment|the writer|the customer|this opinion] ${pair}?[ |\n][Review: |Text: |]{text}`,
    "[Review|Text|Comment|Opinion]: {text}\n[Sentiment|Label|Opinion|Mood|Verdict|Positive or negative|Positive or Negative|Good or bad][:|?]",
    "{text}[ |\n][Sentiment|Label|Opinion|Mood|Verdict|Positive or negative|Positive or Negative|Good or bad][:|?]",
    "[What is the|Find the|Give me the|Tell me the|Name the] [sentiment|mood|opinion|tone][ of this text| of this review| here|][: |? |.\n]{text}",
    "{text}[ |\n][Did the writer like it|Is this positive or negative|Is that positive or negative|Is it Positive or Negative]?",
  ],
  test: [
    "Decide whether the review is Positive or Negative. {text}",
    "Label this opinion with one word, Positive or Negative: {text}",
    "Positive or Negative? Here is what the customer wrote: {text}",
    "A guest left this comment: {text} Would you say Positive or Negative?",
  ],
  final: [
    "Was this guest happy? Reply with Positive or Negative. {text}",
    "{text} Choose the right word for this: Positive or Negative.",
    "Tell me if the mood is Positive or Negative: {text}",
  ],
});
/** How worked examples are written: what stands before a text, and between it and its label. */
export const shotLayouts = [
  { before: "Review: ", between: "\nSentiment:" },
  { before: "Text: ", between: "\nLabel:" },
  { before: "Comment: ", between: "\nMood:" },
  { before: "Input: ", between: "\nOutput:" },
  { before: "'", between: "' ->" },
  { before: "", between: " ->" },
] as const;
