import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { MethodOptions } from "#explain/explainer";
import { jointPrompt } from "#explain/joint/joint-prompt";
import type { Explanation } from "#protocol/explanation";
import { explain, lastOf, requestFor, WordModel } from "../word-model.ts";

const words = ["a", "b", "c", "d", "e", "f"];
const text = words.join(" ");

/** log p(yes) is the value of what is seen, but for a constant that all sets share. */
function modelOf(value: (seen: (word: string) => number) => number, batchSize?: number) {
  const most = 60;
  return new WordModel(
    [...words, "yes", "no"],
    (prompt) => {
      const logProb = value((word) => Number(prompt.includes(word))) - most;
      return { yes: logProb, no: Math.log1p(-Math.exp(logProb)) };
    },
    batchSize,
  );
}

const games = {
  and: modelOf((seen) => 4 * seen("b") * seen("e") + 0.25 * seen("c")),
  or: modelOf((seen) => 4 * Math.max(seen("b"), seen("e")) + 0.25 * seen("c")),
  xor: modelOf((seen) => 4 * (seen("b") ^ seen("e")) + 0.25 * seen("c")),
  pairAndTriple: modelOf(
    (seen) => 4 * Math.max(seen("b"), seen("e")) + 10 * Math.max(seen("a"), seen("c"), seen("d")),
  ),
  linear: modelOf((seen) => 3 * seen("d") - 2 * seen("a") + 0.25 * seen("c")),
};

const request = (joint: MethodOptions["joint"], more = {}) =>
  requestFor(text, { method: "joint-prompt", ...(joint ? { joint } : {}), ...more });

const of = ({ joint }: Explanation, i: number, j: number) =>
  joint!.interactions.find(({ pair }) => pair.includes(i) && pair.includes(j));

describe("games solved by hand", () => {
  it("OR: both together, though each alone is worth nothing", async () => {
    const found = await lastOf(games.or, request({ k: 2 }));
    expect(found.joint).toMatchObject({
      k: 2,
      indices: [1, 4],
      certificate: "exhaustive",
      setCount: 15,
    });
    expect(found.joint!.value).toBeCloseTo(0.25 - 60, 5);
    expect(found.joint!.probabilityRatio).toBeCloseTo(Math.exp(-4), 5);
    for (const [index, score] of [0, 2, 0, 0, 2, 0].entries())
      expect(found.seqAttribution[index]).toBeCloseTo(score, 5);
    expect(found.maskedAlone![1]).toBeCloseTo(0, 5);
    expect(of(found, 1, 4)).toMatchObject({ kind: "redundancy", isInside: true });
    expect(of(found, 1, 4)!.value).toBeCloseTo(-4, 5);
    expect(found).toMatchObject({ partial: false, ended: "complete" });
    expect(found).not.toHaveProperty("gradient");
  });

  it("AND: either is enough, and they need each other", async () => {
    const found = await lastOf(games.and, request({ k: 1 }));
    expect([1, 4]).toContain(found.joint!.indices[0]);
    expect(found.joint!.certificate).toBe("exhaustive");
    expect(of(found, 1, 4)).toMatchObject({ kind: "synergy", isInside: false });
    expect(of(found, 1, 4)!.value).toBeCloseTo(4, 5);
  });

  it("XOR: masking one helps, masking the other too undoes it", async () => {
    const { joint } = await lastOf(games.xor, request({ k: 2, from: 1 }));
    expect(joint!.curve!.map(({ indices }) => indices.length)).toEqual([1, 2]);
    expect(joint!.curve![0]!.indices).toEqual([2]);
    expect(joint!.value).toBeCloseTo(-60, 5);
  });

  it("linear: the sum of each", async () => {
    const found = await lastOf(games.linear, request({ k: 3 }));
    expect(found.joint!.indices).toContain(3);
    expect(found.joint!.indices).toContain(2);
    expect(found.joint!.indices).not.toContain(0);
    expect(of(found, 2, 3)).toMatchObject({ kind: "independent" });
    expect(found.seqAttribution[3]).toBeCloseTo(3, 5);
  });
});

