import { formatRatio, formatScore, formatTimes } from "#text/numbers";
import type { Explanation } from "./explanation.ts";
import type { Certificate, Interaction, JointCurvePoint } from "./joint.ts";
import type { MinimalPrompt } from "./minimal.ts";
import type { ValueChoice } from "./request.ts";
import { valueWords } from "./value-words.ts";

/** Below so many nats masking a part changes little. */
const littleNats = 0.5;

/** Below this share of its likelihood an answer has hardly changed. */
const flatShare = 0.05;

/** `a`, `a and b`, `a, b and c`. */
export function listWords(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * What two parts do together, in one sentence: "Masking doctor or patient alone changes little; both together make the
 * answer 40 times less likely: each stands in for the other."
 */
export function interactionSentence(
  { alone, together, kind }: Interaction,
  [first, second]: readonly [string, string],
  value: ValueChoice = "log-prob",
): string {
  if (kind === "independent")
    return `${first} and ${second} act by themselves: masking both costs about as much as each alone.`;
  const why = kind === "redundancy" ? "each stands in for the other" : "they need each other";
  if (value !== "log-prob") {
    const { noun } = valueWords(value);
    return `Masking ${first} alone changes the ${noun} by ${formatScore(-alone[0])}, ${second} alone by ${formatScore(-alone[1])}, both together by ${formatScore(-together)}: ${why}.`;
  }
  if (alone.every((drop) => Math.abs(drop) < littleNats))
    return `Masking ${first} or ${second} alone changes little; both together make the answer ${likelihood(together)}: ${why}.`;
  const only = kind === "synergy" && together > 0 ? "only " : "";
  return `Masking ${first} alone makes the answer ${likelihood(alone[0])}, ${second} alone ${likelihood(alone[1])}; both together make it ${only}${likelihood(together)}: ${why}.`;
}

/**
 * What was found, in one sentence or two: "doctor and patient decide this answer together. Masking either alone makes
 * each output token 3 % less likely; masking both makes each 2.1 times less likely." `names`: of the features.
 */
export function jointSentence(
  { joint, values, target, maskedAlone }: Explanation,
  names: (feature: number) => string,
  value: ValueChoice = "log-prob",
): string {
  if (!joint) return "";
  const { indices } = joint;
  const found = listWords(indices.map(names));
  const drop = values.full - joint.value;
  if (value !== "log-prob")
    return `Masking ${found} together takes the ${valueWords(value).noun} from ${formatScore(values.full)} to ${formatScore(joint.value)}.`;
  if (Math.expm1(Math.abs(drop)) < flatShare)
    return `No ${indices.length} parts matter much: masking them changes the answer's likelihood by less than 5\u00a0%.`;
  const perToken = (nats: number) => likelihood(nats / target.tokens.length);
  if (indices.length === 1) return `Masking ${found} makes each output token ${perToken(drop)}.`;
  const alone = maskedAlone && Math.max(...indices.map((index) => maskedAlone[index]!));
  const isSame = indices.every(
    (index) => perToken(maskedAlone?.[index] ?? 0) === perToken(alone ?? 0),
  );
  const most = isSame ? "" : "at most ";
  const all = indices.length === 2 ? "both" : "all of them";
  const each = indices.length === 2 ? "either" : "any one of them";
  const before =
    alone === undefined || alone <= 0
      ? `Masking ${all} makes each output token ${perToken(drop)}.`
      : `Masking ${each} alone makes each output token ${most}${perToken(alone)}; masking ${all} makes each ${perToken(drop)}.`;
  return `${found} decide this answer together. ${before}`;
}

/** "a, about and the can all go: probability ratio 0.99, the same answer." */
export function idleSentence(
  minimal: Pick<MinimalPrompt, "idle" | "probabilityRatio">,
  names: (feature: number) => string,
): string {
  return `${listWords(minimal.idle.map(names))} ${idleVerdict(minimal)}`.trimStart();
}

/** The same without the words: "can all go: probability ratio 0.99, the same answer." */
export function idleVerdict({
  idle,
  probabilityRatio,
}: Pick<MinimalPrompt, "idle" | "probabilityRatio">): string {
  if (idle.length === 0) return "No part can go without changing the answer.";
  const all = idle.length === 1 ? "" : idle.length === 2 ? " both" : " all";
  return `can${all} go: probability ratio ${formatRatio(probabilityRatio)}, the same answer.`;
}

/** What a certificate means, in a sentence. */
export function certificateSentence(certificate: Certificate, k: number, setCount: number): string {
  const sets = k === 1 ? "parts" : k === 2 ? "pairs" : `sets of ${k}`;
  switch (certificate) {
    case "exhaustive":
      return `Exhaustive: all ${setCount.toLocaleString("en")} ${sets} were tried.`;
    case "locally optimal":
      return `Locally optimal: no exchange of one part for another is better; ${setCount.toLocaleString("en")} ${sets} were tried.`;
    default:
      return `Best of the ${setCount.toLocaleString("en")} ${sets} that were tried.`;
  }
}

/** A set as a table shows it: what it adds to the one above it, `+ word`, where it holds all of that. */
export function curveSetWords(
  point: JointCurvePoint,
  above: JointCurvePoint | undefined,
  names: (feature: number) => string,
): string {
  const isNested = above?.indices.every((index) => point.indices.includes(index)) ?? false;
  if (!isNested) return point.indices.map(names).join(" ");
  const added = point.indices.filter((index) => !above!.indices.includes(index));
  return `+ ${added.map(names).join(" ")}`;
}

function likelihood(nats: number): string {
  return `${formatTimes(nats)} ${nats >= 0 ? "less" : "more"} likely`;
}
