import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coarseToFine } from "#explain/coarse-to-fine";
import { methods } from "#explain/methods";
import { type Random, seededRandom } from "#explain/random";
import { openLocalModel } from "#model/open-local-model";
import type { BenchRow } from "#protocol/bench";
import { ranking } from "#protocol/shading";
import { lastOf, problemTask } from "./problem-task.ts";

const promptCount = 4;
const wordCount = 500;
const topCount = 10;

const names =
  "Adam Ben Clara David Emma Felix Helen Henry Ivan Jack Karen Leo Maria Nora Olga".split(" ");
const jobs = "doctor baker teacher farmer sailor painter gardener singer pilot nurse".split(" ");
const things = "lantern basket hammer violin kite mirror bottle ladder candle drum".split(" ");
const places = [
  "in the garden",
  "at the harbour",
  "on the hill",
  "by the river",
  "near the market",
];

/**
 * Feature ablation of long prompts coarse to fine against all words: a paragraph a person, and a question about one of
 * them. `folder` holds the small model; a copy of it that reads longer prompts is put into `scratch`.
 */
export async function* measureCoarseToFine(
  folder: string,
  scratch: string,
): AsyncGenerator<Omit<BenchRow, "name">> {
  const model = await openLocalModel({
    source: widened(folder, scratch),
    dtype: "auto",
    device: "cpu",
    threadCount: 1,
  });
  let evaluations = 0;
  let flatEvaluations = 0;
  let shared = 0;
  try {
    for (let seed = 0; seed < promptCount; seed++) {
      const text = longPrompt(seededRandom(seed));
      const task = await problemTask(model, {
        model: { source: folder, dtype: "auto", device: "cpu" },
        prompt: { text, frame: "auto" },
        tooLong: "fail",
        generation: { maxNewTokens: 8, temperature: 0, seed },
        features: { granularity: "word", coarseToFine: true },
        baseline: { kind: "zero" },
        target: {},
        value: "log-prob",
        seed,
      });
      const flat = await lastOf(methods["feature-ablation"], task, model);
      const fine = await lastOf(coarseToFine(methods["feature-ablation"]), task, model);
      const top = ({ seqAttribution, features }: typeof flat) =>
        ranking(seqAttribution)
          .slice(0, topCount)
          .map((feature) => features[feature]!.start);
      const wanted = top(flat);
      shared += top(fine).filter((start) => wanted.includes(start)).length;
      evaluations += fine.evaluations;
      flatEvaluations += flat.evaluations;
    }
  } finally {
    await model.release();
  }
  const detail = `${promptCount} prompts of ${wordCount} words, feature ablation, ${flatEvaluations} evaluations word by word and ${evaluations} coarse to fine`;
  yield {
    what: "coarse to fine: evaluations against all words",
    value: evaluations / flatEvaluations,
    unit: "ratio",
    goal: 0.25,
    detail,
  };
  yield {
    what: `coarse to fine: share of the top ${topCount} words that it misses`,
    value: 1 - shared / (promptCount * topCount),
    unit: "ratio",
    goal: 0.1,
    detail,
  };
}

/** A copy of the model whose positions go on: they are rotary, so the graph has no end. */
function widened(folder: string, scratch: string): string {
  const copy = join(scratch, "widened");
  mkdirSync(scratch, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  const path = join(copy, "config.json");
  const config = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...config, max_position_embeddings: 2048 }));
  return copy;
}

function longPrompt(random: Random): string {
  const pick = <T>(list: readonly T[]) => list[random.below(list.length)]!;
  const order = random.permutation(names.length).map((place) => names[place]!);
  const paragraphs: string[] = [];
  for (let words = 0; words < wordCount - 8; ) {
    const name = order[paragraphs.length % order.length]!;
    const paragraph = [
      `${name} is a ${pick(jobs)} and lives ${pick(places)}.`,
      `There is a ${pick(things)} and a small ${pick(things)} at home.`,
      `Every morning ${name} walks to the ${pick(["shop", "school", "bridge", "mill"])} with a friend.`,
      `The ${pick(things)} was a gift from an old neighbour ${pick(places)}.`,
      `In the evening ${name} likes to read and to rest.`,
    ].join(" ");
    paragraphs.push(paragraph);
    words += paragraph.split(" ").length;
  }
  const asked = order[random.below(Math.min(order.length, paragraphs.length))]!;
  return `${paragraphs.join("\n\n")}\n\nWhat is the job of ${asked}?`;
}
