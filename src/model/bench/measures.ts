import { statSync } from "node:fs";
import { join } from "node:path";
import type { Variant } from "#explain/scoring-model";
import { embeddingGradients } from "#model/gradients";
import { buildGraphs } from "#model/graphs";
import { InnerGraphs } from "#model/inner-graphs";
import { scoringRowBytes } from "#model/memory";
import { Pace } from "#model/pace";
import { scoreVariants, variantFeeds } from "#model/score";
import type { SessionSlot } from "#model/sessions";
import type { BenchName, BenchRequest, BenchRow } from "#protocol/bench";
import { measureCoarseToFine } from "./coarse-to-fine.ts";
import { type Comparison, compare, median, type Work } from "./compare.ts";
import { measureJoint } from "./joint.ts";
import { gpt2Small } from "./random-model.ts";
import { openSession, promptTokens, Subject, targetTokens } from "./subject.ts";

type Measure = (
  subject: Subject,
  small: Pick<BenchRequest, "model" | "prompts">,
) => AsyncGenerator<Omit<BenchRow, "name">>;

export const measures: Record<BenchName, Measure> = {
  open: measureOpening,
  memory: measureMemory,
  scoring: measureScoring,
  gradient: measureGradient,
  prefix: measurePrefix,
  joint: (subject, { model }) => measureJoint(subject, model),
  coarse: ({ path }, { model, prompts }) =>
    measureCoarseToFine(model, prompts, join(path, "..", "..")),
};

async function* measureOpening({ path }: Subject): ReturnType<Measure> {
  const seconds: number[] = [];
  for (let round = 0; round < 9; round++) {
    const start = performance.now();
    const graphs = buildGraphs(path);
    const session = await openSession(graphs.scoring, graphs.weightsFolder);
    seconds.push((performance.now() - start) / 1000);
    await session.release();
  }
  yield {
    what: "open for scoring: read the graph, rewrite it, make the session",
    value: Math.min(...seconds),
    unit: "seconds",
    goal: 0.5,
    detail: `wall time, least of ${seconds.length}; median ${median(seconds).toFixed(2)} s`,
  };
}

async function* measureMemory(subject: Subject): ReturnType<Measure> {
  const weights = statSync(join(subject.path, "..", "model.onnx_data")).size;
  const rows = 8;
  // the first run of a row brings the weights in
  const score = (count: number) =>
    subject.scoring.use((session) =>
      scoreVariants(session, subject.prompts(count), subject.target),
    );
  await score(1);
  const before = process.memoryUsage.rss();
  await score(rows);
  const grown = process.memoryUsage.rss() - before;
  const peak = process.resourceUsage().maxRSS * 1024;
  const size = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  yield {
    what: `peak of the whole process against the weights, ${rows} rows`,
    value: peak / weights,
    unit: "ratio",
    detail: `${size(peak)} / ${size(weights)}`,
  };
  const expected = rows * scoringRowBytes(gpt2Small, promptTokens + targetTokens, targetTokens);
  yield {
    what: `memory of a run against what batches are sized by, ${rows} rows`,
    value: grown / expected,
    unit: "ratio",
    goal: 1,
    detail: `${size(grown)} / ${size(expected)}`,
  };
}

/** With packed weights, the runtime's own default, and without. */
async function* measureScoring({ path }: Subject): ReturnType<Measure> {
  for (const prepacks of [true, false]) {
    const subject = new Subject(path, prepacks);
    const { target } = subject;
    for (const rows of [1, 8]) {
      const variants = subject.prompts(rows);
      const compared = await subject.plain().use((plain) =>
        subject.scoring.use((session) =>
          compare(
            once(() => scoreVariants(session, variants, target)),
            once(() => plain.run(variantFeeds(plain, variants, target), ["logits"])),
          ),
        ),
      );
      const weights = `weights ${prepacks ? "" : "not "}packed`;
      yield timed(
        `target scoring against plain full logits, ${rowsText(rows)}, ${weights}`,
        compared,
        0.75,
      );
    }
    await subject.sessions.release();
  }
}

async function* measureGradient(subject: Subject): ReturnType<Measure> {
  const { path, graphs, sessions } = subject;
  const inner = new InnerGraphs(path, "GPT-2 small", graphs.weightsFolder, sessions);
  const objective = { kind: "log-prob", target: subject.target } as const;
  for (const rows of [1, 4]) {
    const variants = subject.prompts(rows);
    const cotangents = [new Float64Array(targetTokens).fill(1)];
    const compared = await subject.scoring.use((session) =>
      compare(
        once(() => embeddingGradients(inner, variants, objective, cotangents, "gradient")),
        once(() => scoreVariants(session, variants, subject.target)),
      ),
    );
    yield timed(`forward and backward against forward, ${rowsText(rows)}`, compared, 2.5);
  }
}

async function* measurePrefix(subject: Subject): ReturnType<Measure> {
  const unshared = subject.unsharedScoring();
  const halves = "variants that share half of their prompt against no shared cache";
  yield timed(
    `64 ${halves}, 16 a run`,
    await compareShared(subject.prompts(64, promptTokens / 2), 16),
    0.65,
  );
  // what a run of the product holds of a model of this size
  yield timed(
    `32 ${halves}, 2 a run`,
    await compareShared(subject.prompts(32, promptTokens / 2), 2),
  );
  yield timed(
    "feature ablation of 32 words against no shared cache, 2 a run",
    await compareShared(ablations(subject, 32), 2),
  );

  function compareShared(variants: readonly Variant[], rows: number) {
    const scoring = (slot: SessionSlot) =>
      async function* score() {
        const scorer = subject.scorer(slot, new Unhurried(1));
        for (let at = 0; at < variants.length; at += rows) {
          yield await scorer.score(variants.slice(at, at + rows), subject.target);
        }
      };
    return compare(scoring(subject.scoring), scoring(unshared));
  }
}

/** A prompt of `count` words of equal length, and the prompt with each of them replaced. */
function ablations(subject: Subject, count: number): Variant[] {
  const [prompt] = subject.prompts(1) as [Variant];
  const wordOf = (at: number) => Math.floor((at * count) / promptTokens);
  const without = (word: number) => prompt.ids.map((id, at) => (wordOf(at) === word ? 0 : id));
  return [prompt, ...Array.from({ length: count }, (_, word) => ({ ids: without(word) }))];
}

/** A pace for which no batch is too large. */
class Unhurried extends Pace {
  override tokensIn(): number {
    return Number.POSITIVE_INFINITY;
  }
}

/** Work of one step. */
function once(run: () => Promise<unknown>): Work {
  return async function* step() {
    yield await run();
  };
}

function timed(what: string, compared: Comparison, goal?: number): Omit<BenchRow, "name"> {
  const { one, other, ratio, medianRatio, rounds } = compared;
  const ms = (value: number) => value.toFixed(0);
  return {
    what,
    value: ratio,
    unit: "ratio",
    ...(goal === undefined ? {} : { goal }),
    detail: `CPU ms, least ${ms(one.least)} / ${ms(other.least)}, median ${ms(one.median)} / ${ms(other.median)} (ratio ${medianRatio.toFixed(2)}), ${rounds} rounds`,
  };
}

function rowsText(rows: number): string {
  return `${rows} × (${promptTokens} + ${targetTokens}) tokens`;
}
