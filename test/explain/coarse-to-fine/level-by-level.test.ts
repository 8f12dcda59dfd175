import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { coarseToFine } from "#explain/coarse-to-fine/coarse-to-fine";
import type { MethodId } from "#protocol/methods";
import { explain, requestFor, WordModel } from "../word-model.ts";

/** The logit of `yes` is what its words are worth, `pair` with `mate` 2 more. */
function additive(worth: ReadonlyMap<string, number>) {
  return new WordModel([...worth.keys(), "yes"], (words) => ({
    yes:
      words.reduce((sum, word) => sum + (worth.get(word) ?? 0), 0) +
      (words.includes("pair") && words.includes("mate") ? 2 : 0),
    rest: 0,
  }));
}

function runFine(text: string, worth: ReadonlyMap<string, number>, method: MethodId) {
  const request = requestFor(text, { value: "logit", method });
  return explain(additive(worth), request, new CoalitionMemory(), coarseToFine(method));
}

const sum = (scores: readonly number[]) => scores.reduce((total, score) => total + score, 0);

describe("coarse to fine, level by level", () => {
  const text =
    "So it was. Good pair here.\n\nNothing at all.\n\nThe mate came. Not so.\n\nIt ended.";
  const worth = new Map([
    ["Good", 3],
    ["pair", 1],
    ["mate", 1],
    ["ended.", 0.1],
  ]);

  it.each(["shapley-value-sampling", "shapley-values"] as const)(
    "%s: paragraphs, sentences, words, with the total of the first level",
    async (method) => {
      const seen = await runFine(text, worth, method);
      const last = seen.at(-1)!;
      expect(last.partial).toBe(false);
      expect(seen.slice(0, -1).every(({ partial }) => partial)).toBe(true);
      expect(seen[0]!.features.map((feature) => feature.text)).toHaveLength(4);
      expect(last.features.map((feature) => feature.text)).toEqual([
        "So it was.",
        ...["Good", "pair", "here."],
        "Nothing at all.",
        ...["The", "mate", "came."],
        "Not so.",
        "It ended.",
      ]);
      // The pair's 2 nats are shared by the two.
      const total = 7.1;
      for (const { seqAttribution, partial } of seen)
        if (!partial || seqAttribution.length > 4)
          expect(sum(seqAttribution)).toBeCloseTo(total, 5);
      const scoreOf = (word: string) =>
        last.seqAttribution[last.features.findIndex((feature) => feature.text === word)];
      expect(scoreOf("mate")).toBeCloseTo(2, 5);
      expect(scoreOf("Nothing at all.")).toBeCloseTo(0, 5);
      expect(sum(last.tokenAttribution![0]!)).toBeCloseTo(total, 5);
    },
  );

  it("refuses groups, and slots", async () => {
    const features = { granularity: "word", groups: [[0, 1]] } as const;
    const request = requestFor(text, { features });
    await expect(
      explain(additive(worth), request, new CoalitionMemory(), coarseToFine("rise")),
    ).rejects.toMatchObject({ failure: { kind: "invalid-option" } });
  });
});
