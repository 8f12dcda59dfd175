import { Wordings } from "../wordings.ts";

export const askForHeadline = new Wordings({
  train: [
    "[Write|Give me|Make|Find|Suggest|Create|I need|Propose|Draft|Please write|Can you write|Think of|Compose] [a headline|a title|a short headline|a one-line headline|a one-line summary|a short summary|one line|a caption|a good title] [for|of|about] [this text|this news|this|the following|the following text|this paragraph|the text below|this report|this item|this news item][: |. |:\n|.\n]{text}",
    "{text}[ |\n][Headline|Title|Summary|In one line|Short version|News headline|One-line summary][:|?]",
    "[News|Text|Report|Article]: {text}\n[Headline|Title|Summary|In one line|One-line summary]:",
    "[Summarize|Sum up|Shorten|Condense] [this|this text|this news|the following|this paragraph|the text][ in one line| in a line| as a headline| as a title|][: |.\n|:\n]{text}",
    "[Which|What] [headline|title|summary] [fits|suits|would you give|is good for] [this|this text|this news]?[ |\n]{text}",
    "Give me a headline: {text}",
  ],
  test: [
    "What would be a good title for this news item? {text}",
    "{text} Write a headline for this.",
    "We have one line for this on the front page. {text} What do we print?",
    "Tell me in one line what happened. {text}",
  ],
  final: [
    "Put this news into a single line. {text}",
    "{text}\nHow would a newspaper say this in one line?",
    "The headline is missing. {text}",
  ],
});
