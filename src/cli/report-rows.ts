import type { Explanation, Feature } from "#protocol/explanation";
import { methodInfos } from "#protocol/methods";
import { partialWords } from "#protocol/progress-words";
import type { ExplainRequest, Granularity, TaskRequest, ValueChoice } from "#protocol/request";
import { featureShades, ranking, type Shade, scaleEnd, shadedScores } from "#protocol/shading";
import { type ValueWords, valueWords } from "#protocol/value-words";
import { formatCount, formatDuration, formatScore, visibleWhitespace } from "#text/numbers";

/** A feature in a report: the numbers of one row, the highest score first. */
export interface ReportRow {
  readonly rank: number;
  /** Index of the feature. */
  readonly index: number;
  readonly label: string;
  readonly score: number;
  readonly standardError?: number;
  readonly maskedAlone?: number;
  /** Of the sum of all scores; absent where that is not positive. */
  readonly share?: number;
  readonly shade: Shade;
}

/** The rows of every report, in the order of their rank. */
export function reportRows(explanation: Explanation, request: ExplainRequest): ReportRow[] {
  const { seqAttribution, standardError, maskedAlone, features } = explanation;
  const sum = seqAttribution.reduce((total, score) => total + score, 0);
  const shades = featureShades(explanation);
  return ranking(seqAttribution).map((index, place) => ({
    rank: place + 1,
    index,
    label: featureLabel(namedText(features[index]!), request.features.granularity),
    score: seqAttribution[index]!,
    shade: shades[index]!,
    ...(standardError ? { standardError: standardError[index]! } : {}),
    ...(maskedAlone && explanation.method !== "feature-ablation"
      ? { maskedAlone: maskedAlone[index]! }
      : {}),
    ...(sum > 0 ? { share: seqAttribution[index]! / sum } : {}),
  }));
}

/** A feature's text, after the name of its slot: `(city) Palm Coast`. */
export function namedText({ name, text }: Feature): string {
  return name === undefined ? text : `(${name}) ${text}`;
}

/** A feature as a table shows it: white space that would not show as marks. */
export function featureLabel(text: string, granularity: Granularity): string {
  if (granularity === "token" || text.trim() === "") return visibleWhitespace(text);
  return text.replace(/\r\n|\r|\n/g, "⏎").replace(/\t/g, "→");
}

/** The end of the scale that bars and colours share. */
export function reportScaleEnd(explanation: Explanation): number {
  return scaleEnd(Math.max(0, ...shadedScores(explanation).map(Math.abs)));
}

/** What the scores count, as a column's head. */
export function unitHead(
  explanation: Explanation,
  value: ValueChoice,
): ValueWords["unit"] | "Score" {
  return methodInfos[explanation.method].unit === "nats" ? valueWords(value).unit : "Score";
}

/** A signed score in the unit of `value`: two decimals, but probabilities with three digits. */
export function scoreText(score: number, value: ValueChoice): string {
  if (value !== "prob") return formatScore(score);
  if (score === 0) return "0.00";
  return (score < 0 ? "\u2212" : "+") + probabilityText(Math.abs(score));
}

function probabilityText(probability: number): string {
  return Number(probability.toPrecision(3)).toString();
}

/** `Word`, `Token`: the head of the features' column. */
export function featureHead({ features }: TaskRequest): string {
  return features.granularity[0]!.toUpperCase() + features.granularity.slice(1);
}

/** `3 words`, `1 token`. */
export function featureCount(count: number, { features }: TaskRequest): string {
  return formatCount(count, features.granularity);
}

/** What was done: `Feature ablation, words, zero baseline: story-chat on cpu`. */
export function runLine(explanation: Explanation, request: ExplainRequest): string {
  const method = methodInfos[explanation.method].label;
  const units = `${request.features.granularity}s`;
  const where = `${explanation.model} on ${explanation.device}`;
  return `${method}, ${units}, ${baselineName(request)} baseline: ${where}`;
}

function baselineName({ baseline, features }: TaskRequest): string {
  switch (baseline.kind) {
    case "token":
      return `token ${baseline.id}`;
    case "noise":
      return `noise ${baseline.size}`;
    case "text":
      return features.granularity === "slot" ? "template" : `text ${JSON.stringify(baseline.text)}`;
    default:
      return baseline.kind;
  }
}

/** What the numbers say, in sentences. */
export function findingText(explanation: Explanation, { value }: ExplainRequest): string {
  const { full, none } = explanation.values;
  const what = valueWords(value).noun;
  const amount = (number: number) =>
    value === "prob" ? probabilityText(number) : formatScore(number);
  const whose = explanation.classes ? `The class ${explanation.target.text}'s` : "The answer's";
  const whole = `${whose} ${what} is ${amount(full)} with the whole prompt`;
  const without = none === undefined ? "" : ` and ${amount(none)} with every part masked`;
  const isFlat =
    value === "log-prob" &&
    methodInfos[explanation.method].unit === "nats" &&
    !explanation.partial &&
    explanation.seqAttribution.every((score) => Math.exp(Math.abs(score)) < 1.05);
  const flat = isFlat
    ? ` No part matters much: masking any one changes ${explanation.classes ? "its" : "the answer's"} likelihood by less than 5 %.`
    : "";
  return `${whole}${without}.${flat}`;
}

/** `18 evaluations, 0.4 s`, and that it is partial where it is. */
export function costText(explanation: Explanation): string {
  const { evaluations, rememberedEvaluations = 0, seconds, partial, ended, settings } = explanation;
  const count = partial ? partialWords(explanation) : formatCount(evaluations, "evaluation");
  const known = rememberedEvaluations > 0 ? ` (${rememberedEvaluations} remembered)` : "";
  const settled = ended === "settled" ? `, ranking settled at ${settings.confidence}` : "";
  return `${count}${known}${settled}, ${formatDuration(seconds * 1000)}`;
}

/** What is explained: the model's answer, or what the request names. */
export function targetHead({ target }: TaskRequest): string {
  return target.text === undefined && target.ids === undefined ? "Answer" : "Target";
}
