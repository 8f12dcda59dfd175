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

/** A search as it goes: CPU ms when each set was known, and the best value by then. */
interface Course {
  readonly ms: number[];
  readonly best: number[];
  readonly tried: TriedSets;
}

/** The search for joint sets: whether it finds them, and how fast against the paper's algorithm, one swap a pass. */
export async function* measureJoint(
  subject: Subject,
  model: string,
): AsyncGenerator<Omit<BenchRow, "name">> {
  yield* solveProblems(model);
  yield* measureSearch(subject);
}

/** Both searches over the same prompt, in turn, as many sets of one as of the other. */
export async function* measureSearch(subject: Subject): AsyncGenerator<Omit<BenchRow, "name">> {
  const ids = subject.ids(promptTokens);
  const guide = await guideOf(subject, ids);
  const { target } = subject;
  const variantOf = (set: FeatureSet): Variant => ({
    ids,
    embeddingMask: ids.map((_, at) => (set.includes(at) ? 0 : 1)),
  });
  const plainSubject = new Subject(subject.path, true);
  const scorer = subject.scorer(subject.busyScoring, new Pace(124e6));
  await scorer.score([variantOf([])], target);
  const published = newCourse();
  const guided = newCourse();
  await plainSubject.masked().use((session) =>
    inTurn(
      [published, guided],
      [
        follow(searchAsPublished, guide, published, async ([set]) => {
          const [row] = await scoreVariants(session, [variantOf(set!)], target);
          return [sum(row!)];
        }),
        follow(searchSets, guide, guided, async (sets) => {
          const order = sets.toSorted(compareSets);
          const rows = await scorer.score(order.map(variantOf), target);
          return sets.map((set) => sum(rows[order.indexOf(set)]!));
        }),
      ],
    ),
  );
  await plainSubject.sessions.release();
  yield* compareCourses(guided, published);
}

function* compareCourses(guided: Course, published: Course): Generator<Omit<BenchRow, "name">> {
  const total = ({ ms }: Course) => ms.at(-1)!;
  const perSet = (course: Course) => total(course) / course.tried.all.length;
  const sizes = `${setSize} of ${promptTokens} tokens masked, 32 target tokens`;
  const seconds = (value: number) => (value / 1000).toFixed(1);
  yield {
    what: `CPU time for each set that is evaluated against one swap a pass of plain onnxruntime, ${sizes}`,
    value: total(guided) / guided.ms.length / (total(published) / published.ms.length),
    unit: "ratio",
    goal: 0.5,
    detail: `CPU s for ${guided.ms.length} / ${published.ms.length} passes: ${seconds(total(guided))} / ${seconds(total(published))}; of different sets ${guided.tried.all.length} / ${published.tried.all.length}, ratio ${(perSet(guided) / perSet(published)).toFixed(2)}`,
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

/** Searches on and on, and yields after every round. */
async function* follow(
  search: typeof searchSets,
  guide: Guide,
  { ms, best, tried }: Course,
  evaluate: (sets: readonly FeatureSet[]) => Promise<number[]>,
): AsyncGenerator<void, void> {
  const random = seededRandom(5);
  const problem: SetSearch = { n: promptTokens, k: setSize, budget, guide, random };
  for (const round of search(problem, tried)) {
    const before = process.cpuUsage();
    const values = await evaluate(round);
    const { user, system } = process.cpuUsage(before);
    const now = (ms.at(-1) ?? 0) + (user + system) / 1000;
    for (const [place, set] of round.entries()) {
      tried.record(set, values[place]!);
      ms.push(now);
      best.push(tried.best(setSize)!.value);
    }
    yield;
  }
}

/** Whatever else the machine does hits both: the search that is behind goes on. */
async function inTurn(
  courses: readonly Course[],
  searches: readonly AsyncGenerator<void, void>[],
): Promise<void> {
  const open = new Set(searches.keys());
  while (open.size > 0) {
    const [behind] = [...open].sort((a, b) => courses[a]!.ms.length - courses[b]!.ms.length);
    if ((await searches[behind!]!.next()).done) open.delete(behind!);
  }
}

function newCourse(): Course {
  return { ms: [], best: [], tried: new TriedSets() };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
