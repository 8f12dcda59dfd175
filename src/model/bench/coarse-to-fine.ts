import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CoalitionMemory } from "#explain/coalitions";
import { coarseToFine } from "#explain/coarse-to-fine/coarse-to-fine";
import { slopesOf } from "#explain/coarse-to-fine/slopes";
import type { Explainer } from "#explain/explainer";
import { methods } from "#explain/methods";
import type { ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import { openLocalModel } from "#model/open-local-model";
import type { BenchRow } from "#protocol/bench";
import type { Explanation } from "#protocol/explanation";
import { ranking } from "#protocol/shading";
import { lastOf, problemTask } from "./problem-task.ts";

const topCount = 10;
const answerTokenCount = 16;

/**
 * Nats. A word counts as one of the top ten where word by word its score is at most so much below the tenth: the same
 * word's score in another batch differs by less, so which of the two comes first says nothing.
 */
const tie = 0.001;

/** Of one prompt: word by word, and coarse to fine. */
interface Pair {
  readonly flat: Explanation;
  readonly fine: Explanation;
  /** CPU time. */
  readonly flatMs: number;
  readonly fineMs: number;
}

/**
 * Feature ablation of long prompts coarse to fine against all words. `folder` holds the small model, `prompts` its
 * prompts, a line of JSON each; where the model reads fewer tokens, a copy of it that reads more is put into `scratch`.
 */
export async function* measureCoarseToFine(
  folder: string,
  prompts: string,
  scratch: string,
): AsyncGenerator<Omit<BenchRow, "name">> {
  const texts = readFileSync(prompts, "utf8")
    .trim()
    .split("\n")
    .map((line): string => JSON.parse(line).prompt);
  const { model, beyond } = await openFor(texts, folder, scratch);
  const pairs: Pair[] = [];
  try {
    for (const text of texts) {
      const task = await problemTask(model, {
        model: { source: folder, dtype: "auto", device: "cpu" },
        prompt: { text, frame: "auto" },
        tooLong: "fail",
        generation: { maxNewTokens: answerTokenCount, temperature: 0, seed: 0 },
        features: { granularity: "word" },
        baseline: { kind: "zero" },
        target: {},
        value: "log-prob",
        seed: 0,
      });
      // The first pass back builds its graph: once a model, not once a prompt.
      if (pairs.length === 0) await slopesOf(task, model).next();
      const [fine, fineMs] = await timed(coarseToFine("feature-ablation"), task, model);
      const [flat, flatMs] = await timed(methods["feature-ablation"], task, model);
      pairs.push({ flat, fine, flatMs, fineMs });
    }
  } finally {
    await model.release();
  }
  yield* figuresOf(pairs, beyond);
}

function* figuresOf(
  pairs: readonly Pair[],
  beyond: string,
): Generator<Omit<BenchRow, "name">, void> {
  const total = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0);
  const evaluations = total(({ fine }) => fine.evaluations);
  const flatEvaluations = total(({ flat }) => flat.evaluations);
  const words = total(({ flat }) => flat.features.length);
  const from = `${pairs.length} prompts of ${Math.round(words / pairs.length)} words and marks${beyond}`;
  const found = pairs.map((pair) => foundOf(pair));
  const counts = found.map(({ count }) => count);
  const ratio = { unit: "ratio" } as const;
  yield {
    ...ratio,
    what: "coarse to fine: evaluations against all words",
    value: evaluations / flatEvaluations,
    goal: 0.25,
    detail: `${evaluations} of ${flatEvaluations} evaluations; ${from}`,
  };
  yield {
    ...ratio,
    what: `coarse to fine: share of the top ${topCount} words that it misses`,
    value: 1 - sum(counts) / (topCount * pairs.length),
    goal: 0.1,
    detail: `found of each prompt's ${topCount}: ${counts.join(" ")}; ties within ${tie} nats count as found, ${sum(found.map(({ exact }) => exact))} of ${topCount * pairs.length} without them`,
  };
  yield {
    ...ratio,
    what: `coarse to fine: prompts where it misses any of them`,
    value: counts.filter((count) => count < topCount).length / pairs.length,
    detail: `the tenth word has ${total(tenthShare) / pairs.length < 0.01 ? "less than 1" : Math.round((100 * total(tenthShare)) / pairs.length)} % of the first one's score on average`,
  };
  yield {
    ...ratio,
    what: `coarse to fine: share of the top ${topCount} words' score that it misses`,
    value: 1 - sum(found.map(({ mass }) => mass)) / sum(found.map(({ wholeMass }) => wholeMass)),
    detail: "nats, over all prompts",
  };
  const seconds = (of: (pair: Pair) => number) => (total(of) / 1000).toFixed(1);
  yield {
    ...ratio,
    what: "coarse to fine: CPU time against all words",
    value: total(({ fineMs }) => fineMs) / total(({ flatMs }) => flatMs),
    detail: `${seconds(({ fineMs }) => fineMs)} s of ${seconds(({ flatMs }) => flatMs)} s, two passes back and what is not counted among them`,
  };
}

/** Of the ten words that have the highest scores word by word: how many of them are among the ten of coarse to fine. */
function foundOf({ flat, fine }: Pair) {
  const topOf = (scores: readonly number[]) => ranking(scores).slice(0, topCount);
  const scores = flat.seqAttribution;
  const wanted = topOf(scores);
  const least = scores[wanted.at(-1)!]! - tie;
  const found = topOf(fine.seqAttribution);
  const score = (words: readonly number[]) => sum(words.map((word) => scores[word]!));
  return {
    count: found.filter((word) => scores[word]! >= least).length,
    exact: found.filter((word) => wanted.includes(word)).length,
    mass: score(found.filter((word) => wanted.includes(word))),
    wholeMass: score(wanted),
  };
}

function tenthShare({ flat: { seqAttribution } }: Pair): number {
  const order = ranking(seqAttribution);
  return seqAttribution[order[topCount - 1]!]! / seqAttribution[order[0]!]!;
}

/** The last explanation and its CPU time, nothing remembered from another method. */
async function timed(
  explainer: Explainer,
  task: Task,
  model: ScoringModel,
): Promise<[Explanation, number]> {
  const before = process.cpuUsage();
  const found = await lastOf(explainer, { ...task, memory: new CoalitionMemory() }, model);
  const { user, system } = process.cpuUsage(before);
  return [found, (user + system) / 1000];
}

async function openFor(texts: readonly string[], folder: string, scratch: string) {
  const open = (source: string) =>
    openLocalModel({ source, dtype: "auto", device: "cpu", threadCount: 1 });
  const model = await open(folder);
  const read = model.contextTokenCount;
  const most = Math.max(
    ...texts.map((text) => model.encode({ text, frame: "auto" }).tokens.length),
  );
  if (most + answerTokenCount <= read) return { model, beyond: "" };
  await model.release();
  const beyond = `, up to ${most} tokens where the model is made for ${read}`;
  return { model: await open(widened(folder, scratch)), beyond };
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
