import { describe, expect, it } from "vitest";
import { explanationHtml } from "#cli/report-html";
import { explanationMarkdown } from "#cli/report-markdown";
import { maskingText } from "#cli/report-masking";
import { modelsText } from "#cli/report-models";
import { explanationText } from "#cli/report-text";
import { clip, displayWidth, printable } from "#cli/text-table";
import { withCompared } from "#protocol/compared";
import type { Masking } from "#protocol/masking";
import { suggestedModels } from "#protocol/suggested-models";
import { explainRequest, explanation } from "./support.ts";

const plain = { hasColor: false, columns: 80 };

describe("text report", () => {
  it("has the answer, a row per word by rank, and the cost", () => {
    const { tokenAttribution: _, ...whole } = explanation;
    expect(explanationText(whole, explainRequest, plain).split("\n")).toEqual([
      "Feature ablation, words, zero baseline: by-hand on cpu",
      "",
      "Answer",
      "was | here",
      "",
      "Rank  Word       Nats                             Share",
      "   1  <doctor>  +9.12     │█████████████████████  115\u00a0%",
      "   2  The       +0.01     │                        <1\u00a0%",
      "   3  医者      \u22121.20  ▒▒▒│                       \u221215\u00a0%",
      "",
      "The answer's log-probability is \u22121.75 with the whole prompt and \u221212.50 with every part masked.",
      "",
      "5 evaluations, 0.4\u00a0s",
      "",
    ]);
  });

  it("colours the prompt and the words on a terminal only", () => {
    const text = explanationText(explanation, explainRequest, { hasColor: true, columns: 80 });
    expect(text).toContain("\x1b[38;5;33;1m<doctor>\x1b[0m, ");
    expect(text).toContain("\x1b[38;5;208;1;4m医者\x1b[0m");
    expect(explanationText(explanation, explainRequest, plain)).not.toContain("\x1b");
  });

  it("shows what drove each output token", () => {
    const text = explanationText(explanation, { ...explainRequest, perToken: true }, plain);
    expect(text).toMatch(/0 {2}was +\u22121\.50 {2}<doctor> \+9\.00, 医者 \u22121\.00, The 0\.00/);
    expect(text).toMatch(/1 {2}·\|·here +\u22120\.25 {2}医者 \u22120\.20, <doctor> \+0\.12/);
  });

  it("says which scores were measured coarse to fine, and what parts do only together", () => {
    const { start } = explanation.features[0]!;
    const { end } = explanation.features[1]!;
    const refinement = {
      isMeasured: [true, false, true],
      parts: [
        { start: 0, end: explanation.prompt.text.length, score: 10.75, together: 0.001 },
        { start, end, score: 9.5, together: -2.25 },
      ],
    };
    const refined = { ...explanation, refinement };
    const text = explanationText(refined, explainRequest, plain);
    expect(text).toContain("2 of 3 words were masked alone. The score of each other one is");
    expect(text).toMatch(/Part +Masked whole +Only together\n.*\+9\.50 +\u22122\.25\n/);
    expect(text).not.toContain("10.75");
    expect(explanationMarkdown(refined, explainRequest)).toContain("Coarse to fine");
  });

  it("says that a run is partial, and that nothing matters where nothing does", () => {
    const partial = { ...explanation, evaluations: 3, partial: true };
    expect(explanationText(partial, explainRequest, plain)).toContain(
      "Partial: 3 of 5 evaluations",
    );
    const flat = { ...explanation, seqAttribution: [0.01, -0.02, 0.04] };
    expect(explanationText(flat, explainRequest, plain)).toContain("No part matters much");
  });

  it("writes probabilities with three digits", () => {
    const request = { ...explainRequest, value: "prob" as const };
    const scored = { ...explanation, seqAttribution: [0.0012345, 0.25, -1e-7] };
    const text = explanationText(scored, request, plain);
    expect(text).toMatch(/Probability/);
    expect(text).toMatch(/\+0\.25 .*\+0\.00123 .*\u22121e-7 /s);
  });
});

