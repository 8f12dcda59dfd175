import { describe, expect, it } from "vitest";
import { jointSizes, withShownSet } from "#protocol/joint-shown";
import type { Rival } from "#protocol/panel-methods";
import { interactionArcs } from "../../webview/interaction-arcs.ts";
import { chart, curveDrawing, ratioHeight } from "../../webview/joint-curve.ts";
import {
  curveCaption,
  foundSentence,
  lossesOf,
  pairSentence,
} from "../../webview/joint-sentences.ts";
import { rivalRows, rivalsSentence } from "../../webview/rival-rows.ts";
import { plainText } from "../../webview/words.ts";
import { jointExplanation } from "./joint-sample.ts";
import { masking } from "./sample.ts";

const shown = withShownSet(jointExplanation);
const sizes = jointSizes(jointExplanation.joint!);

describe("The Joint tab", () => {
  it("says what the set does, in the design's words", () => {
    expect(plainText(foundSentence(shown))).toBe(
      "doctor and patient decide this answer together. Masking either alone makes each output token at most 4\u00a0% less likely; masking both makes each 2.1 times less likely.",
    );
    expect(foundSentence(shown)[0]).toEqual({ strong: "doctor" });
  });

  it("says what was tried and how to read the chart", () => {
    expect(curveCaption(sizes, shown.joint!, "words")).toBe(
      "At k = 2 all 55 pairs were tried. + adds to the set above. Dashed: the k words that matter most when masked alone. Band: 200 random sets, 5 to 95 %.",
    );
    expect(curveCaption(sizes, sizes[3]!, "words")).toMatch(
      /^At k = 4 no exchange of one word for another is better; 330 sets of 4 were tried\./,
    );
    expect(curveCaption(sizes, sizes[5]!, "words")).toMatch(
      /^At k = 6 it is the best of the 200 sets of 6 that were tried\./,
    );
  });

  it("draws ratios down from 1 and left to right, within the chart", () => {
    const { marks, band, alone } = curveDrawing(sizes)!;
    expect(marks.map(({ k }) => k)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(marks[0]!.x).toBe(chart.left);
    expect(marks.at(-1)!.x).toBe(chart.width - chart.right);
    expect(ratioHeight(1)).toBe(chart.top);
    expect(ratioHeight(1.5)).toBe(chart.top);
    expect(ratioHeight(0)).toBe(chart.height - chart.bottom);
    expect(band.match(/[ML]/g)).toHaveLength(12);
    expect(band.endsWith("Z")).toBe(true);
    expect(alone.match(/[ML]/g)).toHaveLength(6);
  });

  it("has no curve over a single size, or where ratios are not known", () => {
    expect(curveDrawing(sizes.slice(0, 1))).toBeUndefined();
    expect(curveDrawing(sizes.map(({ probabilityRatio: _, ...rest }) => rest))).toBeUndefined();
  });

  it("sets what the words cost alone beside what they cost together", () => {
    expect(lossesOf(shown).map(({ label, nats }) => [label, nats.toFixed(2)])).toEqual([
      ["doctor", "1.15"],
      ["patient", "1.18"],
      ["sum of the two", "2.33"],
      ["both masked", "24.88"],
    ]);
    expect(lossesOf(withShownSet(jointExplanation, 3)).at(-1)!.label).toBe("all three masked");
    expect(lossesOf(withShownSet(jointExplanation, 1))).toEqual([]);
  });

  it("draws the strongest pair thickest and last, the shown set's in its colour", () => {
    const { arcs, words } = interactionArcs(shown, shown.joint!.interactions);
    expect(words.map(({ text }) => text).join(" ")).toBe(
      "Write a short story about the doctor and his patient .",
    );
    const last = arcs.at(-1)!;
    expect(last.interaction.pair).toEqual([6, 9]);
    expect(last.thickness).toBe(4);
    expect(arcs.filter(({ isInside }) => isInside)).toEqual([last]);
    for (const { thickness } of arcs) expect(thickness).toBeGreaterThanOrEqual(1);
  });

  it("leaves out words of a long prompt that take no part", () => {
    const features = Array.from({ length: 60 }, (_, index) => ({
      start: 2 * index,
      end: 2 * index + 1,
      text: "w",
      tokens: [index],
    }));
    const text = features.map(() => "w").join(" ");
    const long = { ...shown, prompt: { text, tokens: [] }, features };
    const { words, arcs } = interactionArcs(long, [
      { ...shown.joint!.interactions[0]!, pair: [10, 50] },
    ]);
    expect(words.map((word) => word.text)).toEqual(["w", "…", "w", "…"]);
    expect(arcs).toHaveLength(1);
  });

  it("says what a pair does together", () => {
    expect(plainText(pairSentence(shown, shown.joint!.interactions[0]!))).toBe(
      "Masking doctor alone makes the answer 3.2 times less likely, patient alone 3.3 times less likely; both together make it 64 billion times less likely: each stands in for the other.",
    );
  });
});

describe("The proof beside other ways to choose", () => {
  const rival = (masked: number[], probabilityRatio: number): Rival => ({
    method: "feature-ablation",
    masked,
    masking: {
      ...masking,
      masked,
      metrics: {
        ...masking.metrics,
        probabilityRatio,
        klDivergence: 0.1,
        bleu: 0.7,
        rougeL: { precision: 0.9, recall: 0.8, f1: 0.85 },
      },
    },
  });

  it("has every figure of each, ROUGE with precision and recall", () => {
    const rows = rivalRows(masking, [rival([3, 8], 0.87), { method: "integrated-gradients" }]);
    expect(rows.map(({ id }) => id)).toEqual([
      "probabilityRatio",
      "klDivergence",
      "bleu",
      "rougeL",
    ]);
    expect(rows[0]!.figures.map((figure) => figure?.value)).toEqual([0.48, 0.87, undefined]);
    expect(rows[3]!.figures[1]!.detail).toBe("precision 0.90, recall 0.80");
    expect(rows[0]!.random?.mean).toBe(0.96);
  });

  it("says by how many measures the others change the answer less", () => {
    const said = (...rivals: Rival[]) => plainText(rivalsSentence(masking, rivals)).trim();
    expect(said(rival([3, 8], 0.87))).toBe(
      "Feature ablation puts story and his first, which changes the answer less by all 4 measures.",
    );
    expect(said(rival([3, 8], 0.3))).toBe(
      "Feature ablation puts story and his first, which changes the answer less by 3 of 4 measures.",
    );
    expect(said({ ...rival([6, 9], 0.48), method: "integrated-gradients" })).toBe(
      "Integrated gradients put the same words first.",
    );
    expect(said({ method: "integrated-gradients" })).toBe("");
  });
});
