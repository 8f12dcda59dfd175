import type { Masking, MeasureId, RandomControl } from "#protocol/masking";

/** A figure of the proof with its control, on an axis whose left end is *different*, right *same*. */
export interface Measure {
  readonly id: MeasureId;
  readonly name: string;
  readonly unit: string;
  readonly tip: string;
  readonly value: number;
  readonly random: RandomControl | undefined;
  /** True where a larger value means that the answer changed more. */
  readonly isDistance: boolean;
}

const measureTexts = {
  probabilityRatio: {
    name: "Probability ratio",
    unit: "per token",
    tip: "How likely the first answer still is, per token, geometric mean",
    isDistance: false,
  },
  klDivergence: {
    name: "KL divergence",
    unit: "nats",
    tip: "Shift of probability between the answer's tokens",
    isDistance: true,
  },
  bleu: {
    name: "BLEU-4",
    unit: "words",
    tip: "Shared runs of one to four words",
    isDistance: false,
  },
  rougeL: {
    name: "ROUGE-L F1",
    unit: "words",
    tip: "Longest common subsequence of words",
    isDistance: false,
  },
  cosine: {
    name: "Embedding cosine",
    unit: "",
    tip: "How alike the two answers are in meaning",
    isDistance: false,
  },
} as const satisfies Partial<Record<MeasureId, unknown>>;

/** The measures that `masking` has, in the order of the table. */
export function measuresOf(masking: Masking): Measure[] {
  const { probabilityRatio, klDivergence, bleu, rougeL, cosine } = masking.metrics;
  const values: Record<keyof typeof measureTexts, number | undefined> = {
    probabilityRatio,
    klDivergence,
    bleu,
    rougeL: rougeL?.f1,
    cosine,
  };
  return (Object.keys(measureTexts) as (keyof typeof measureTexts)[]).flatMap((id) => {
    const value = values[id];
    if (value === undefined) return [];
    return [{ id, ...measureTexts[id], value, random: masking.random?.[id] }];
  });
}

/** Where a value stands on the track: 0 different, 1 same. The axis holds 0 to 1; beyond is its end. */
export function trackPosition(measure: Measure, value: number): number {
  const within = Math.max(0, Math.min(1, value));
  return measure.isDistance ? 1 - within : within;
}

/** Both ends of the random band on the track, left first. */
export function trackBand(measure: Measure, random: RandomControl): [number, number] {
  const ends = [trackPosition(measure, random.low), trackPosition(measure, random.high)];
  return [Math.min(...ends), Math.max(...ends)];
}

/** True where masking changed the answer more than the bulk of the random sets: beyond their band. */
export function isBeyondBand({ value, random, isDistance }: Measure): boolean {
  if (!random) return false;
  return isDistance ? value > random.high : value < random.low;
}

/** True where masking changed the answer more than the random sets did on average. */
export function isBeyondMean({ value, random, isDistance }: Measure): boolean {
  if (!random) return false;
  return isDistance ? value > random.mean : value < random.mean;
}