describe("sizes", () => {
  it("a row of sizes is a curve, each beside its controls", async () => {
    const { joint } = await lastOf(games.or, request({ from: 1, k: 3 }));
    const [one, two, three] = joint!.curve!;
    expect(joint!.curve).toHaveLength(3);
    expect(one).toMatchObject({ k: 1, indices: [2] });
    expect(two).toMatchObject({ k: 2, indices: [1, 4], certificate: "exhaustive" });
    expect(three!.indices).toEqual([1, 2, 4]);
    expect(two!.alone!.probabilityRatio).toBeGreaterThan(two!.probabilityRatio!);
    expect(two!.random).toMatchObject({ setCount: 20 });
    expect(two!.random!.mean).toBeGreaterThan(two!.probabilityRatio!);
    expect(joint).toMatchObject({ k: 3, indices: three!.indices });
  });

  it("a pair of a smaller set that the largest does not hold has its interaction too", async () => {
    const found = await lastOf(games.pairAndTriple, request({ from: 1, k: 3 }));
    const [, two, three] = found.joint!.curve!;
    expect(two!.indices).toEqual([1, 4]);
    expect(three!.indices).toEqual([0, 2, 3]);
    expect(of(found, 1, 4)).toMatchObject({ kind: "redundancy", isInside: false });
    expect(of(found, 1, 4)!.value).toBeCloseTo(-4, 5);
    const pairs = found.joint!.interactions.map(({ pair }) => pair.toSorted().join());
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it("a row without an end is of six sizes, or as many as there are parts", async () => {
    const { joint, features } = await lastOf(games.or, request({ from: 1 }));
    expect(joint!.curve!.map(({ k }) => k)).toEqual(
      [1, 2, 3, 4, 5, 6].filter((k) => k <= features.length),
    );
  });

  it("the smallest set below a ratio", async () => {
    const { joint } = await lastOf(games.or, request({ below: 0.1 }));
    expect(joint).toMatchObject({ k: 2, indices: [1, 4] });
  });

  it("more than there are", async () => {
    await expect(lastOf(games.or, request({ k: 7 }))).rejects.toThrow(
      /A set of 7 cannot be chosen/,
    );
    const few = requestFor("a b", { method: "joint-prompt" });
    expect((await lastOf(games.or, few)).joint).toMatchObject({ k: 2, certificate: "exhaustive" });
  });

  it("not from coarse to fine", async () => {
    const coarse = request({ k: 1 }, { features: { granularity: "word", coarseToFine: true } });
    await expect(explain(games.or, coarse, undefined, jointPrompt)).rejects.toThrow(/one size/);
  });
});

describe("searches", () => {
  /** Every pair of a ring stands in for its partner: many local optima. */
  const ring = (batchSize: number) =>
    new WordModel(
      [...letters, "yes", "no"],
      (prompt) => {
        const seen = letters.map((letter) => Number(prompt.includes(letter)));
        const value = seen.reduce(
          (sum, own, at) => sum + (at + 1) * 0.05 * Math.max(own, seen[(at + 5) % 14]!),
          0,
        );
        return { yes: value - 60, no: Math.log1p(-Math.exp(value - 60)) };
      },
      batchSize,
    );
  const letters = [..."abcdefghijklmn"];
  const long = requestFor(letters.join(" "), { method: "joint-prompt", seed: 3, evaluations: 120 });

  it.each(["guided", "published"] as const)(
    "%s: the same seed, the same result, whatever the batch",
    async (search) => {
      const runs = await Promise.all(
        [1, 2, 3, 7, 7].map(async (size) => {
          const found = await lastOf(ring(size), { ...long, joint: { k: 4, search } });
          const { seconds: _, ...rest } = found;
          return JSON.stringify(rest);
        }),
      );
      expect(new Set(runs).size).toBe(1);
    },
  );

  it("keeps its budget, asks nothing twice, and says what it established", async () => {
    const model = ring(7);
    const found = await lastOf(model, { ...long, joint: { k: 4 } });
    expect(found.evaluations).toBeLessThanOrEqual(120);
    // v(∅) is asked besides
    expect(model.scoredCount).toBe(found.evaluations + 1);
    expect(found.joint!.certificate).toMatch(/^locally optimal$|^best of \d+$/);
    expect(found.joint!.trajectory).toHaveLength(found.joint!.setCount);
    expect(found.joint!.trajectory.at(-1)).toBe(found.joint!.value);
    expect(found.ended).toBe("budget");
  });

  it("shows the best set so far, partial, and ends when it is cancelled", async () => {
    // An evaluation takes longer than what is shown, as a model's does: else there is little to show in between.
    const model = ring(1);
    const score = model.score.bind(model);
    model.score = async (...asked) => {
      await setTimeout(5);
      return score(...asked);
    };
    const seen = await explain(model, { ...long, joint: { k: 4 } });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.slice(0, -1).every(({ partial }) => partial)).toBe(true);
    const values = seen.map(({ joint }) => joint!.value);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  it("finds the same set by every way of masking", async () => {
    const baselines = [
      { kind: "zero" },
      { kind: "attention" },
      { kind: "remove" },
      { kind: "token", id: 0 },
    ] as const;
    for (const baseline of baselines) {
      const { joint } = await lastOf(ring(7), { ...long, baseline, joint: { k: 2 } });
      expect(joint).toMatchObject({ indices: [4, 13], certificate: "exhaustive" });
    }
  });
});
