import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { Draw, type Split } from "./draw.ts";
import { evaluationPrompts } from "./evaluation-set.ts";
import { type Example, toExample } from "./example.ts";
import { type Course, courses, drawKind, kinds, type MakeExample } from "./kinds.ts";
import { longPrompts } from "./long-prompts.ts";
import { plantedPairs } from "./planted-pairs.ts";

/** Streams of seeds. */
const streams = ["train", "combo", "test", "final", "warmup", "labelled"] as const;
type Stream = (typeof streams)[number];
const heldOutSplits = ["combo", "test", "final"] as const;
/** No two files have a seed in common. */
const placeOf: Record<Course, { stream: Stream; from: number }> = {
  warmup: { stream: "warmup", from: 0 },
  questions: { stream: "warmup", from: 10_000_000 },
  train: { stream: "train", from: 0 },
  varied: { stream: "train", from: 10_000_000 },
  practice: { stream: "train", from: 20_000_000 },
};
const loosened: readonly Course[] = ["varied", "practice"];

export async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      warmup: { type: "string", default: "110000" },
      questions: { type: "string", default: "90000" },
      train: { type: "string", default: "300000" },
      varied: { type: "string", default: "280000" },
      practice: { type: "string", default: "300000" },
      "held-out": { type: "string", default: "3000" },
      seed: { type: "string", default: "1" },
      labelled: { type: "boolean", default: false },
      evaluation: { type: "boolean", default: false },
    },
  });
  const folder = positionals[0];
  if (!folder)
    throw new Error(
      "usage: corpus.mjs OUT_FOLDER [--warmup N] [--questions N] [--train N] [--varied N] [--practice N] [--held-out N] [--seed S]",
    );
  fs.mkdirSync(folder, { recursive: true });
  const seed = Number(values.seed);
  if (values.labelled) {
    fs.writeFileSync(path.join(folder, "labelled.jsonl"), labelledLines());
    return;
  }
  if (values.evaluation) {
    fs.writeFileSync(path.join(folder, "prompts.jsonl"), evaluationPrompts());
    fs.writeFileSync(path.join(folder, "long-prompts.jsonl"), longPrompts());
    fs.writeFileSync(path.join(folder, "planted-pairs.jsonl"), plantedPairs());
    return;
  }
  const heldOut = Number(values["held-out"]);
  for (const split of heldOutSplits)
    write(folder, split, heldOut, (index) =>
      drawExample(seed, split, split, index, (random) => drawKind(random, kinds)),
    );
  for (const course of Object.keys(courses) as Course[]) {
    const { stream, from } = placeOf[course];
    const make: MakeExample = (random) => drawKind(random, courses[course]);
    const isLoose = loosened.includes(course);
    write(folder, course, Number(values[course]), (index) =>
      drawExample(seed, stream, "train", from + index, make, isLoose),
    );
  }
}

/** One seed per example: any line can be made again alone. */
export function drawExample(
  seed: number,
  stream: Stream,
  split: Split,
  index: number,
  make: MakeExample,
  isLoose = false,
): Example {
  const random = new Draw(
    Math.imul(seed * streams.length + streams.indexOf(stream) + 1, 2654435761) + index,
    split,
    isLoose,
  );
  const made = make(random);
  return toExample(made, split, random.choices);
}

/** The labelled examples that the repository keeps: unseen wordings and combinations, as many of each kind. */
export function labelledLines(): string {
  const perKind = 18;
  const examples = kinds.flatMap(([make], kind) =>
    Array.from({ length: perKind }, (_, index) =>
      drawExample(1, "labelled", "test", kind * perKind + index, make),
    ),
  );
  return `${examples.map((example) => JSON.stringify(example)).join("\n")}\n`;
}

function write(
  folder: string,
  name: string,
  count: number,
  draw: (index: number) => Example,
): void {
  const file = fs.openSync(path.join(folder, `${name}.jsonl`), "w");
  const block = 2000;
  for (let from = 0; from < count; from += block) {
    const lines = Array.from({ length: Math.min(block, count - from) }, (_, index) =>
      JSON.stringify(draw(from + index)),
    );
    fs.writeFileSync(file, `${lines.join("\n")}\n`);
  }
  fs.closeSync(file);
}
