import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Draw, type Split, splits } from "../../../../scripts/bundled-models/corpus/draw.ts";
import { evaluationPrompts } from "../../../../scripts/bundled-models/corpus/evaluation-set.ts";
import { type Example, toExample } from "../../../../scripts/bundled-models/corpus/example.ts";
import { courses, type MakeExample } from "../../../../scripts/bundled-models/corpus/kinds.ts";
import { labelledLines } from "../../../../scripts/bundled-models/corpus/main.ts";
import { plantedPairs } from "../../../../scripts/bundled-models/corpus/planted-pairs.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const makers = [
  ...new Set(Object.values(courses).flatMap((shares) => shares.map(([make]) => make))),
];

function draw(make: MakeExample, split: Split, seed: number): Example {
  const random = new Draw(seed, split);
  const made = make(random);
  return toExample(made, split, random.choices);
}

function examples(make: MakeExample, split: Split, count: number): Example[] {
  return Array.from({ length: count }, (_, index) => draw(make, split, index + 1));
}

function everySplit(make: MakeExample, count: number): Example[] {
  return splits.flatMap((split) => examples(make, split, count));
}

function everyExample(count: number): Example[] {
  return makers.flatMap((make) => everySplit(make, count));
}

function passes({ assistant, check }: Example): boolean {
  const text = assistant.trim();
  const low = text.toLowerCase();
  const holds = (word: string) => low.includes(word.toLowerCase());
  if (check.exact !== undefined) return text === check.exact.trim();
  const { all = [], any = [], none = [] } = check;
  return all.every(holds) && (!any.length || any.some(holds)) && !none.some(holds);
}

describe.each(makers.map((make) => [make.name, make] as const))("%s", (_, make) => {
  it("gives the same line for the same seed", () => {
    expect(examples(make, "train", 20)).toEqual(examples(make, "train", 20));
  });

  it("marks whole words inside the user's text", () => {
    const marked = everySplit(make, 100).flatMap(({ user, ...labels }) =>
      [labels.decisive, labels.distractors, labels.redundant.flat(), labels.synergy.flat()]
        .flat()
        .map(([start, end]) => ({ user, start, end, word: user.slice(start, end) })),
    );
    const cut = ({ user, start, end, word }: (typeof marked)[number]) =>
      !word ||
      word.length !== end - start ||
      word !== word.trim() ||
      /\w\w/.test(user.slice(Math.max(0, start - 1), start) + word[0]) ||
      /\w\w/.test(word.at(-1) + user.slice(end, end + 1));
    expect(marked.filter(cut)).toEqual([]);
  });

  it("has a word that decides, unless the whole answer is free", () => {
    const without = everySplit(make, 100).filter(({ decisive }) => !decisive.length);
    expect(without.filter(({ check }) => check.exact !== undefined || check.any)).toEqual([]);
  });

  it("passes its own check", () => {
    expect(everySplit(make, 100).filter((example) => !passes(example))).toEqual([]);
  });

  it("leaves no choice to an answer that is judged exactly", () => {
    const free = everySplit(make, 100).filter(({ choices }) => choices > 0);
    expect(free.filter(({ check }) => check.exact !== undefined)).toEqual([]);
  });
});

describe("the corpus", () => {
  it("writes clean English: articles, stops, no slot left open", () => {
    const broken =
      /\b[Aa] (?!one|uni)[aeio]\w|\b[Aa]n [^aeiouhAEIOU\W]|[^\n] {2}|\.\.|\?\.|!\.|,\.|\.,|[{}[\]|]/;
    const texts = everyExample(60).map(({ user, assistant }) => `${user}\n${assistant.trim()}`);
    expect(texts.filter((text) => broken.test(text.replace(/Switch A is/g, "")))).toEqual([]);
  });

  it("decides an answer by its prompt wherever it is judged exactly", () => {
    const answers = new Map<string, string>();
    const disagreeing = everyExample(150).filter(({ system, history, user, assistant, check }) => {
      if (check.exact === undefined) return false;
      const prompt = JSON.stringify([system, history, user]);
      const before = answers.get(prompt) ?? assistant;
      answers.set(prompt, before);
      return before !== assistant;
    });
    expect(disagreeing).toEqual([]);
  });

  it("holds prompts of one word and of many paragraphs", () => {
    const lengths = everyExample(200).map(
      ({ system = "", history = [], user }) =>
        [system, ...history.map(({ content }) => content), user].join(" ").match(/\w+|[^\w\s]/g)!
          .length,
    );
    expect(Math.min(...lengths)).toBe(1);
    expect(Math.max(...lengths)).toBeGreaterThan(400);
    expect(Math.max(...lengths)).toBeLessThan(800);
  });

  it("keeps its labelled examples in the repository", () => {
    const kept = path.join(root, "test/fixtures/labelled/labelled.jsonl");
    expect(fs.readFileSync(kept, "utf8")).toBe(labelledLines());
  });

  it("keeps the prompts of evaluations in the repository, the first of all kinds", () => {
    const kept = fs.readFileSync(path.join(root, "media/evaluation/prompts.jsonl"), "utf8");
    expect(kept).toBe(evaluationPrompts());
    const kinds = kept.split("\n", 12).map((line) => JSON.parse(line).kind);
    expect(new Set(kinds).size).toBeGreaterThanOrEqual(11);
  });

  it("keeps the prompts with planted pairs in the repository, each pair once, and no class named beside it", () => {
    const kept = fs.readFileSync(path.join(root, "media/evaluation/planted-pairs.jsonl"), "utf8");
    expect(kept).toBe(plantedPairs());
    const prompts = kept
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(prompts.length).toBeGreaterThanOrEqual(60);
    const pairs = prompts.map(({ prompt, redundant: [pair] }) =>
      pair.map(([start, end]: [number, number]) => prompt.slice(start, end)).join(),
    );
    expect(new Set(pairs).size).toBe(prompts.length);
    for (const pair of pairs) expect(pair).toMatch(/^\w+,\w+$/);
    for (const { prompt, decisive, redundant } of prompts) {
      expect([decisive]).toEqual(redundant);
      expect(prompt).not.toMatch(/\b(Sports|Business|Science|World|Positive|Negative)\b/i);
    }
  });

  it("is written by one command, to the same bytes each time", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-corpus-test-"));
    const write = (name: string) => {
      const out = path.join(folder, name);
      const sizes =
        "--warmup 20 --questions 20 --train 60 --varied 40 --practice 50 --held-out 30".split(" ");
      execFileSync(process.execPath, ["scripts/bundled-models/corpus.mjs", out, ...sizes], {
        cwd: root,
      });
      return Object.fromEntries(
        fs.readdirSync(out).map((file) => [file, fs.readFileSync(path.join(out, file), "utf8")]),
      );
    };
    const files = write("one");
    expect(write("two")).toEqual(files);
    const counts = Object.entries(files).map(([file, text]) => [
      file,
      text.trim().split("\n").length,
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      "train.jsonl": 60,
      "warmup.jsonl": 20,
      "questions.jsonl": 20,
      "varied.jsonl": 40,
      "practice.jsonl": 50,
      "combo.jsonl": 30,
      "test.jsonl": 30,
      "final.jsonl": 30,
    });
    fs.rmSync(folder, { recursive: true });
  });
});
