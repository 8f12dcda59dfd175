import { describe, expect, it } from "vitest";
import { buildFeatures } from "#explain/features";
import type { EncodedPrompt } from "#explain/scoring-model";
import type { PromptToken } from "#protocol/explanation";
import type { FeatureChoice } from "#protocol/request";

/** A prompt whose tokens are the given pieces of text; `[x]` is a special, `{x}` a template token. */
function prompt(...pieces: string[]): EncodedPrompt {
  let text = "";
  const tokens = pieces.map((piece, id): PromptToken => {
    const outside = /^[[{](.+)[\]}]$/.exec(piece);
    const start = text.length;
    if (!outside) text += piece;
    const role = !outside ? "user" : piece.startsWith("[") ? "special" : "template";
    return { id, text: piece, start, end: text.length, role };
  });
  return { source: { text, frame: "raw" }, tokens, isChat: false };
}

function checkFeatures(
  given: EncodedPrompt,
  choice: FeatureChoice,
  expected: [string, number[]][],
) {
  const features = buildFeatures(given, choice);
  expect(features.map(({ text, tokens }) => [text, tokens])).toEqual(expected);
  for (const feature of features)
    if (!feature.spans && feature.start < feature.end)
      expect(given.source.text.slice(feature.start, feature.end)).toBe(feature.text);
}

const story = prompt("[s]", "Write", " a", " doc", "tor", ".", "\n\n", "End", "{t}");

describe("features", () => {
  it.each<[string, EncodedPrompt, FeatureChoice, [string, number[]][]]>([
    [
      "words",
      story,
      { granularity: "word" },
      [
        ["Write", [1]],
        ["a", [2]],
        ["doctor", [3, 4]],
        [".", [5]],
        ["\n\n", [6]],
        ["End", [7]],
      ],
    ],
    [
      "tokens",
      prompt("a", " b"),
      { granularity: "token" },
      [
        ["a", [0]],
        [" b", [1]],
      ],
    ],
    [
      "the special prefix too",
      story,
      { granularity: "line", includeSpecial: true },
      [
        ["[s]", [0]],
        ["Write a doctor.\n\n", [1, 2, 3, 4, 5, 6]],
        ["End", [7]],
      ],
    ],
    [
      "a token over two words joins them",
      prompt("a", " b-c", "d"),
      { granularity: "word" },
      [
        ["a", [0]],
        ["b-cd", [1, 2]],
      ],
    ],
    [
      "kept stretches belong to none",
      story,
      {
        granularity: "word",
        keep: [
          { start: 0, end: 5 },
          { start: 15, end: 17 },
        ],
      },
      [
        ["a", [2]],
        ["doctor", [3, 4]],
        [".", [5]],
        ["End", [7]],
      ],
    ],
    [
      "groups",
      story,
      { granularity: "word", groups: [[0, 2], [5]] },
      [
        ["Write … doctor", [1, 3, 4]],
        ["a", [2]],
        [".", [5]],
        ["\n\n", [6]],
        ["End", [7]],
      ],
    ],
  ])("%s", (_, given, choice, expected) => checkFeatures(given, choice, expected));

  it("a kept stretch within a sentence is not the sentence's", () => {
    const given = prompt("I", " like", " red", " cats", ".");
    checkFeatures(given, { granularity: "sentence", keep: [{ start: 7, end: 10 }] }, [
      ["I like … cats.", [0, 1, 3, 4]],
    ]);
  });

  it("marks are features whatever the granularity, and join what they touch", () => {
    const marks = [[{ start: 0, end: 3 }], [{ start: 6, end: 9 }]];
    checkFeatures(story, { granularity: "word", marks }, [
      ["Write", [1]],
      ["a doctor", [2, 3, 4]],
      [".", [5]],
      ["\n\n", [6]],
      ["End", [7]],
    ]);
    const across = {
      granularity: "token",
      marks: [[{ start: 5, end: 9 }], [{ start: 14, end: 18 }]],
    } as const;
    checkFeatures(story, across, [
      ["Write", [1]],
      ["a doc", [2, 3]],
      ["tor", [4]],
      [".\n\nEnd", [5, 6, 7]],
    ]);
  });

  it("a mark within a unit is cut out of it", () => {
    const marks = [[{ start: 8, end: 14 }]];
    checkFeatures(story, { granularity: "sentence", marks }, [
      ["Write a … .\n\n", [1, 2, 5, 6]],
      ["doctor", [3, 4]],
      ["End", [7]],
    ]);
  });

  it("a mark of several stretches is one feature", () => {
    const marks = [
      [
        { start: 0, end: 5 },
        { start: 8, end: 14 },
      ],
    ];
    checkFeatures(story, { granularity: "word", marks }, [
      ["Write … doctor", [1, 3, 4]],
      ["a", [2]],
      [".", [5]],
      ["\n\n", [6]],
      ["End", [7]],
    ]);
  });

  it("examples of a few-shot prompt", () => {
    const given = prompt(
      "Rate:",
      "\n",
      "good",
      " ->",
      " +",
      "\n",
      "bad",
      " ->",
      " -",
      "\n",
      "so",
      " ->",
    );
    checkFeatures(given, { granularity: "example" }, [
      ["Rate:\n", [0, 1]],
      ["good -> +\n", [2, 3, 4, 5]],
      ["bad -> -\n", [6, 7, 8, 9]],
      ["so ->", [10, 11]],
    ]);
  });

  const pizza: EncodedPrompt = {
    source: { text: "I 🍕", frame: "raw" },
    isChat: false,
    tokens: [
      { id: 0, text: "I", start: 0, end: 1, role: "user" },
      { id: 1, text: "", start: 1, end: 4, role: "user" },
      { id: 2, text: " 🍕", start: 2, end: 4, role: "user" },
    ],
  };
  it("tokens that share a character are one feature, unless each must stay by itself", () => {
    checkFeatures(pizza, { granularity: "token" }, [
      ["I", [0]],
      [" 🍕", [1, 2]],
    ]);
    expect(buildFeatures(pizza, { granularity: "token", rawTokens: true })).toHaveLength(3);
  });

  it("a slot is one feature wherever its value stands", () => {
    const template = { template: "{a} and {b} and {a}", values: { a: "x", b: "y" }, baselines: {} };
    const given = prompt("x", " and", " y", " and", " x");
    checkFeatures(given, { granularity: "slot", template }, [
      ["x … x", [0, 4]],
      ["y", [2]],
    ]);
  });

  it.each<[string, FeatureChoice]>([
    ["a group of what is not there", { granularity: "word", groups: [[99]] }],
    ["a feature in two groups", { granularity: "word", groups: [[0, 1], [1]] }],
    ["slots without a template", { granularity: "slot" }],
    [
      "a template that does not fit",
      { granularity: "slot", template: { template: "{a}", values: { b: "" }, baselines: {} } },
    ],
  ])("refuses %s", (_, choice) => {
    expect(() => buildFeatures(story, choice)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ kind: "invalid-option" }) }),
    );
  });
});
