import { nextTurn } from "#base/next-turn";
import type { Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { ExplainError } from "#protocol/failure";
import { type ModelShape, scoringRowBytes } from "./memory.ts";
import type { Pace } from "./pace.ts";
import { readPrompt, scoreAndKeep, scoreVariants, sequenceLength } from "./score.ts";
import type { Session } from "./session.ts";
import type { SessionSlot, Sessions } from "./sessions.ts";
import { SharedPrefix } from "./shared-prefix.ts";

/** Milliseconds that one run of a batch may block the thread: a cancel waits no longer. */
export const batchBudgetMs = 120;

/** Rows of one run. */
const mostRows = 256;

/** Where no more rows fit the time of a run, they are run apart if they can then continue longer caches. */
const mostPartedRows = 8;

/** Runs of so many rows give the caches that they have computed: next to the run itself, taking them out is cheap. */
const mostKeptRows = 4;

export interface ScorerOptions {
  readonly sessions: Sessions;
  /** Log-probabilities of given targets. */
  readonly scoring: SessionSlot;
  /** Gives the cache of a prompt, where `scoring` can continue one. */
  readonly generation: SessionSlot;
  readonly shape: ModelShape;
  readonly pace: Pace;
  readonly availableBytes: () => number;
}

/** Scores variants in batches sized by time and memory, which continue the cache of a prompt that they begin with. */
export class Scorer {
  readonly #options: ScorerOptions;
  readonly #prefix = new SharedPrefix();
  /** The session of the last run, and the bytes that its largest run took: it keeps them. */
  #last: { readonly session: Session; readonly bytes: number } | undefined;
  /** Rows that did not fit once are not tried again. */
  #fittingRows = mostRows;

  constructor(options: ScorerOptions) {
    this.#options = options;
  }

  /** Rows of `tokenCount` tokens, target included, that a run should be given. */
  batchSize(tokenCount: number): number {
    return Math.min(this.#rowsInTime(tokenCount), this.#rowsInMemory(tokenCount, tokenCount));
  }

  /** Natural log-probabilities [variants][targets]. Throws ExplainError `out-of-memory` where one row does not fit. */
  async score(variants: readonly Variant[], target: readonly number[]): Promise<Float64Array[]> {
    return this.#options.scoring.use(async (session) => {
      const scores: Float64Array[] = [];
      while (scores.length < variants.length) {
        if (scores.length > 0) await nextTurn();
        scores.push(...(await this.#scoreSome(session, variants.slice(scores.length), target)));
      }
      return scores;
    });
  }

  /** As many of the first variants as fit one run, half as many where even they do not. */
  async #scoreSome(
    session: Session,
    variants: readonly Variant[],
    target: readonly number[],
  ): Promise<Float64Array[]> {
    if (this.#last?.session !== session) this.#last = { session, bytes: 0 };
    const tokens = sequenceLength(variants, target);
    const rows = this.#rowsInMemory(tokens, this.#logitRows(session, tokens, target.length));
    // as many as asked for, even if the pace has slowed a little since
    const inTime = 2 * this.#rowsInTime(tokens);
    const fitting = variants.slice(0, Math.min(inTime, rows)) as [Variant, ...Variant[]];
    const count = inTime > mostPartedRows ? fitting.length : this.#prefix.countTogether(fitting);
    const batch = fitting.slice(0, count) as [Variant, ...Variant[]];
    try {
      return await this.#run(session, batch, target);
    } catch (error) {
      if (!isOutOfMemory(error) || batch.length === 1) throw error;
      this.#fittingRows = Math.floor(batch.length / 2);
      await this.#options.sessions.releaseIdle();
      return [];
    }
  }

  async #run(
    session: Session,
    batch: readonly [Variant, ...Variant[]],
    target: readonly number[],
  ): Promise<Float64Array[]> {
    const { generation, pace, shape } = this.#options;
    const continues = session.inputs.has(names.pastLength);
    const prefix = continues
      ? await this.#prefix.cover(batch, (prompt) =>
          generation.use((reader) => readPrompt(reader, prompt)),
        )
      : undefined;
    const tokens = sequenceLength(batch, target);
    // nominal tokens: where a prefix is shared the pace is better, and batches grow
    const scores = await pace.measure(batch.length * tokens, async () => {
      if (!continues || batch.length > mostKeptRows)
        return scoreVariants(session, batch, target, prefix);
      const kept = await scoreAndKeep(session, batch, target, prefix);
      this.#prefix.keep(batch, kept.pasts);
      return kept.scores;
    });
    const logitRows = this.#logitRows(session, tokens, target.length);
    const bytes = batch.length * scoringRowBytes(shape, tokens, logitRows);
    this.#last = { session, bytes: Math.max(bytes, this.#last?.bytes ?? 0) };
    return scores;
  }

  #logitRows(session: Session, tokens: number, targets: number): number {
    return session.inputs.has(names.targetPositions) ? targets : tokens;
  }

  #rowsInTime(tokenCount: number): number {
    const tokens = this.#options.pace.tokensIn(batchBudgetMs);
    return Math.max(1, Math.floor(tokens / tokenCount));
  }

  /** A run may take half of what is there, what it holds already counted in. */
  #rowsInMemory(tokenCount: number, logitRows: number): number {
    const { availableBytes, shape } = this.#options;
    const bytes = (availableBytes() + (this.#last?.bytes ?? 0)) / 2;
    const rows = Math.floor(bytes / scoringRowBytes(shape, tokenCount, logitRows));
    return Math.max(1, Math.min(rows, this.#fittingRows));
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof ExplainError && error.failure.kind === "out-of-memory";
}
