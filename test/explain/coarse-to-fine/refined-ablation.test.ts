import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { refinedAblation, refinementBudget } from "#explain/coarse-to-fine/refined-ablation";
import { type Random, seededRandom } from "#explain/random";
import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { GameModel } from "../gradient-by-hand.ts";
import { explain, lastOf, requestFor, WordModel } from "../word-model.ts";

const sum = (scores: readonly number[]) => scores.reduce((total, score) => total + score, 0);

/** v(D) − v(∅), and what scores and parts add up to. */
function totals({ values, seqAttribution, refinement }: Explanation) {
  const together = refinement!.parts.map((part) => part.together);
  return { total: values.full - values.none!, found: sum(seqAttribution) + sum(together) };
}

function topOf({ seqAttribution }: Pick<Explanation, "seqAttribution">, count = 10) {
  return ranking(seqAttribution)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** Feature ablation of an additive model: what each word is worth. */
function ablated({ worth }: LongPrompt) {
  return { seqAttribution: [...worth.values()] };
}

/** Where the model is what `worth` adds up to, and `gradients` says whether it has any. */
function additive({ text, worth }: LongPrompt, gradients: boolean) {
  const words = text.split(/\s+/);
  if (!gradients)
    return new WordModel([...words, "yes"], (seen) => ({
      yes: sum(seen.map((word) => worth.get(word) ?? 0)),
      rest: 0,
    }));
  const slopes = words.map((word) => worth.get(word)!);
  return new GameModel([...words, "yes"], {
    value: (x) => sum(x.map((factor, at) => factor * (slopes[at] ?? 0))),
    slopes: () => slopes,
  });
}

async function run(prompt: LongPrompt, gradients: boolean, more: Partial<ExplainRequest> = {}) {
  const request = requestFor(prompt.text, { value: gradients ? "log-prob" : "logit", ...more });
  const model = additive(prompt, gradients);
  const seen = await explain(model, request, new CoalitionMemory(), refinedAblation);
  return { seen, fine: seen.at(-1)! };
}

describe("ablation coarse to fine", () => {
  it.each([true, false])(
    "finds the same ten words of 500 for a quarter of the evaluations, gradients: %s",
    async (gradients) => {
      for (let seed = 0; seed < 10; seed++) {
        const prompt = longPrompt(seededRandom(seed));
        const { fine } = await run(prompt, gradients);
        expect(fine.evaluations).toBeLessThanOrEqual(501 / 4);
        expect(topOf(fine)).toEqual(topOf(ablated(prompt)));
      }
    },
  );

  it.each([true, false])(
    "gives words masked alone the score of feature ablation and keeps v(D) − v(∅), gradients: %s",
    async (gradients) => {
      const prompt = longPrompt(seededRandom(7));
      const { seen, fine } = await run(prompt, gradients);
      const { isMeasured } = fine.refinement!;
      const measured = [...isMeasured.keys()].filter((word) => isMeasured[word]);
      expect(measured.length).toBeGreaterThanOrEqual(40);
      expect(measured.length).toBeLessThan(fine.evaluations);
      for (const word of measured)
        expect(fine.seqAttribution[word]).toBeCloseTo(ablated(prompt).seqAttribution[word]!, 4);
      for (const own of seen) {
        const { total, found } = totals(own);
        expect(found).toBeCloseTo(total, 4);
        expect(own.features).toHaveLength(500);
      }
      expect(fine).toMatchObject({ partial: false, ended: "budget" });
      expect(seen.slice(0, -1).every(({ partial }) => partial)).toBe(true);
    },
  );

  it("shows a first map after one pass back, of the whole prompt and its slopes", async () => {
    const prompt = longPrompt(seededRandom(3));
    const { seen } = await run(prompt, true);
    const [first] = seen;
    expect(first!.evaluations).toBe(2);
    expect(first!.refinement!.isMeasured).not.toContain(true);
    expect(topOf(first!)).toEqual(topOf(ablated(prompt)));
  });

  it.each([1, 33, 60, 250])(
    "takes no more than the %s evaluations that it is given",
    async (budget) => {
      const more = { evaluations: budget };
      const { fine } = await run(longPrompt(seededRandom(1)), false, more);
      expect(fine.evaluations).toBe(budget);
      const sloped = await run(longPrompt(seededRandom(1)), true, more);
      expect(sloped.fine.evaluations).toBe(budget);
    },
  );

  it("takes a quarter where none is given, and measures short prompts word by word", async () => {
    expect(refinementBudget(599)).toBe(150);
    expect(refinementBudget(20)).toBe(21);
    expect(refinementBudget(2000)).toBe(256);
    const text = "Good pair here. Nothing at all.\n\nThe mate came.";
    const model = () =>
      new WordModel(["yes"], (words) => ({ yes: words.includes("mate") ? 2 : 0, rest: 0 }));
    const request = requestFor(text, { value: "logit" });
    const fine = await lastOf(model(), request, new CoalitionMemory(), refinedAblation);
    const flat = await lastOf(model(), request, new CoalitionMemory());
    expect(fine.seqAttribution).toEqual(flat.seqAttribution);
    expect(fine.evaluations).toBe(flat.evaluations);
    expect(fine.refinement!.isMeasured).not.toContain(false);
    expect(fine.ended).toBe("complete");
  });

  it("says what words do only together: either of two is enough, so neither does it alone", async () => {
    const prompt = longPrompt(seededRandom(2));
    const words = prompt.text.split(/\s+/);
    const [one, other] = [words[212]!, words[214]!];
    const model = new WordModel([...words, "yes"], (seen) => ({
      yes: seen.includes(one) || seen.includes(other) ? 8 : 0,
      rest: 0,
    }));
    const request = requestFor(prompt.text, { value: "logit" });
    const fine = await lastOf(model, request, new CoalitionMemory(), refinedAblation);
    const at = fine.features.findIndex(({ text }) => text === one);
    expect(fine.refinement!.isMeasured[at]).toBe(true);
    expect(fine.seqAttribution[at]).toBeCloseTo(0, 5);
    const { start, end } = fine.features[at]!;
    const deciding = fine.refinement!.parts.filter(({ together }) => Math.abs(together) > 1e-6);
    expect(deciding).toHaveLength(1);
    expect(deciding[0]).toMatchObject({ score: 8, together: 8 });
    expect(deciding[0]!.start <= start && deciding[0]!.end >= end).toBe(true);
    expect(deciding[0]!.end - deciding[0]!.start).toBeLessThan(prompt.text.length / 10);
  });

  it("finds a word that has no slope by its part", async () => {
    const { text } = longPrompt(seededRandom(4));
    const words = text.split(/\s+/);
    const flatWord = 333;
    // 3 while the word has half of itself: no slope where it is whole.
    const model = new GameModel([...words, "yes"], {
      value: (x) => (x[flatWord]! > 0.5 ? 3 : 0) + sum(x.map((factor) => 0.001 * factor)),
      slopes: (x) => x.map((_, at) => (at === flatWord ? 0 : 0.001)),
    });
    const fine = await lastOf(model, requestFor(text), new CoalitionMemory(), refinedAblation);
    expect(topOf(fine, 1)).toEqual([flatWord]);
    expect(fine.refinement!.isMeasured[flatWord]).toBe(true);
  });

  it("finds at once a word whose slope has run out in the whole prompt", async () => {
    const { text } = longPrompt(seededRandom(4));
    const words = text.split(/\s+/);
    const sure = 333;
    // 3σ(20x − 6): at 1 the slope is below 10⁻⁴, less than any other word's, at 0.05 it is 0.4.
    const rise = (x: number) => 1 / (1 + Math.exp(6 - 20 * x));
    const worth = words.map((_, at) => (at === sure ? 0 : 0.001 * (1 + (at % 7))));
    const model = new GameModel([...words, "yes"], {
      value: (x) => 3 * rise(x[sure]!) + sum(worth.map((own, at) => own * x[at]!)),
      slopes: (x) =>
        x.map((factor, at) =>
          at === sure ? 60 * rise(factor) * (1 - rise(factor)) : (worth[at] ?? 0),
        ),
    });
    const seen = await explain(
      model,
      requestFor(text, { evaluations: 40 }),
      new CoalitionMemory(),
      refinedAblation,
    );
    const firstWords = seen.find(({ refinement }) => refinement!.isMeasured.includes(true))!;
    expect(firstWords.refinement!.isMeasured[sure]).toBe(true);
    expect(seen.at(-1)!.seqAttribution[sure]).toBeCloseTo(3, 1);
  });

  it("is the same every time, whatever the size of its batches", async () => {
    const prompt = longPrompt(seededRandom(5));
    const runIn = async (batchSize: number, seed: number) => {
      const model = new WordModel(
        ["yes"],
        (seen) => ({ yes: sum(seen.map((word) => prompt.worth.get(word) ?? 0)), rest: 0 }),
        batchSize,
      );
      const request = requestFor(prompt.text, { value: "logit", seed });
      const { seqAttribution, refinement, tokenAttribution, evaluations } = await lastOf(
        model,
        request,
        new CoalitionMemory(),
        refinedAblation,
      );
      return { seqAttribution, refinement, tokenAttribution, evaluations };
    };
    expect(await runIn(1, 0)).toEqual(await runIn(7, 1));
  });
});

interface LongPrompt {
  readonly text: string;
  /** By word; no word comes twice. */
  readonly worth: ReadonlyMap<string, number>;
}

/** 500 words in 10 paragraphs of 5 sentences; twelve words that matter stand in four sentences of three paragraphs. */
function longPrompt(random: Random): LongPrompt {
  const worth = new Map<string, number>();
  const places = [0, 1, 2, 2].map(
    (paragraph, place) => 5 * paragraph + random.below(2) + 2 * (place % 2),
  );
  const sentences = Array.from({ length: 50 }, (_, sentence) => {
    const own = places.filter((place) => place === sentence).length * 3;
    const words = Array.from({ length: 10 }, (_unused, word) => {
      const name = `W${sentence}x${word}${word === 9 ? "." : ""}`;
      worth.set(name, word < own ? 1 + 2 * random.next() : 0.01 * random.normal());
      return name;
    });
    return words.join(" ");
  });
  const paragraphs = Array.from({ length: 10 }, (_, paragraph) =>
    sentences.slice(5 * paragraph, 5 * paragraph + 5).join(" "),
  );
  return { text: paragraphs.join("\n\n"), worth };
}
