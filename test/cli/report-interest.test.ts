import { expect, it } from "vitest";
import { explanationHtml } from "#cli/report-html";
import { interestSection } from "#cli/report-interest";
import { isTable, wholeNaming } from "#cli/report-section";
import type { Explanation } from "#protocol/explanation";
import { requestFor } from "../explain/word-model.ts";
import { explanation } from "./support.ts";

const count = explanation.features.length;
const settled = (first: number) => ({
  scores: explanation.features.map((_, at) => (at === 0 ? first : 1)),
  standardError: explanation.features.map(() => 0.1),
});
const found: Explanation = {
  ...explanation,
  method: "model-interest",
  interest: {
    lambda: 0.6,
    sigma: [],
    unit: 1,
    scale: 1,
    change: 0.31,
    unbounded: [count - 1],
    sweep: [{ lambda: 0.2, change: 0.1, unbounded: [], ...settled(1 + count) }],
  },
  layers: [
    { layer: 0, ...settled(1) },
    { layer: 3, ...settled(1 + count) },
  ],
};

it("says how far the noise goes, where none is noticed, and the shares over λ and the blocks", () => {
  const [section] = interestSection(found, requestFor(explanation.prompt.text), wholeNaming);
  const [sentences, sweep, layers] = section!.blocks;
  expect(String(sentences)).toContain("At λ = 0.6 the noise moves the prediction 0.31 times");
  expect(String(sentences)).toContain(explanation.features.at(-1)!.text);
  if (!isTable(sweep!) || !isTable(layers!)) throw new Error("the sweep and the blocks are tables");
  expect(sweep.rows[0]!.slice(0, 2)).toEqual(["0.2", "0.10"]);
  expect(String(sweep.rows[0]![2])).toMatch(new RegExp(`^${explanation.features[0]!.text} `));
  expect(layers.columns.map(({ head }) => head)).toEqual(["Word", "Block 0", "Block 3"]);
  expect(layers.rows).toHaveLength(count);
  expect(interestSection(explanation, requestFor("hi"), wholeNaming)).toEqual([]);
});

it("is in the page too, each block's shares shaded", () => {
  const html = explanationHtml(found, requestFor(explanation.prompt.text));
  expect(html).toContain("<h2>Interest</h2>");
  expect(html).toMatch(/Block 3<\/th>/);
  expect(html).toMatch(/<td class="number"><mark class="support s\d">/);
});