describe("html report", () => {
  const html = explanationHtml(explanation, explainRequest);

  it("needs nothing from elsewhere and escapes what it shows", () => {
    expect(html).not.toMatch(/https?:|<script|<link|@import|url\(/);
    expect(html).toContain("&lt;doctor&gt;");
    expect(html).not.toContain("<doctor>");
  });

  it("shades the words on the absolute scale, for light and dark", () => {
    expect(html).toContain('<mark class="support s9" title="+9.12, rank 1 of 3">&lt;doctor&gt;');
    expect(html).toContain('<mark title="+0.01, rank 2 of 3">The</mark> <mark class="support s9"');
    expect(html).toMatch(/<mark class="oppose s5"[^>]*>医者<\/mark>/);
    expect(html).toContain("@media (prefers-color-scheme: dark)");
    expect(html).toMatch(/\.support\.s9\{background:#00bafa7b/);
    expect(html).toMatch(/\.oppose\.s9\{background:#b959006e/);
  });
});

describe("what follows the scores", () => {
  const other = {
    ...explanation,
    method: "attention-gae",
    seqAttribution: [0.5, 0.25, 0.25],
  } as const;
  const part = (start: number, seqAttribution: readonly number[]) => ({
    span: { start, end: start + 1 },
    text: explanation.target.tokens[start]!.text,
    values: { full: -1, none: -2 },
    seqAttribution,
  });
  const whole = {
    ...withCompared(explanation, [other]),
    parts: [part(0, [0, 9, -1]), part(1, [0.01, 0.12, -0.2])],
    joint: {
      k: 2,
      indices: [0, 1],
      value: -20,
      probabilityRatio: 0.04,
      certificate: "exhaustive",
      setCount: 3,
      trajectory: [],
      interactions: [
        {
          pair: [0, 1],
          value: -8.9,
          kind: "redundancy",
          alone: [0.01, 0.2],
          together: 9.11,
          isInside: true,
        },
      ],
      curve: [
        {
          k: 1,
          indices: [1],
          value: -3,
          probabilityRatio: 0.5,
          certificate: "exhaustive",
          setCount: 3,
        },
        {
          k: 2,
          indices: [0, 1],
          value: -20,
          probabilityRatio: 0.04,
          certificate: "exhaustive",
          setCount: 3,
        },
      ],
    },
  } as const;

  it("is in HTML the joint set with its certificate, the parts and the methods, each escaped", () => {
    const html = explanationHtml(whole, explainRequest);
    expect(html).toContain("<h2>Joint set</h2>");
    expect(html).toContain("Exhaustive: all 3 pairs were tried. Probability ratio per token 0.04.");
    expect(html).toMatch(/<td class="number">2<\/td><td>\+ The<\/td><td class="number">0\.04</);
    expect(html).toContain(
      "Masking The or &lt;doctor&gt; alone changes little; both together make the answer 9,000 times less likely: each stands in for the other.",
    );
    expect(html).toContain("<h2>Parts of the answer</h2>");
    expect(html).toMatch(
      /<td>&lt;doctor&gt;<\/td><td class="number"><mark class="support s9">\+9\.00<\/mark><\/td><td class="number"><mark class="support s1">\+0\.12</,
    );
    expect(html).toContain("<h2>Methods</h2>");
    expect(html).toContain("<b>Attention × gradient (GAE)</b>");
    expect(html).toMatch(/<mark class="support s3" title="\+0\.50, rank 1 of 3">The<\/mark>/);
    expect(html).not.toContain("<doctor>");
  });

  it("is in Markdown and in a terminal the same tables", () => {
    const markdown = explanationMarkdown(whole, explainRequest);
    expect(markdown).toContain("## Joint set\n\nThe and \\<doctor\\> decide this answer together.");
    expect(markdown).toContain("| 2 | + The | 0.04 | exhaustive |");
    expect(markdown).toContain("| \\<doctor\\> | +9.00 | +0.12 |");
    expect(markdown).toContain("| \\<doctor\\> | +9.12 | +0.25 |");
    expect(markdown).toContain("Attention × gradient (GAE): ρ 0.00, top 1: 0 of 1; 5 evaluations");
    const text = explanationText(whole, explainRequest, plain);
    expect(text).toMatch(
      /Word +Feature ablation +Attention × gradient \(GAE\)\nThe +\+0\.01 +\+0\.50/,
    );
  });
});

describe("markdown report", () => {
  it("is a table between fences that its texts cannot break", () => {
    const tricky = {
      ...explanation,
      prompt: { text: "```\ncode", tokens: [] },
      features: [{ text: "a`|b", start: 0, end: 4, tokens: [0] }],
      seqAttribution: [1],
    };
    const markdown = explanationMarkdown(tricky, explainRequest);
    expect(markdown).toContain("````text\n```\ncode\n````");
    expect(markdown).toContain("| 1 | ``a`\\|b`` | +1.00 | 100\u00a0% |");
  });
});

describe("masking report", () => {
  const masking: Masking = {
    ...explanation,
    masked: [1],
    maskedTarget: {
      text: "was | here",
      tokens: [
        { id: 1, text: "was", logProb: -9 },
        { id: 2, text: " | here", logProb: -0.25 },
      ],
    },
    values: { full: -1.75, masked: -9.25 },
    metrics: { probabilityRatio: 0.0235, klDivergence: 0.34 },
    randomSetCount: 0,
  };
  const request = {
    ...explainRequest,
    masked: { indices: [1] },
    scoreOnly: true,
    randomSetCount: 0,
  };

  it("without a generation shows the tokens", () => {
    const text = maskingText(masking, request, plain);
    expect(text).toContain("Without <doctor>: 1 of 3 words");
    expect(text).toMatch(/was +\u22121\.50 +\u22129\.00 +\u22127\.50/);
    expect(text).toMatch(/Probability ratio per token +0\.02/);
    expect(text).toContain("is \u22121.75 with the whole prompt and \u22129.25 with the mask");
  });

  it("with a generation shows both answers, their difference and the random control", () => {
    const text = maskingText(
      {
        ...masking,
        answer: "was here",
        maskedAnswer: "was there",
        diff: [
          { kind: "same", text: "was " },
          { kind: "removed", text: "here" },
          { kind: "added", text: "there" },
        ],
        metrics: {
          ...masking.metrics,
          bleu: 0.5,
          rougeL: { precision: 0.5, recall: 0.5, f1: 0.5 },
        },
        random: { bleu: { beaten: 18, mean: 0.9, low: 0.7, high: 1 } },
        randomSetCount: 20,
      },
      request,
      plain,
    );
    expect(text).toContain("was [-here-]{+there+}");
    expect(text).toMatch(/Random 1 word +5 to 95 %/);
    expect(text).toMatch(/BLEU-4, words +0\.50 +0\.90 +0\.70 to 1\.00/);
    expect(text).toContain("20 random sets");
  });
});

describe("models report", () => {
  it("has a line per model", () => {
    const bundled = {
      source: "media/models/story-chat",
      name: "story-chat",
      architecture: "llama",
      contextTokenCount: 256,
      kind: "causal" as const,
      hasChatTemplate: true,
      variants: [{ dtype: "fp32", bytes: 5_812_345 }],
      device: "cpu",
      deviceNotes: [],
    };
    const [smallest] = suggestedModels;
    const q8 = { dtype: "q8", bytes: 137_000_000 } as const;
    const text = modelsText({
      models: [bundled],
      suggested: suggestedModels,
      cached: [
        { source: smallest!.id, folder: "/cache/a", variants: [q8] },
        { source: "test/other", folder: "/cache/b", variants: [q8] },
      ],
    });
    expect(text).toMatch(/^story-chat +llama +256 +yes +fp32 5\.81 MB$/m);
    expect(text).toMatch(
      /^HuggingFaceTB\/SmolLM2-135M-Instruct +causal +fp32 +540 MB +702 MB +Apa/m,
    );
    expect(text).toMatch(/^ +q8 +137 MB +178 MB +yes$/m);
    expect(text).toMatch(/^ +q4 +182 MB +237 MB$/m);
    expect(text).toMatch(/^ +q4 +~1\.69 GB +~2\.2 GB$/m);
    expect(text).toMatch(/^test\/other +q8 137 MB$/m);
  });
});

describe("terminal text", () => {
  it("is measured in columns, cut to them, and cannot drive the terminal", () => {
    expect(displayWidth("医者 👩‍👩‍👧 e\u0301")).toBe(9);
    expect(clip("医者医者", 5)).toBe("医者…");
    expect(printable("a\x1b[31m\x07\tb\n")).toBe("a␛[31m␇\tb\n");
  });
});
