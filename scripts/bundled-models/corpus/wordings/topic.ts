import { Wordings } from "../wordings.ts";

const item = "[this|this text|the news|the following|this item|this sentence]";
const four =
  "[Sports, Business, Science or World|World, Sports, Business or Science|Science, World, Sports or Business|Business, Science, World or Sports]";

export const classifyTopic = new Wordings({
  train: [
    `[Classify|Label|Mark|Sort|File] ${item} as ${four}[: |. |.\n|:\n]{text}`,
    `[Classify|Label|Name] the topic as ${four}[: |. |.\n|:\n]{text}`,
    `[Reply|Answer|Respond|Reply only|Answer only|Respond only|Choose|Pick] [with |]${four}[. |: |.\n]{text}`,
    "[What is the topic|Which topic is this|Which topic fits|What kind of news is this|Which section is this][? | (Sports, Business, Science or World)? |, Sports, Business, Science or World? ]{text}",
    "[News|Text|Item|Article]: {text}\n[Topic|Category|Section|Label|Subject|Kind of news][:|?]",
    "{text}[ |\n][Topic|Category|Section|Label|Subject|Kind of news][:|?]",
    `{text}[ |\n][|Is this ]${four}?`,
    "[Topic|Category|Section|Sports, Business, Science or World][: |? |?\n]{text}",
  ],
  test: [
    "Choose one of Sports, Business, Science, World for: {text}",
    "Pick the right desk (Sports, Business, Science or World) for this item. {text}",
    "In which section of the newspaper does this belong, Sports, Business, Science or World? {text}",
  ],
  final: [
    "Where in the paper do we print this: Sports, Business, Science or World? {text}",
    "{text} To which topic does it belong?",
  ],
});
export const topicHeads: readonly (readonly [text: string, label: string])[] = [
  ["News", "Topic"],
  ["Text", "Category"],
  ["Item", "Section"],
  ["Input", "Output"],
];
