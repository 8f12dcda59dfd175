// What training never sees: wordings written for the held-out splits, readings of trained patterns that are set aside,
// and combinations of content.
import { describe, expect, it } from "vitest";
import { Draw, type Split } from "../../../../scripts/bundled-models/corpus/draw.ts";
import { extraction } from "../../../../scripts/bundled-models/corpus/kinds/extraction.ts";
import { drawRows } from "../../../../scripts/bundled-models/corpus/kinds/lookup.ts";
import { story } from "../../../../scripts/bundled-models/corpus/kinds/story.ts";
import {
  portraitStart,
  shownStart,
} from "../../../../scripts/bundled-models/corpus/wordings/portrait.ts";
import { classifySentiment } from "../../../../scripts/bundled-models/corpus/wordings/sentiment.ts";
import { askForBoth } from "../../../../scripts/bundled-models/corpus/wordings/story.ts";
import { Wordings } from "../../../../scripts/bundled-models/corpus/wordings.ts";
import { relationNames } from "../../../../scripts/bundled-models/corpus/words/relations.ts";

const pattern =
  "[Write|Tell|Give|Make|Invent|Read] [one|two|three|four|five|six] [tales|lines|words][.|!]";
const wordings = new Wordings({
  train: ["Say it.", pattern],
  test: ["I want [one|two] tales.", "Say it."],
  final: ["We need tales."],
});

function drawn(split: Split, count = 3000): Set<string> {
  return new Set(
    Array.from({ length: count }, (_, seed) => new Draw(seed, split).wording(wordings)),
  );
}

describe("wordings", () => {
  it("are shared by train and combo, and by no other two splits", () => {
    const [train, combo, test, final] = (["train", "combo", "test", "final"] as const).map(
      (split) => drawn(split),
    );
    expect([...combo!].filter((text) => !train!.has(text))).toEqual([]);
    expect([...test!, ...final!].filter((text) => train!.has(text))).toEqual([]);
    expect([...final!].filter((text) => test!.has(text))).toEqual([]);
  });

  it("of the held-out splits are written ones and grown ones", () => {
    const test = [...drawn("test")];
    expect(test).toContain("I want one tales.");
    expect(test.filter((text) => !text.startsWith("I want")).length).toBeGreaterThan(5);
  });

  it("knows which readings training shows", () => {
    expect([...drawn("train")].every((text) => wordings.isTrained(text))).toBe(true);
    expect([...drawn("final")].some((text) => wordings.isTrained(text))).toBe(false);
  });
});

describe("loosened wordings", () => {
  const loose = (split: Split, from: Wordings, count = 3000) =>
    Array.from({ length: count }, (_, seed) => new Draw(seed, split, true).wording(from));

  it("are new ones, none of them held out", () => {
    const readings = drawn("train");
    const texts = loose("train", wordings);
    const changed = texts.filter((text) => !readings.has(text));
    expect(changed.length / texts.length).toBeGreaterThan(0.1);
    expect(changed.length / texts.length).toBeLessThan(0.4);
    const heldOut = new Set([...drawn("test"), ...drawn("final")]);
    expect(texts.filter((text) => heldOut.has(text))).toEqual([]);
  });

  it("keep what is put in, line ends, and words that turn a request around", () => {
    const asking = new Wordings({ train: ["Read {context}\nand do not say {name}, please."] });
    const texts = loose("train", asking);
    for (const text of texts) expect(text).toMatch(/\{context\}\n.*\bnot\b.*\{name\},/s);
    expect(new Set(texts).size).toBeGreaterThan(200);
  });

  it("are those of one course of the training text only", () => {
    const held = loose("test", wordings);
    expect(held).toEqual(
      Array.from({ length: 3000 }, (_, seed) => new Draw(seed, "test").wording(wordings)),
    );
  });
});

describe("combinations of content", () => {
  const pairs = (split: Split) =>
    new Set(
      relationNames.flatMap((relation) =>
        Array.from({ length: 150 }, (_, seed) =>
          drawRows(new Draw(seed, split), relation, 3),
        ).flatMap((rows) => rows.map(({ person, value }) => `${relation} ${value} ${person.name}`)),
      ),
    );

  it("of a name and its value are held out, others for the final split", () => {
    const [train, combo, test, final] = (["train", "combo", "test", "final"] as const).map(pairs);
    expect([...combo!, ...test!, ...final!].filter((pair) => train!.has(pair))).toEqual([]);
    expect([...final!].filter((pair) => combo!.has(pair) || test!.has(pair))).toEqual([]);
  });

  it("of stories and records are held out", () => {
    for (const make of [story, extraction]) {
      const key = (split: Split, seed: number) => {
        const { user, assistant } = make(new Draw(seed, split));
        return `${user.spans.map(({ start, end }) => user.text.slice(start, end)).join("|")} ${assistant}`;
      };
      const train = new Set(Array.from({ length: 2000 }, (_, seed) => key("train", seed)));
      const combo = Array.from({ length: 200 }, (_, seed) => key("combo", seed));
      expect(combo.filter((text) => train.has(text))).toEqual([]);
    }
  });
});

it("trains the prompts that the product shows", () => {
  expect(askForBoth.isTrained("Write a story about {a:hero} and {his} {partner}.")).toBe(true);
  expect(portraitStart.isTrained(shownStart)).toBe(true);
  expect(classifySentiment.isTrained("Reply only Positive or Negative. {text}")).toBe(true);
});
