import type { Explanation } from "#protocol/explanation";
import { methodInfos } from "#protocol/methods";
import type { ValueChoice } from "#protocol/request";
import { unitWord, valueWords } from "#protocol/value-words";
import { formatScore, formatShare } from "#text/numbers";
import { sumOf } from "./score-rows.ts";
import { type Sentence, singular } from "./words.ts";

/** Masking any one feature changes the likelihood by less than 5 %: nothing stands out. */
export const flatBelow = Math.log(1.05);

export function isFlat({ method, seqAttribution, maskedAlone }: Explanation): boolean {
  const alone = maskedAlone ?? (method === "feature-ablation" ? seqAttribution : undefined);
  return alone?.every((nats) => Math.abs(nats) < flatBelow) ?? false;
}

export function flatSentence(plural: string): Sentence {
  return [
    `No ${singular(plural)} matters much: masking any one changes the answer’s likelihood by less than 5 %.`,
  ];
}

/** True where the scores add up to what the whole prompt adds to the answer's log-probability. */
export function addsUp({ seqAttribution, values }: Explanation): boolean {
  if (values.none === undefined) return false;
  const difference = values.full - values.none;
  return (
    Math.abs(sumOf(seqAttribution) - difference) <= Math.max(0.01, 0.01 * Math.abs(difference))
  );
}

/** What the scores sum to, and what that sum is; `subject` is what they are about. */
export function sumSentence(
  explanation: Explanation,
  plural: string,
  subject = "the answer",
): Sentence {
  const { method, seqAttribution, values, settings } = explanation;
  if (methodInfos[method].unit === "none") {
    const even = formatShare(1 / Math.max(1, seqAttribution.length));
    return [
      `These scores have no unit. Compare them with one another, and with the even share of ${even}.`,
    ];
  }
  const unit = unitWord(explanation);
  const { noun } = valueWords((settings.value as ValueChoice | undefined) ?? "log-prob");
  const sum = { strong: `${formatScore(sumOf(seqAttribution))} ${unit}` };
  const owned = subject === "the answer" ? `the answer’s ${noun}` : `the ${noun} of ${subject}`;
  const whole = `${owned} with the whole prompt`;
  const full = formatScore(values.full, { short: true });
  if (values.none === undefined) return ["The scores sum to ", sum, `; ${whole} is ${full}.`];
  const none = formatScore(values.none, { short: true });
  const terms = `${whole} (${full}) less that with every part masked (${none})`;
  if (addsUp(explanation)) return ["The scores sum to ", sum, `: ${terms}.`];
  const difference = { strong: `${formatScore(values.full - values.none)} ${unit}` };
  return [
    "The scores sum to ",
    sum,
    `, but ${terms} is `,
    difference,
    `: some ${plural} stand in for each other or need each other.`,
  ];
}
