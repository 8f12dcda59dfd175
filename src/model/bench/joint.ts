import { compareSets, type FeatureSet } from "#explain/joint/feature-sets";
import type { Guide } from "#explain/joint/guide";
import { type SetSearch, searchAsPublished, searchSets } from "#explain/joint/search-sets";
import { TriedSets } from "#explain/joint/tried-sets";
import { seededRandom } from "#explain/random";
import type { Variant } from "#explain/scoring-model";
import { embeddingGradients } from "#model/gradients";
import { InnerGraphs } from "#model/inner-graphs";
import { Pace } from "#model/pace";
import { scoreVariants } from "#model/score";
import type { BenchRow } from "#protocol/bench";
import { solveProblems } from "./joint-problems.ts";
import { Subject } from "./subject.ts";

const promptTokens = 64;
const setSize = 3;
/** Sets that each side tries: the paper's tables take 50 steps, its code 200. */
const budget = 100;

/** A search as it went: CPU ms when each set was known, and the best value by then. */
interface Course {
  readonly ms: readonly number[];
  readonly best: readonly number[];
  readonly distinct: number;
}

/** The search for joint sets: whether it finds them, and how fast against the paper's algorithm, one swap a pass. */
export async function* measureJoint(
  subject: Subject,
  model: string,
): AsyncGenerator<Omit<BenchRow, "name">> {
  yield* solveProblems(model);
  const ids = subject.ids(promptTokens);
  const guide = await guideOf(subject, ids);
  const { target } = subject;
  const variantOf = (set: FeatureSet): Variant => ({
    ids,
    embeddingMask: ids.map((_, at) => (set.includes(at) ? 0 : 1)),
  });
  const plainSubject = new Subject(subject.path, true);
  const published = await plainSubject.masked().use((session) =>
    follow(searchAsPublished, guide, async (sets) => {
      const [row] = await scoreVariants(session, sets.map(variantOf), target);
      return [sum(row!)];
    }),
  );
  await plainSubject.sessions.release();
  const scorer = subject.scorer(subject.scoring, new Pace(124e6));
  await scorer.score([variantOf([])], target);
  const guided = await follow(searchSets, guide, async (sets) => {
    const order = sets.toSorted(compareSets);
    const rows = await scorer.score(order.map(variantOf), target);
    return sets.map((set) => sum(rows[order.indexOf(set)]!));
  });
  const perSet = ({ ms, distinct }: Course) => ms.at(-1)! / distinct;
  const sizes = `${setSize} of ${promptTokens} tokens masked, 32 target tokens`;
  const seconds = (value: number) => (value / 1000).toFixed(1);
  yield {
    what: `CPU time for each set that is evaluated against one swap a pass of plain onnxruntime, ${sizes}`,
    value: guided.ms.at(-1)! / guided.ms.length / (published.ms.at(-1)! / published.ms.length),
    unit: "ratio",
    goal: 0.5,
    detail: `CPU s for ${guided.ms.length} / ${published.ms.length} passes: ${seconds(guided.ms.at(-1)!)} / ${seconds(published.ms.at(-1)!)}; of different sets ${guided.distinct} / ${published.distinct}, ratio ${(perSet(guided) / perSet(published)).toFixed(2)}`,
  };
  const objective = published.best.at(-1)!;
  const reached = guided.best.findIndex((value) => value <= objective);
  const needed = published.best.indexOf(objective);
  if (reached < 0) throw new Error("the search did not reach what one swap a pass did");
  yield {
    what: `CPU time until the best value of ${budget} single swaps is reached, ${sizes}`,
    value: guided.ms[reached]! / published.ms[needed]!,
    unit: "ratio",
    goal: 0.25,
    detail: `CPU s ${seconds(guided.ms[reached]!)} / ${seconds(published.ms[needed]!)}, ${reached + 1} / ${needed + 1} sets; best of all ${guided.best.at(-1)!.toFixed(4)} / ${objective.toFixed(4)} nats`,
  };
}

async function guideOf(subject: Subject, ids: readonly number[]): Promise<Guide> {
  const { path, graphs, sessions, target } = subject;
  const inner = new InnerGraphs(path, "GPT-2 small", graphs.weightsFolder, sessions);
  const objective = { kind: "log-prob", target } as const;
  const ones = [new Float64Array(target.length).fill(1)];
  const [result] = await embeddingGradients(inner, [{ ids }], objective, ones, "gradient");
  const { gradients, embeddings } = result!;
  const width = embeddings.length / ids.length;
  const magnitudes = new Float64Array(ids.length);
  for (const [at, slope] of gradients[0]!.entries())
    magnitudes[Math.floor(at / width)]! += slope * embeddings[at]!;
  await sessions.releaseIdle();
  return {
    magnitudes: magnitudes.map(Math.abs),
    initialisation: "gradient",
    probabilities: "gradient",
  };
}

async function follow(
  search: typeof searchSets,
  guide: Guide,
  evaluate: (sets: readonly FeatureSet[]) => Promise<number[]>,
): Promise<Course> {
  const tried = new TriedSets();
  const ms: number[] = [];
  const best: number[] = [];
  const random = seededRandom(5);
  const problem: SetSearch = { n: promptTokens, k: setSize, budget, guide, random };
  const before = process.cpuUsage();
  for (const round of search(problem, tried)) {
    const values = await evaluate(round);
    const { user, system } = process.cpuUsage(before);
    for (const [place, set] of round.entries()) {
      tried.record(set, values[place]!);
      ms.push((user + system) / 1000);
      best.push(tried.best(setSize)!.value);
    }
  }
  return { ms, best, distinct: tried.all.length };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
