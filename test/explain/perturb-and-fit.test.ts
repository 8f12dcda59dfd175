import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { methods } from "#explain/methods";
import { buildTask, fitPrompt, givenTarget } from "#explain/task";
import { type MethodId, methodIds } from "#protocol/methods";
import type { ExplainRequest } from "#protocol/request";
import { explain, lastOf, requestFor, WordModel } from "./word-model.ts";

const words = Array.from({ length: 14 }, (_, index) => `w${index}`);
const text = words.join(" ");
/**
 * The logit of `yes`: each word is worth its index; with `mixed`, each three neighbours something too. Two would
 * cancel out between an order and its reverse.
 */
const model = (mixed: number) =>
  new WordModel([...words, "yes"], (seen) => {
    const present = words.map((word) => Number(seen.includes(word)));
    const alone = present.reduce((sum, bit, index) => sum + bit * index, 0);
    const triples = present.reduce(
      (sum, bit, index) =>
        sum + bit * (present[index + 1] ?? 0) * (present[index + 2] ?? 0) * (index % 3),
      0,
    );
    return { yes: alone + mixed * triples, rest: 0 };
  });
const request = (more: Partial<ExplainRequest>) => requestFor(text, { value: "logit", ...more });

const lookingInside: readonly MethodId[] = [
  ...(["saliency", "input-x-gradient", "integrated-gradients"] as const),
  ...(["gradient-shap", "smooth-grad", "deep-lift"] as const),
  "lrp",
  "attention-last",
  "attention-rollout",
  "attention-flow",
  "attention-gae",
  "tdd-forward",
  "tdd-backward",
  "tdd-bidirectional",
  "prompt-explainer",
  "model-interest",
];
const evaluating = methodIds.filter((id) => !lookingInside.includes(id));

describe("the shared middle", () => {
  it.each(["shapley-value-sampling", "kernel-shap"] as const)(
    "%s ends when its ranking is settled, and says so",
    async (method) => {
      const easy = await lastOf(model(0), request({ method, evaluations: 1500 }));
      expect(easy).toMatchObject({ ended: "settled", partial: false });
      expect(easy.settings.confidence).toBe(0.95);
      expect(easy.evaluations).toBeLessThan(1200);
      expect(easy.plannedEvaluations).toBe(easy.evaluations);
      for (const [index, score] of easy.seqAttribution.entries())
        expect(score).toBeCloseTo(index, 4);

      const hard = await lastOf(model(9), request({ method, evaluations: 400, confidence: 0.99 }));
      expect(hard).toMatchObject({ ended: "budget", partial: false });
      expect(hard.evaluations).toBeLessThanOrEqual(400);
      const doubts = hard.standardError!.filter((error) => error > 0);
      expect(doubts.length).toBeGreaterThan(0);
    },
  );

  it.each(evaluating)("%s: every snapshot is whole, and the last one final", async (method) => {
    const seen = await explain(model(1), request({ method, evaluations: 2 ** 14 }));
    for (const [index, each] of seen.entries()) {
      expect(each.partial).toBe(index < seen.length - 1);
      expect(each.ended !== undefined).toBe(!each.partial);
      expect(each.seqAttribution).toHaveLength(words.length);
      expect(each.tokenAttribution).toHaveLength(1);
      expect(each.seqAttribution.every(Number.isFinite)).toBe(true);
      expect(each.evaluations).toBeLessThanOrEqual(each.plannedEvaluations);
    }
  });

  it("ends when it is cancelled, without a last word", async () => {
    const own = model(1);
    const asked = request({ method: "shapley-value-sampling" });
    const task = buildTask(
      own,
      asked,
      fitPrompt(own, asked),
      givenTarget(own, asked)!,
      new CoalitionMemory(),
    );
    const stop = new AbortController();
    const seen: boolean[] = [];
    for await (const each of methods[asked.method](task, own, asked, stop.signal)) {
      seen.push(each.partial);
      stop.abort();
    }
    expect(seen).toEqual([true]);
  });
});
