import { describe, expect, it } from "vitest";
import { readPromptFile } from "#text/front-matter";

/** A block as its text, with its system prompt where there is one. */
function blocksOf(document: string, isMarkdown = false): (string | [string, string])[] {
  return readPromptFile(document, isMarkdown).blocks.map(({ span, system }) => {
    const text = document.slice(span.start, span.end);
    return system === undefined ? text : [text, system];
  });
}

describe("the prompts of a file", () => {
  it.each<[string, (string | [string, string])[]]>([
    ["", []],
    [" \n\t\r\n", []],
    ["Write 🍕.", ["Write 🍕."]],
    ["\n\r\n  Write\n\na story. \r\n\n", ["  Write\n\na story. "]],
    ["---\nmodel: x\n---\n", []],
    ["---\r\nmodel: x\r\n---\r\n\r\nWrite\r\n", ["Write"]],
    ["\ufeff---\nmodel: x\n---\nWrite", ["Write"]],
    ["---\n---\nWrite", ["Write"]],
    ["---\nA rule above.\n", ["---\nA rule above."]],
    ["Write\n---\nmodel: x\n---\n", ["Write\n---\nmodel: x\n---"]],
    ["system:\nBe brief.\n\nuser:\nWrite\n", [["Write", "Be brief."]]],
    ["system:\r\nBe\r\nbrief.\r\nuser:\r\nWrite\r\n", [["Write", "Be\nbrief."]]],
    ["user:\nOne\nassistant:\nTwo\nuser:\nThree\n", ["One", "Three"]],
    [
      '# System:\nA\n# User:\nOne\n## system:\nB\nuser[name="Ada"]:\nTwo',
      [
        ["One", "A"],
        ["Two", "B"],
      ],
    ],
    ["Be brief.\nuser:\nWrite", [["Write", "Be brief."]]],
    ["system:\n\nuser:\nWrite\nuser:\n\n", ["Write"]],
    ["User: hi\nAssistant:", ["User: hi\nAssistant:"]],
    ["The user:\nsystem:\nx", ["The user:\nsystem:\nx"]],
  ])("%j", (document, expected) => expect(blocksOf(document)).toEqual(expected));

  it.each<[string, (string | [string, string])[]]>([
    ["# Title\n\nText\n", []],
    ["# Title\n\n```prompt\n\nWrite\n```\nand\n~~~ prompt gpt\nMore\n~~~\n", ["Write", "More"]],
    ["```prompt\n```\n```python\nx = 1\n```\n```\n```prompt\n```\n", []],
    [
      "````md\n```prompt\nNo\n```\n````\n- item\n  ````prompt\n  Yes\n  ```\n  ````",
      ["  Yes\n  ```"],
    ],
    ["---\nmodel: x\n---\r\n```prompt\r\nWrite\r\n```\r\n", ["Write"]],
    ["```prompt\nOpen\n", ["Open"]],
    ["```prompts\nNo\n```\n```prompt\nsystem:\nA\nuser:\nB\n```", [["B", "A"]]],
  ])("of Markdown %j", (document, expected) => expect(blocksOf(document, true)).toEqual(expected));
});

describe("the settings of a file", () => {
  const settings = {
    model: "smol",
    system: "Be brief.\nBe kind.\n",
    frame: "chat",
    method: "lime",
    baseline: "mask",
    maxNewTokens: 20,
    temperature: 0.5,
  };
  it.each<[string, object]>([
    ["", {}],
    ["# nothing\n", {}],
    ["model:\n", {}],
    ["title: Mine\ntags: [a]\n", {}],
    [
      "model: smol\nsystem: |\n  Be brief.\n  Be kind.\nframe: chat\nmethod: lime\nbaseline: mask\nmaxNewTokens: 20\ntemperature: 0.5\n",
      settings,
    ],
    ["base: &b smol\nmodel: *b\n", { model: "smol" }],
    [
      "granularity: slot\nvalues: {name: Dave, city: Palm Coast}\nbaselines:\n  name: [Sarah, Emma]\n  city: Seattle\nkeep: [lives in]\ntarget: ' golf.'\nparts:\n  - golf\n",
      {
        granularity: "slot",
        values: { name: "Dave", city: "Palm Coast" },
        baselines: { name: ["Sarah", "Emma"], city: "Seattle" },
        keep: ["lives in"],
        target: " golf.",
        parts: ["golf"],
      },
    ],
    [
      "name: Basic\nmodel:\n  api: chat\n  configuration: {type: openai}\n  parameters:\n    max_tokens: 9\n    temperature: 0\n",
      { maxNewTokens: 9, temperature: 0 },
    ],
  ])("%j", (matter, expected) => {
    for (const text of [matter, matter.replaceAll("\n", "\r\n")]) {
      const file = readPromptFile(`---\n${text}---\nWrite`);
      expect(file).toMatchObject({ settings: expected, problems: [] });
      expect(Object.keys(file.settings)).toEqual(Object.keys(expected));
    }
  });

  it.each<[string, object, RegExp[]]>([
    ["model: [a\n", {}, [/^Line [23]: the front matter is not valid YAML\. /]],
    ["a: 1\nb: 'x\n", {}, [/^Line [34]: /]],
    ["model: a\nmodel: b\n", {}, [/^Line 3: .*unique/]],
    ["- a\n- b\n", {}, [/^Line 2: .*key: value/]],
    ["just words\n", {}, [/^Line 2: .*key: value/]],
    [
      "model: 3\nframe: chatty\ntemperature: hot\nmethod: lime\nmaxNewTokens: 0\n",
      { method: "lime" },
      [
        /^Line 2: "model" must be a model's name or folder, not 3\.$/,
        /^Line 3: "frame" must be "chat" or "raw", not "chatty"\.$/,
        /^Line 6: "maxNewTokens" must be a whole number from 1 up, not 0\.$/,
        /^Line 4: "temperature" must be a number from 0 up, not "hot"\.$/,
      ],
    ],
    [
      "values: {state: 5}\nbaselines: {state: []}\nkeep: all\nparts: [1]\n",
      {},
      [
        /^Line 2: "values" must be a text for each slot, as name: text\.$/,
        /^Line 3: "baselines" must be a text or a list of texts for each slot\.$/,
        /^Line 4: "keep" must be a list of texts that stand in the prompt, not "all"\.$/,
        /^Line 5: "parts" must be a list of texts that stand in the answer\.$/,
      ],
    ],
    ["system: [a]\ntemperature: .nan\n", {}, [/^Line 2: "system" must be a text\.$/, /^Line 3: /]],
  ])("%j has problems", (matter, expected, problems) => {
    const file = readPromptFile(`---\n${matter}---\nWrite`);
    expect(file.settings).toEqual(expected);
    expect(file.problems).toHaveLength(problems.length);
    problems.forEach((problem, index) => {
      expect(file.problems[index]).toMatch(problem);
    });
    expect(file.blocks).toHaveLength(1);
  });

  it("says that front matter is not closed", () => {
    const file = readPromptFile("---\nmodel: x\n\nWrite");
    expect(file.problems).toEqual([expect.stringMatching(/^Line 1: .*no closing ---/)]);
    expect(file.blocks).toEqual([{ span: { start: 0, end: 19 } }]);
  });
});
