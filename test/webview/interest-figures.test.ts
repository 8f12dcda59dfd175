import { describe, expect, test } from "vitest";
import { shownExplanation } from "#protocol/answer-parts";
import { featureShades } from "#protocol/shading";
import { heatmapRows } from "../../webview/heatmap-rows.ts";
import { agreementWithLast, layerCells, layersSentence } from "../../webview/layer-figures.ts";
import { initialView, isPriceWanted, reduce } from "../../webview/state.ts";
import { sweepFigures } from "../../webview/sweep-figures.ts";
import { plainText } from "../../webview/words.ts";
import { interest, interestRun } from "./interest-sample.ts";
import { finishedRun, panelState } from "./sample.ts";

const rows = heatmapRows(interest, []);

describe("interest by block", () => {
  test("is shown in shares, shaded as the editor is by the block", () => {
    const cells = layerCells(interest, rows);
    // design/shots/dark-layers.png: doctor at the last block
    expect(Math.round(100 * cells[6]![7]!.share)).toBe(27);
    expect(cells[6]![7]!.times).toBeCloseTo(2.97, 2);
    for (const block of [0, 4, 7]) {
      const shown = shownExplanation({ ...interestRun, shownBlock: block })!;
      expect(cells.map((row) => row[block]!.shade)).toEqual(featureShades(shown));
    }
  });

  test("is bare where it is not told from nothing", () => {
    const unsure = interest.layers!.map((own) => ({ ...own, standardError: own.scores }));
    const cells = layerCells({ ...interest, layers: unsure }, rows);
    expect(cells.flat().every(({ shade }) => shade.step === 0)).toBe(true);
  });

  test("says from which block on a few words hold most of it, and agrees with the last block", () => {
    expect(plainText(layersSentence(interest))).toBe(
      "From block 6 on, doctor and patient hold over half of the interest. The first blocks spread it almost evenly.",
    );
    const last = { ...interest, layers: interest.layers!.slice(7) };
    expect(plainText(layersSentence(last))).toBe(
      "After every block, doctor and patient hold over half of the interest.",
    );
    const first = { ...interest, layers: interest.layers!.slice(0, 1) };
    expect(plainText(layersSentence(first))).toBe(
      "After block 0 the interest is highest in Write, doctor and story.",
    );
    const agreement = agreementWithLast(interest);
    expect(agreement[7]).toBe(1);
    expect(agreement[0]).toBeCloseTo(0.85, 1);
  });
});

test("the sweep names the words of most interest, and shows their shares and the change", () => {
  const { lambdas, words, changes } = sweepFigures(interest);
  expect(lambdas).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  expect(words.map(({ name }) => name)).toEqual(["doctor", "patient", "story", "his"]);
  expect(words[0]!.shares[0]).toBeCloseTo(0.27, 2);
  expect(changes).toEqual([0.1, 0.2, 0.3, 0.4, 0.5]);
});

test("what it costs is asked for once its tab is open, and only then", () => {
  const open = reduce(initialView, { kind: "open-tab", tab: "layers" });
  const asked = (view: typeof initialView, run = finishedRun) =>
    isPriceWanted(reduce(view, { kind: "state", state: panelState(run) }));
  expect(asked(initialView)).toBe(false);
  expect(asked(open)).toBe(true);
  expect(asked(open, { ...finishedRun, isStale: true })).toBe(false);
  expect(asked(open, interestRun)).toBe(false);
});
