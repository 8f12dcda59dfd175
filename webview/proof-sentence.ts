import type { Masking } from "#protocol/masking";
import { formatTimes } from "#text/numbers";
import { isBeyondBand, isBeyondMean, type Measure, measuresOf } from "./measures.ts";
import { countWord, featureName, listed, type Sentence, singular } from "./words.ts";

const namedAtMost = 4;

/**
 * What the figures of `masking` show, and no more: a measure counts as proof where it is beyond the 5th
 * or the 95th percentile of the random sets. `plural` is what the features are called, `words`.
 */
export function proofSentence(masking: Masking, plural: string): Sentence {
  const { masked, features, randomSetCount } = masking;
  if (masking.steering) return steeredSentence(masking);
  if (masked.length === 0) return [`Mask a ${singular(plural)} to see what the answer loses.`];
  const without = ["Without ", ...maskedNames(masking, plural)];
  if (masked.length === features.length)
    return [...without, ` nothing is left, so there are no other ${plural} to compare with.`];
  const measures = measuresOf(masking).filter(({ random }) => random);
  if (randomSetCount === 0 || measures.length === 0)
    return masking.partial
      ? [`Random ${setNoun(masked.length, plural)} to compare with are being tried.`]
      : [`No random ${setNoun(masked.length, plural)} were tried, so nothing is proven yet.`];
  return [...without, ...comparison(masking, measures, plural), ...sameWords(masking)];
}

/** What came of muting and boosting; there is no random control for it. */
function steeredSentence({ partial, answer, maskedAnswer, metrics }: Masking): Sentence {
  if (partial || maskedAnswer === undefined) return ["The figures follow with the second answer."];
  if (answer === maskedAnswer) return ["The answer's words stay the same."];
  const times = formatTimes(-Math.log(metrics.probabilityRatio));
  const way = metrics.probabilityRatio <= 1 ? "less" : "more";
  return [`Each token of the first answer is ${times} ${way} likely on average.`];
}

function comparison(masking: Masking, measures: readonly Measure[], plural: string): Sentence {
  const { randomSetCount: count, partial, masked } = masking;
  const noun = setNoun(masked.length, plural, count);
  const soFar = partial ? " so far" : "";
  const beyond = measures.filter(isBeyondBand);
  const among = `without ${beatenWords(beyond, count)} random ${noun}${soFar}`;
  if (beyond.length === measures.length)
    return [` the answer changes more than ${among}, by ${allOf(measures)}.`];
  const othersThan = (some: readonly Measure[]) =>
    names(measures.filter((measure) => !some.includes(measure)));
  if (beyond.length > 0)
    return [
      ` the answer changes more than ${among} by ${names(beyond)}, but not by ${othersThan(beyond)}.`,
    ];
  const onAverage = `without ${count} random ${noun}${soFar} on average`;
  const ahead = measures.filter(isBeyondMean);
  if (ahead.length === measures.length)
    return [` the answer changes more than ${onAverage}, but within their 5 to 95 %.`];
  if (ahead.length === 0)
    return [` the answer changes no more than ${onAverage}: chance does as well.`];
  return [
    ` the answer changes more than ${onAverage} by ${names(ahead)}, but not by ${othersThan(ahead)}.`,
  ];
}

/** The random sets that are beaten by each of `measures`: `any of 20`, or `19 of 20`. */
function beatenWords(measures: readonly Measure[], count: number): string {
  const beaten = Math.min(...measures.map(({ random }) => random?.beaten ?? 0));
  if (count === 1) return "one";
  return beaten >= count ? `any of ${count}` : `${beaten} of ${count}`;
}

function sameWords({ answer, maskedAnswer }: Masking): Sentence {
  if (answer === undefined || answer !== maskedAnswer) return [];
  return [" Its words stay the same."];
}

function maskedNames({ masked, features }: Masking, plural: string): Sentence {
  if (masked.length > namedAtMost) return [{ strong: `these ${masked.length} ${plural}` }];
  const names = masked.map((index) => ({ strong: featureName(features[index]!) }));
  return listed(names);
}

/** `word`, `pair`, `set of 3 words`, in the plural unless there is one of them. */
function setNoun(size: number, plural: string, count = 2): string {
  if (size === 1) return count === 1 ? singular(plural) : plural;
  const noun = size === 2 ? "pair" : "set";
  return `${noun}${count === 1 ? "" : "s"}${size === 2 ? "" : ` of ${size} ${plural}`}`;
}

function allOf(measures: readonly Measure[]): string {
  if (measures.length === 1) return names(measures);
  return measures.length === 2 ? "both measures" : `all ${countWord(measures.length)} measures`;
}

function names(measures: readonly Measure[]): string {
  return listed(
    measures.map(({ name }) =>
      /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name,
    ),
  ).join("");
}
