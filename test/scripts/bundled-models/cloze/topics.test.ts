// What the sentences of a class may say: a cue speaks for one class of a task, and is met in training.
import { describe, expect, it } from "vitest";
import { Draw, type Split } from "../../../../scripts/bundled-models/cloze/draw.ts";
import { plural } from "../../../../scripts/bundled-models/cloze/marked.ts";
import { review } from "../../../../scripts/bundled-models/cloze/reviews.ts";
import type { Topic } from "../../../../scripts/bundled-models/cloze/topic.ts";
import {
  type TopicTask,
  topicTasks,
  topicText,
} from "../../../../scripts/bundled-models/cloze/topics.ts";

const splits: readonly Split[] = ["train", "combo", "test", "final"];

function bracketed(sentences: readonly string[]): string[] {
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(/\[([^\]]*)\]/g)].flatMap(([, cues]) => cues!.split("|")),
  );
}

function slotWords({ labelWords, people, things, events }: Topic): string[] {
  const nouns = [...people, ...things];
  return [...labelWords, ...nouns, ...nouns.map(plural), ...events];
}

/** One form of a word: small, and with the ending of a plural. */
function form(word: string): string {
  const small = word.toLowerCase();
  return small.endsWith("s") ? small : plural(small);
}

describe.each(Object.keys(topicTasks) as TopicTask[])("%s", (task) => {
  const { topics, own, shared, neutral } = topicTasks[task];

  it("have cues that speak for one class only", () => {
    const classes = new Map<string, Set<string>>();
    for (const topic of topics) {
      for (const word of [...slotWords(topic), ...bracketed(topic.own)]) {
        classes.set(form(word), (classes.get(form(word)) ?? new Set()).add(topic.label));
      }
    }
    expect([...classes].filter(([, labels]) => labels.size > 1)).toEqual([]);
  });

  it("have no cue in unseen sentences only", () => {
    for (const topic of topics) {
      const { train, test, final } = own.get(topic)!;
      const seen = new Set([...bracketed(train), ...slotWords(topic)].map(form));
      const unseen = bracketed([...test, ...final]).filter((word) => !seen.has(form(word)));
      expect(unseen, topic.label).toEqual([]);
    }
  });

  it("have sentences of their own for each split, and none twice", () => {
    const families = [...own.values(), shared];
    const sentences = families.flatMap(({ train, test, final }) => [...train, ...test, ...final]);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const family of [...families, neutral]) {
      for (const split of splits) expect(family[split].length).toBeGreaterThan(0);
    }
  });

  it("are clean English: articles, stops, no slot left open", () => {
    for (const topic of topics) {
      for (let seed = 0; seed < 400; seed++) {
        expectClean(topicText(new Draw(seed, splits[seed % 4]!), task, topic).text);
      }
    }
  });
});

it("writes reviews in clean English", () => {
  for (let seed = 0; seed < 2000; seed++) {
    const polarity = seed % 2 === 0 ? "positive" : "negative";
    expectClean(review(new Draw(seed, splits[seed % 4]!), polarity).text.text);
  }
});

function expectClean(text: string) {
  expect(text).not.toMatch(/[{}[\]|_]|undefined|\s\s/);
  expect(text).not.toMatch(/\b[Aa] [aeio]|\b[Aa]n [^aeiouAEIOU]/);
  expect(text).toMatch(/^[A-Z].*[.!?]$/);
  expect(text).not.toMatch(/[.!?] [a-z]/);
}
