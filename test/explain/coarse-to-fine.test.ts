import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { coarseToFine } from "#explain/coarse-to-fine";
import { methods } from "#explain/methods";
import { type Random, seededRandom } from "#explain/random";
import type { MethodId } from "#protocol/methods";
import { ranking } from "#protocol/shading";
import { explain, lastOf, requestFor, WordModel } from "./word-model.ts";

/** The logit of `yes` is what its words are worth, `pair` with `mate` 2 more. */
function additive(worth: ReadonlyMap<string, number>) {
  return new WordModel([...worth.keys(), "yes"], (words) => ({
    yes:
      words.reduce((sum, word) => sum + (worth.get(word) ?? 0), 0) +
      (words.includes("pair") && words.includes("mate") ? 2 : 0),
    rest: 0,
  }));
}

function runBoth(text: string, worth: ReadonlyMap<string, number>, method: MethodId) {
  const request = requestFor(text, {
    value: "logit",
    method,
    features: { granularity: "word" },
  });
  const memory = () => new CoalitionMemory();
  return {
    flat: () => lastOf(additive(worth), request, memory()),
    fine: () => explain(additive(worth), request, memory(), coarseToFine(methods[method])),
  };
}

const sum = (scores: readonly number[]) => scores.reduce((total, score) => total + score, 0);

describe("coarse to fine", () => {
  const text =
    "So it was. Good pair here.\n\nNothing at all.\n\nThe mate came. Not so.\n\nIt ended.";
  const worth = new Map([
    ["Good", 3],
    ["pair", 1],
    ["mate", 1],
    ["ended.", 0.1],
  ]);

  it.each(["feature-ablation", "shapley-values"] as const)(
    "%s: paragraphs, sentences, words, with the total of the first level",
    async (method) => {
      const { fine } = runBoth(text, worth, method);
      const seen = await fine();
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
      const isShapley = method === "shapley-values";
      // The pair's 2 nats: shared by the two, or counted for each where one alone is masked.
      const total = isShapley ? 7.1 : 9.1;
      for (const { seqAttribution, partial } of seen)
        if (!partial || seqAttribution.length > 4)
          expect(sum(seqAttribution)).toBeCloseTo(total, 5);
      const scoreOf = (word: string) =>
        last.seqAttribution[last.features.findIndex((feature) => feature.text === word)];
      expect(scoreOf("mate")).toBeCloseTo(isShapley ? 2 : 3, 5);
      expect(scoreOf("Nothing at all.")).toBeCloseTo(0, 5);
      expect(sum(last.tokenAttribution![0]!)).toBeCloseTo(total, 5);
    },
  );

  it("refuses groups, and slots", async () => {
    const features = { granularity: "word", groups: [[0, 1]] } as const;
    const request = requestFor(text, { features });
    await expect(
      explain(additive(worth), request, new CoalitionMemory(), coarseToFine(methods.rise)),
    ).rejects.toMatchObject({ failure: { kind: "invalid-option" } });
  });

  it("finds the same ten words of 500 for a quarter of the evaluations, nine times of ten", async () => {
    let same = 0;
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    for (const seed of seeds) {
      const prompt = longPrompt(seededRandom(seed));
      const { flat, fine } = runBoth(prompt.text, prompt.worth, "feature-ablation");
      const [whole, found] = [await flat(), (await fine()).at(-1)!];
      const topOf = ({ seqAttribution, features }: typeof whole) =>
        ranking(seqAttribution)
          .slice(0, 10)
          .map((index) => features[index]!.text)
          .sort();
      expect(found.evaluations).toBeLessThanOrEqual(whole.evaluations / 4);
      if (topOf(whole).join() === topOf(found).join()) same++;
    }
    expect(same).toBeGreaterThanOrEqual(0.9 * seeds.length);
  });
});

/** 500 words in 10 paragraphs of 5 sentences; twelve words that matter stand in four sentences of three paragraphs. */
function longPrompt(random: Random): { text: string; worth: Map<string, number> } {
  const worth = new Map<string, number>();
  const places = [0, 1, 2, 2].map(
    (paragraph, place) => 5 * paragraph + random.below(2) + 2 * (place % 2),
  );
  const sentences = Array.from({ length: 50 }, (_, sentence) => {
    const own = places.filter((place) => place === sentence).length * 3;
    const words = Array.from({ length: 10 }, (_unused, word) => {
      const name = `W${sentence}x${word}`;
      worth.set(
        word === 9 ? `${name}.` : name,
        word < own ? 1 + 2 * random.next() : 0.01 * random.normal(),
      );
      return name;
    });
    return `${words.join(" ")}.`;
  });
  const paragraphs = Array.from({ length: 10 }, (_, paragraph) =>
    sentences.slice(5 * paragraph, 5 * paragraph + 5).join(" "),
  );
  return { text: paragraphs.join("\n\n"), worth };
}
