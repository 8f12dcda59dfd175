import type { Explanation } from "#protocol/explanation";
import type { Interaction, JointCurvePoint } from "#protocol/joint";
import { interactionSentence, jointSentence } from "#protocol/joint-words";
import type { ValueChoice } from "#protocol/request";
import { countWord, featureName, type Sentence, singular } from "./words.ts";

/** Around a name within a sentence of the protocol: no text that a model is given holds it. */
const mark = "\0";

/** What the joint set that is shown does, its words stressed. */
export function foundSentence(explanation: Explanation): Sentence {
  return stressed(jointSentence(explanation, names(explanation), explainedValue(explanation)));
}

/** What the two words of an interaction do together. */
export function pairSentence(explanation: Explanation, interaction: Interaction): Sentence {
  const [first, second] = interaction.pair.map(names(explanation)) as [string, string];
  return stressed(interactionSentence(interaction, [first, second], explainedValue(explanation)));
}

/** What of the sets of `shown.k` was tried, and how to read the chart and the table. */
export function curveCaption(
  sizes: readonly JointCurvePoint[],
  shown: JointCurvePoint,
  plural: string,
): string {
  const isNested = sizes.some(
    ({ indices }, place) =>
      place > 0 && sizes[place - 1]!.indices.every((index) => indices.includes(index)),
  );
  const { random } = shown;
  return [
    triedSentence(shown, plural),
    isNested && "+ adds to the set above.",
    sizes.length > 1 &&
      sizes.some(({ alone }) => alone) &&
      `Dashed: the k ${plural} that matter most when masked alone.`,
    sizes.length > 1 && random && `Band: ${random.setCount} random sets, 5 to 95 %.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function triedSentence({ k, certificate, setCount }: JointCurvePoint, plural: string): string {
  const noun = k === 1 ? plural : k === 2 ? "pairs" : `sets of ${k}`;
  const tried = `${setCount.toLocaleString("en")} ${noun}`;
  switch (certificate) {
    case "exhaustive":
      return `At k = ${k} all ${tried} were tried.`;
    case "locally optimal":
      return `At k = ${k} no exchange of one ${singular(plural)} for another is better; ${tried} were tried.`;
    default:
      return `At k = ${k} it is the best of the ${tried} that were tried.`;
  }
}

/** A row of *Together and alone*: what masking costs, in nats. */
export interface Loss {
  readonly label: string;
  readonly kind: "word" | "sum" | "together";
  readonly nats: number;
}

/** What each word of the shown set costs alone, their sum, and what they cost together; none for a single word. */
export function lossesOf({ joint, maskedAlone, features, values }: Explanation): Loss[] {
  const members = joint?.indices ?? [];
  if (!joint || !maskedAlone || members.length < 2) return [];
  const alone = members.map((feature) => maskedAlone[feature]!);
  const isPair = members.length === 2;
  const count = countWord(members.length);
  return [
    ...members.map((feature, place) => ({
      label: featureName(features[feature]!),
      kind: "word" as const,
      nats: alone[place]!,
    })),
    {
      label: `sum of the ${count}`,
      kind: "sum",
      nats: alone.reduce((sum, nats) => sum + nats, 0),
    },
    {
      label: isPair ? "both masked" : `all ${count} masked`,
      kind: "together",
      nats: values.full - joint.value,
    },
  ];
}

function names({ features }: Explanation) {
  return (feature: number) => mark + featureName(features[feature]!) + mark;
}

function stressed(text: string): Sentence {
  return text
    .split(mark)
    .map((part, place) => (place % 2 === 1 ? { strong: part } : part))
    .filter((part) => part !== "");
}

export function explainedValue({ settings }: Pick<Explanation, "settings">): ValueChoice {
  return (settings.value as ValueChoice | undefined) ?? "log-prob";
}
