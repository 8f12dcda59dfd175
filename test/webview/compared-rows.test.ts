import { expect, test } from "vitest";
import { comparedRows, comparedSentence } from "../../webview/compared-rows.ts";
import { plainText } from "../../webview/words.ts";
import { ablation, attention } from "./compared-sample.ts";
import { explanation } from "./sample.ts";

const name = (feature: number) => explanation.features[feature]!.text;

test("rows of one unit are sorted by the size of their difference", () => {
  const rows = comparedRows(explanation, ablation);
  expect(rows.slice(0, 3).map(({ feature }) => name(feature))).toEqual([
    "doctor",
    "patient",
    "story",
  ]);
  expect(rows[0]).toMatchObject({ scores: [13.4283, 1.15], ranks: [1, 4] });
  expect(rows[0]!.difference).toBeCloseTo(-12.2783, 10);
  expect(rows).toHaveLength(explanation.features.length);
});

test("rows without a common unit have no difference and are sorted by how far their ranks are apart", () => {
  const rows = comparedRows(explanation, attention);
  expect(rows.every(({ difference }) => difference === undefined)).toBe(true);
  const apart = rows.map(({ ranks: [a, b] }) => Math.abs(a - b));
  expect(apart).toEqual([...apart].sort((a, b) => b - a));
});

test.each([
  [
    "scores",
    explanation,
    ablation,
    "Same prompt, model and answer. The methods part over doctor and patient: Shapley value sampling sees +13.43 and +13.36 nats, Feature ablation sees +1.15 and +1.18 nats.",
  ],
  [
    "ranks",
    explanation,
    attention,
    "Same prompt, model and answer. The methods part over a and short: Shapley value sampling ranks the words 9 and 11, Attention rollout ranks the words 2 and 5.",
  ],
  [
    "one word",
    explanation,
    {
      ...explanation,
      seqAttribution: explanation.seqAttribution.map((score, i) => (i === 9 ? 0 : score)),
    },
    "Same prompt, model and answer. The methods part over patient: Shapley value sampling sees +13.36 nats, Shapley value sampling sees 0.00 nats.",
  ],
  [
    "nothing",
    explanation,
    explanation,
    "Same prompt, model and answer. Both put doctor, patient and story first.",
  ],
])("the sentence says over what the methods part: %s", (_, a, b, words) => {
  expect(plainText(comparedSentence(a, b, "words"))).toBe(words);
});
