import type { Random } from "#explain/random";
import {
  countSets,
  everySet,
  type FeatureSet,
  type Swap,
  setKey,
  sorted,
  swapsOf,
} from "./feature-sets.ts";
import { drawSets, drawSwaps, firstSet, type Guide } from "./guide.ts";
import { type Prediction, Surrogate } from "./surrogate.ts";
import type { TriedSets } from "./tried-sets.ts";

export interface SetSearch {
  readonly n: number;
  readonly k: number;
  /** New sets that may be tried at most, 1 or more. */
  readonly budget: number;
  readonly guide: Guide;
  readonly random: Random;
}

/** Sets that are tried before the next are chosen, whatever the machine: the same seed gives the same search. */
const roundSize = 8;

/** Of a round: by prediction, by the gradient's probabilities, and by chance. */
const predictedCount = 4;
const drawnCount = 3;

/** Exhaustive searches are tried in rounds of as many. */
const exhaustiveRoundSize = 64;

/**
 * The set of `k` features with the lowest value, by rounds of sets that are not yet in `tried`: a caller evaluates what
 * is yielded and records it before it goes on. All sets where the budget allows; else a swap search (XPrompt, algorithm
 * 1) from the gradient's set, the best ones of smaller sizes with one feature more, and the features that matter most
 * alone. Half of a round are sets that the values so far predict to be the best, the rest swaps drawn by the gradient's
 * probabilities and by chance. The last of the budget goes to the swaps of the best set that were never tried, where it
 * is enough for all of them, so that the best is known to be locally optimal.
 */
export function* searchSets(
  { n, k, budget, guide, random }: SetSearch,
  tried: TriedSets,
): Generator<readonly FeatureSet[], void, void> {
  if (countSets(n, k) - tried.ofSize(k).length <= budget) {
    yield* rounds([...everySet(n, k)].filter((set) => !tried.has(set)));
    return;
  }
  let left = budget;
  const learner = new Learner(tried, guide);
  const choose = (sets: readonly FeatureSet[]): FeatureSet[] => {
    const chosen = untried(sets, tried).slice(0, left);
    left -= chosen.length;
    return chosen;
  };
  const starts = choose(startsOf({ n, k, budget, guide, random }, tried, learner));
  if (starts.length > 0) yield starts;
  while (left > 0) {
    const best = tried.best(k)!.set;
    const open = swapsOf(best, n).filter(({ set }) => !tried.has(set));
    const predict = learner.predict();
    const isLast = open.length > 0 && open.length <= left && open.length + roundSize > left;
    const round = choose(
      isLast
        ? byPrediction(
            open.map(({ set }) => set),
            predict,
          ).slice(0, roundSize)
        : propose({ n, k, budget, guide, random }, best, open, predict, tried),
    );
    if (round.length === 0) return;
    yield round;
  }
}

/** Algorithm 1 of XPrompt as published: from the largest |g|, one swap at a time, kept where the value falls. */
export function* searchAsPublished(
  { n, k, budget, guide, random }: SetSearch,
  tried: TriedSets,
): Generator<readonly FeatureSet[], void, void> {
  let current = firstSet(guide, n, k, random);
  yield [current];
  for (let step = 1; step < budget && k < n; step++) {
    const [next] = drawSwaps(guide, swapsOf(current, n), 1, random);
    yield [next!];
    if (tried.valueOf(next!)! < tried.valueOf(current)!) current = next!;
  }
}

/** Follows what was tried, of all sizes, and predicts what was not. */
class Learner {
  readonly #tried: TriedSets;
  readonly #surrogate: Surrogate;
  #seen = 0;

  constructor(tried: TriedSets, { magnitudes }: Guide) {
    this.#tried = tried;
    const largest = Math.max(...Array.from(magnitudes), Number.MIN_VALUE);
    this.#surrogate = new Surrogate(Float64Array.from(magnitudes, (own) => own / largest));
  }

  predict(): Prediction {
    const { all } = this.#tried;
    for (const { set, value } of all.slice(this.#seen)) this.#surrogate.add(set, value);
    this.#seen = all.length;
    return this.#surrogate.predict();
  }
}

/** The gradient's set, that of the features that matter most alone, and the next smaller best with one more. */
function startsOf(
  { n, k, guide, random }: SetSearch,
  tried: TriedSets,
  learner: Learner,
): FeatureSet[] {
  const alone = tried.ofSize(1).toSorted((a, b) => a.value - b.value);
  const smaller = tried.best(k - 1)?.set;
  const grown = smaller
    ? Array.from({ length: n }, (_, feature) => feature)
        .filter((feature) => !smaller.includes(feature))
        .map((feature) => sorted([...smaller, feature]))
    : [];
  return [
    firstSet(guide, n, k, random),
    ...(alone.length === n ? [sorted(alone.slice(0, k).flatMap(({ set }) => set))] : []),
    ...(k > 1 ? byPrediction(grown, learner.predict()).slice(0, predictedCount) : []),
  ];
}

function propose(
  { n, k, guide, random }: SetSearch,
  best: FeatureSet,
  open: readonly Swap[],
  predict: Prediction,
  tried: TriedSets,
): FeatureSet[] {
  const hoped = descend(best, n, predict);
  const near = [...open, ...swapsOf(hoped, n)].map(({ set }) => set);
  const predicted = byPrediction(untried([hoped, ...near], tried), predict);
  const drawn = open.length > 0 ? drawSwaps(guide, open, drawnCount, random) : [];
  const further = drawSets(guide, n, k, drawnCount - drawn.length, random);
  const byChance = Array.from({ length: roundSize }, () => random.subset(n, k));
  const round = [...predicted.slice(0, predictedCount), ...drawn, ...further, ...byChance];
  return untried(round, tried).slice(0, roundSize);
}

/** From `set` by the best swap, as often as it is predicted to be better. */
function descend(set: FeatureSet, n: number, predict: Prediction): FeatureSet {
  let current = set;
  let value = predict(current);
  for (let step = 0; step < 2 * set.length; step++) {
    const [next] = byPrediction(
      swapsOf(current, n).map((swap) => swap.set),
      predict,
    );
    if (!next || !(predict(next) < value)) return current;
    current = next;
    value = predict(next);
  }
  return current;
}

/** The lowest first. */
function byPrediction(sets: readonly FeatureSet[], predict: Prediction): FeatureSet[] {
  const predicted = sets.map((set) => ({ set, value: predict(set) }));
  return predicted.sort((a, b) => a.value - b.value).map(({ set }) => set);
}

/** Each once, and none that is known. */
function untried(sets: readonly FeatureSet[], tried: TriedSets): FeatureSet[] {
  const distinct = new Map(sets.map((set) => [setKey(set), set]));
  return [...distinct.values()].filter((set) => !tried.has(set));
}

function* rounds(sets: readonly FeatureSet[]): Generator<readonly FeatureSet[], void, void> {
  for (let start = 0; start < sets.length; start += exhaustiveRoundSize)
    yield sets.slice(start, start + exhaustiveRoundSize);
}
