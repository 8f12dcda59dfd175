import { nextTurn } from "#base/next-turn";
import { describeTarget, describeTask } from "#explain/describe-task";
import { spansOf } from "#explain/features";
import type { FeatureSet } from "#explain/joint/feature-sets";
import type { Answer, ReadLogits, ScoringModel } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import type { Certificate } from "#protocol/joint";
import type { MinimalPrompt } from "#protocol/minimal";
import { deleteSpans } from "#text/delete-spans";
import { AnswerChecks } from "./answer-checks.ts";
import { searchIdle } from "./search-idle.ts";

/** Sets that are tried by default. */
const defaultBudget = 400;

/**
 * The reverse of a joint set (methods.md section 5): the largest set of features that can be deleted from the text while
 * the greedy answer stays the same. Each set is checked in one pass, whether every token of the answer, and its end, is
 * still the likeliest; what is found is checked by really generating, and given up where that differs. Yields whole
 * results so far. Cost: 400 passes at most by default, and a generation for each set that is verified.
 */
export async function* findMinimalPrompt(
  model: ScoringModel,
  task: Task,
  answer: Answer,
  evaluations: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<MinimalPrompt, void> {
  const began = performance.now();
  const budget = evaluations ?? defaultBudget;
  const deletable = task.features.flatMap(({ start, end }, index) => (start < end ? [index] : []));
  const reader = new AnswerReader(model, task, answer, deletable);
  const checks = new AnswerChecks();
  let generations = 0;
  await nextTurn();
  if (signal.aborted) return;
  await reader.begin();
  const describe = (
    certificate: Certificate,
    verified: { minimalAnswer?: string; isSame: boolean },
    partial: boolean,
  ): MinimalPrompt => {
    const found = checks.largest;
    const { text, removed } = reader.without(found);
    const change = found.length === 0 ? 0 : checks.logProb(found) - reader.fullLogProb;
    const idle = found.map((place) => deletable[place]!);
    const described = describeTask(model, task);
    return {
      ...described,
      settings: { ...described.settings, baseline: "deleted" },
      target: describeTarget(model, task, reader.logProbs),
      answer: answer.text,
      idle,
      certificate,
      setCount: checks.count,
      probabilityRatio: Math.exp(change / Math.max(1, reader.expectedCount)),
      removed: removed.map(({ start, end }) => ({
        start: start + task.offset,
        end: end + task.offset,
      })),
      text,
      ...verified,
      evaluations: checks.count + 1,
      plannedEvaluations: partial ? Math.max(budget, checks.count) + 1 : checks.count + 1,
      generations,
      seconds: (performance.now() - began) / 1000,
      partial,
    };
  };

  for (;;) {
    const search = searchIdle(deletable.length, budget, checks);
    let step = search.next();
    while (!step.done) {
      if (!(await reader.check(step.value, checks, signal))) return;
      yield describe(`best of ${checks.count}`, { isSame: false }, true);
      step = search.next();
    }
    const found = checks.largest;
    const minimalAnswer = found.length === 0 ? answer : await reader.regenerate(found, signal);
    if (!minimalAnswer) return;
    if (found.length > 0) generations++;
    const isSame = areSame(answer, minimalAnswer);
    if (isSame) {
      yield describe(step.value, { minimalAnswer: minimalAnswer.text, isSame }, false);
      return;
    }
    checks.refute(found);
  }
}

/** Asks the model about the prompt without sets of features, which are named by their place among the deletable. */
class AnswerReader {
  /** [targets] of the answer after the whole prompt. */
  logProbs = new Float64Array(0);
  fullLogProb = 0;
  readonly #model: ScoringModel;
  readonly #task: Task;
  readonly #answer: Answer;
  readonly #deletable: readonly number[];
  /** The answer's tokens, and what ended it where it ended by itself. */
  #expected: readonly number[];

  constructor(model: ScoringModel, task: Task, answer: Answer, deletable: readonly number[]) {
    this.#model = model;
    this.#task = task;
    this.#answer = answer;
    this.#deletable = deletable;
    this.#expected = task.targetIds;
  }

  get expectedCount(): number {
    return this.#expected.length;
  }

  /** What the model says to the whole prompt: also which token ends the answer. */
  async begin(): Promise<void> {
    const { prompt, targetIds } = this.#task;
    const ids = prompt.tokens.map((token) => token.id);
    const isEnded = this.#answer.finish === "stop";
    const asked = isEnded ? [...targetIds, 0] : targetIds;
    const [row] = await this.#model.read([{ ids }], asked, (logits) => argmax(logits));
    if (isEnded) this.#expected = [...targetIds, row!.at(-1)!];
    const [read] = await this.#model.read([{ ids }], this.#expected, logProbOf);
    this.logProbs = Float64Array.from(read!.slice(0, targetIds.length));
    this.fullLogProb = read!.reduce((sum, logProb) => sum + logProb, 0);
  }

  /** The text without a set. */
  without(set: FeatureSet) {
    const { features, prompt } = this.#task;
    const spans = set.flatMap((place) => spansOf(features[this.#deletable[place]!]!));
    return deleteSpans(prompt.source.text, spans);
  }

  /** False when `signal` aborts first. A prompt with nothing left cannot be asked: its answer is never the same. */
  async check(
    sets: readonly FeatureSet[],
    checks: AnswerChecks,
    signal: AbortSignal,
  ): Promise<boolean> {
    const tokenCount = this.#task.prompt.tokens.length + this.#expected.length;
    for (let start = 0; start < sets.length; ) {
      await nextTurn();
      if (signal.aborted) return false;
      const batch = sets.slice(
        start,
        start + Math.max(1, this.#model.scoringBatchSize(tokenCount)),
      );
      start += batch.length;
      const askable = batch.filter((set) => this.without(set).text.trim() !== "");
      const variants = askable.map((set) => ({ ids: this.#idsWithout(set) }));
      const rows = await this.#model.read(variants, this.#expected, (logits, id) => ({
        isBest: argmax(logits) === id,
        logProb: logProbOf(logits, id),
      }));
      for (const [index, row] of rows.entries())
        checks.record(askable[index]!, {
          agrees: row.every(({ isBest }) => isBest),
          logProb: row.reduce((sum, { logProb }) => sum + logProb, 0),
        });
      const nothing = { agrees: false, logProb: Number.NEGATIVE_INFINITY };
      for (const set of batch) if (!checks.has(set)) checks.record(set, nothing);
    }
    return true;
  }

  /** The greedy answer to the prompt without `set`; undefined when `signal` aborts. */
  async regenerate(set: FeatureSet, signal: AbortSignal): Promise<Answer | undefined> {
    const ids = this.#idsWithout(set);
    const { generation } = this.#task.request;
    const room = this.#model.contextTokenCount - ids.length;
    const options = { ...generation, maxNewTokens: Math.min(generation.maxNewTokens, room) };
    let last: Answer | undefined;
    for await (last of this.#model.generate({ ids }, options, signal));
    return signal.aborted ? undefined : last;
  }

  #idsWithout(set: FeatureSet): number[] {
    const { source } = this.#task.prompt;
    const { text } = this.without(set);
    return this.#model.encode({ ...source, text }).tokens.map((token) => token.id);
  }
}

/** The same tokens, ended for the same reason. */
function areSame(a: Answer, b: Answer): boolean {
  return (
    a.finish === b.finish &&
    a.tokens.length === b.tokens.length &&
    a.tokens.every(({ id }, at) => id === b.tokens[at]!.id)
  );
}

function argmax(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

/** log softmax at `id`, nats. */
const logProbOf: ReadLogits<number> = (logits, id) => {
  const largest = logits[argmax(logits)]!;
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  return logits[id]! - largest - Math.log(total);
};
