import path from "node:path";
import { describe, expect, it } from "vitest";
import { hoverMarkdown } from "#editor/hover";
import { withShownClass } from "#protocol/class-shown";
import type { Explanation } from "#protocol/explanation";
import { withShownSet } from "#protocol/joint-shown";
import { classExplanation } from "../webview/class-sample.ts";
import { jointExplanation } from "../webview/joint-sample.ts";

const golden = path.resolve(import.meta.dirname, "../golden/hover");
const links = [{ label: "Mask and regenerate", uri: "command:x" }];

/** "A short `doctor`" explained by Shapley values: support, opposition, and noise. */
const explanation: Explanation = {
  schema: 1,
  method: "shapley-value-sampling",
  model: "story-120m",
  device: "cpu",
  seed: 0,
  settings: { value: "log-prob" },
  prompt: {
    text: "A short `doctor`",
    tokens: [
      { id: 1, text: "A", start: 0, end: 1, role: "user" },
      { id: 2, text: " short", start: 1, end: 7, role: "user" },
      { id: 3, text: " `doc", start: 7, end: 12, role: "user" },
      { id: 4, text: "tor`", start: 12, end: 16, role: "user" },
    ],
  },
  features: [
    { text: "A", start: 0, end: 1, tokens: [0] },
    { text: "short", start: 2, end: 7, tokens: [1] },
    { text: "`doctor`", start: 8, end: 16, tokens: [2, 3] },
  ],
  target: {
    text: "Dr Reed",
    tokens: [
      { id: 7, text: "Dr", logProb: -1 },
      { id: 8, text: " Re", logProb: -1 },
      { id: 9, text: "ed", logProb: -1 },
    ],
  },
  values: { full: -3, none: -15.4 },
  seqAttribution: [0.03, -0.78, 13.15],
  tokenAttribution: [
    [0.01, -0.5, 9],
    [0.01, -0.2, 3],
    [0.01, -0.08, 1.15],
  ],
  standardError: [0.02, 0.03, 0.15],
  roundCount: 34,
  maskedAlone: [0.001, -1.0986, 1.1632],
  evaluations: 120,
  plannedEvaluations: 120,
  seconds: 1,
  partial: false,
};

describe("the hover", () => {
  it.each([
    ["noise", 0],
    ["opposes", 1],
    ["supports", 2],
  ])("of a word that is %s", async (name, feature) => {
    const text = hoverMarkdown(explanation, feature, links);
    await expect(text).toMatchFileSnapshot(path.join(golden, `${name}.md`));
  });

  it("of a word that was not masked alone, coarse to fine", () => {
    const parts = [
      { start: 0, end: 16, score: 12.4, together: 0 },
      { start: 0, end: 7, score: -0.75, together: 0.5 },
    ];
    const { maskedAlone: _, standardError: __, ...rest } = explanation;
    const refined = { ...rest, refinement: { isMeasured: [true, false, true], parts } };
    expect(hoverMarkdown(refined, 1, links)).toContain(
      "Not masked alone: its share of what is left of “A short”, which costs −0.75 nats masked whole.",
    );
    expect(hoverMarkdown(refined, 0, links)).not.toContain("Not masked alone");
  });

  it("of a method without a unit", async () => {
    const { standardError: _, roundCount: __, maskedAlone: ___, ...rest } = explanation;
    const random = { ...rest, method: "random", seqAttribution: [0.1, 0.1, 0.4] } as const;
    const text = hoverMarkdown(random, 2, links);
    await expect(text).toMatchFileSnapshot(path.join(golden, "without-unit.md"));
  });

  it.each([
    [{}, "speaks for **medicine**: **0.90**, chance 0.25 (+1.28 nats)"],
    [{ shown: 1 }, "speaks against **school**: **0.05**, chance 0.25 (−1.61 nats)"],
    [{ shown: 0, versus: 1 }, "speaks for **medicine** rather than school: **+2.89 nats**"],
    [{ shown: 1, versus: 0 }, "speaks for medicine rather than **school**: **−2.89 nats**"],
  ])("of a class, %j", (choice, claim) => {
    const text = hoverMarkdown(withShownClass(classExplanation, choice), 6, links);
    expect(text).toContain(`**doctor** ${claim}`);
    expect(text).not.toContain("of the total");
  });

  it("cannot be broken by what the prompt says", () => {
    const text = "[x](command:evil) **b** <i>\n```";
    const evil = {
      ...explanation,
      features: explanation.features.map((own) => ({ ...own, text })),
    };
    const markdown = hoverMarkdown(evil, 2, links);
    expect(markdown).not.toContain("](command:evil)");
    expect(markdown).not.toContain("<i>");
  });
});

describe("The hover of a joint set", () => {
  const { prompt, features } = jointExplanation;
  const tokens = features.map(({ start, end, text }, id) => ({
    id,
    start,
    end,
    text,
    role: "user" as const,
  }));
  const known: Explanation = {
    ...jointExplanation,
    prompt: { ...prompt, tokens },
    seqAttribution: jointExplanation.seqAttribution.map((score, feature) =>
      jointExplanation.joint!.indices.includes(feature) ? score : 0,
    ),
  };

  it("says what the word does with its partner, in the design's words", () => {
    expect(hoverMarkdown(withShownSet(known), 6, links)).toContain(
      "Masking this word alone makes the answer 3.2 times less likely. Masking it with **patient** makes it 64 billion times less likely: each stands in for the other.",
    );
  });

  it("names all partners of a larger set", () => {
    expect(hoverMarkdown(withShownSet(known, 3), 3, links)).toMatch(
      /Masking it with \*\*doctor\*\* and \*\*patient\*\* makes it over a trillion times less likely\./,
    );
  });

  it("does not say of a word outside the sets that it makes no difference", () => {
    expect(hoverMarkdown(withShownSet(known), 5, links)).toMatch(
      /^\*\*the\*\* is not among the words that decide together: 0\.00 nats/,
    );
  });
});
