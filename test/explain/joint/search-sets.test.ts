import { describe, expect, it } from "vitest";
import { certify } from "#explain/joint/certificate";
import { countSets, everySet, type FeatureSet, swapsOf } from "#explain/joint/feature-sets";
import type { Guide } from "#explain/joint/guide";
import { searchAsPublished, searchSets } from "#explain/joint/search-sets";
import { shareOut } from "#explain/joint/shares";
import { Surrogate } from "#explain/joint/surrogate";
import { TriedSets } from "#explain/joint/tried-sets";
import { seededRandom } from "#explain/random";

describe("sets", () => {
  it.each([
    [14, 3, 364],
    [5, 0, 1],
    [5, 5, 1],
    [60, 4, 487635],
  ])("there are C(%i, %i)", (n, k, count) => {
    expect(countSets(n, k)).toBe(count);
    if (count < 1000) expect(new Set([...everySet(n, k)].map(String)).size).toBe(count);
  });

  it("each has k(n − k) neighbours", () => {
    const sets = swapsOf([0, 2], 5).map(({ set }) => String(set));
    expect(new Set(sets).size).toBe(6);
    expect(sets).toContain("1,2");
  });
});

/** A seeded game of words that matter alone, and of pairs of which both must go. */
function gameOf(seed: number) {
  const random = seededRandom(seed);
  const n = 6 + random.below(9);
  const weights = Array.from({ length: n }, () => Math.abs(random.normal()));
  const pairs = Array.from({ length: 3 }, () => ({
    pair: random.subset(n, 2),
    weight: 4 * Math.abs(random.normal()),
  }));
  const value = (set: FeatureSet) =>
    -10 -
    set.reduce((sum, feature) => sum + weights[feature]!, 0) -
    pairs.reduce(
      (sum, { pair, weight }) => sum + (pair.every((own) => set.includes(own)) ? weight : 0),
      0,
    );
  return { n, value, guide: guideBy(weights) };
}

function guideBy(weights: readonly number[]): Guide {
  return { magnitudes: weights, initialisation: "gradient", probabilities: "gradient" };
}

function run(
  search: typeof searchSets,
  { n, value, guide }: ReturnType<typeof gameOf>,
  k: number,
  budget: number,
) {
  const tried = new TriedSets();
  for (const round of search({ n, k, budget, guide, random: seededRandom(1) }, tried))
    for (const set of round) tried.record(set, value(set));
  return tried;
}

describe("the search", () => {
  const outcomes = Array.from({ length: 240 }, (_, seed) => {
    const game = gameOf(seed);
    const k = 1 + (seed % 3);
    const tried = run(searchSets, game, k, 180);
    const best = Math.min(...[...everySet(game.n, k)].map(game.value));
    return { found: tried.best(k)!.value, best, count: tried.ofSize(k).length };
  });

  it("finds the optimum of 240 small problems in 95 of 100, else within 2 %", () => {
    expect(outcomes.every(({ count }) => count <= 180)).toBe(true);
    const hits = outcomes.filter(({ found, best }) => found <= best + 1e-9);
    expect(hits.length).toBeGreaterThanOrEqual(0.95 * outcomes.length);
    for (const { found, best } of outcomes)
      expect((found - best) / Math.abs(best)).toBeLessThanOrEqual(0.02);
  });

  it("certifies: all sets, all neighbours, or how many", () => {
    const game = gameOf(2);
    expect(certify(run(searchSets, game, 2, 1000), game.n, 2)).toBe("exhaustive");
    expect(certify(run(searchAsPublished, game, 3, 1), game.n, 3)).toBe("best of 1");
    const tried = new TriedSets();
    tried.record([0], -1);
    for (const { set } of swapsOf([0], 4).slice(0, 3)) tried.record(set, 0);
    expect(certify(tried, 5, 1)).toBe("best of 4");
    tried.record([4], 0);
    expect(certify(tried, 5, 1)).toBe("exhaustive");
  });

  it("says locally optimal only where no exchange is better", () => {
    for (let seed = 0; seed < 30; seed++) {
      const game = gameOf(seed);
      const tried = run(searchSets, game, 3, 60);
      const { set, value } = tried.best(3)!;
      if (certify(tried, game.n, 3) === "locally optimal")
        for (const swap of swapsOf(set, game.n))
          expect(game.value(swap.set)).toBeGreaterThanOrEqual(value);
    }
  });
});

it("the surrogate learns features and pairs", () => {
  const surrogate = new Surrogate();
  const value = (set: FeatureSet) =>
    -2 * Number(set.includes(0)) - 3 * Number(set.includes(1) && set.includes(2));
  for (const set of everySet(6, 2)) surrogate.add(set, value(set));
  const predict = surrogate.predict();
  expect(predict([1, 2])).toBeLessThan(predict([0, 3]));
  expect(predict([0, 1, 2])).toBeLessThan(predict([0, 3, 4]) - 1.5);
  for (const set of everySet(6, 2)) expect(Math.abs(predict(set) - value(set))).toBeLessThan(0.3);
});

it("shares are the Shapley values of three members, and always add up", () => {
  // v(S) = 2 if 0 is in S, 6 more if all of 0, 1 and 2 are
  const drop = (set: FeatureSet) => 2 * Number(set.includes(0)) + 6 * Number(set.length === 3);
  expect([...shareOut([0, 1, 2], 4, drop)]).toEqual([4, 2, 2, 0]);
  expect([...shareOut([0, 1, 2], 4, (set) => (set.length === 3 ? 6 : undefined))]).toEqual([
    2, 2, 2, 0,
  ]);
});
