import { nextTurn } from "#base/next-turn";
import type { ReadLogits, Variant } from "#explain/scoring-model";
import { noNumber } from "./no-number.ts";
import { NoisyReader } from "./noisy-reader.ts";
import type { Pace } from "./pace.ts";
import { readLogits } from "./read-logits.ts";
import { sequenceLength } from "./score.ts";
import { batchBudgetMs } from "./scorer.ts";
import type { SessionSlot, Sessions } from "./sessions.ts";

export interface LogitsReaderOptions {
  readonly generation: SessionSlot;
  readonly sessions: Sessions;
  /** For the graph with noise, which is made on first use. */
  readonly weightsPath: string;
  readonly weightsFolder: string;
  readonly name: string;
  /** Follows a bias on attention. */
  readonly biased: () => SessionSlot;
  readonly pace: Pace;
}

/** Reads the logits at target positions, in batches sized by time; variants with noise, or with a bias on attention, in graphs of their own. */
export class LogitsReader {
  readonly #options: LogitsReaderOptions;
  #noisy: NoisyReader | undefined;

  constructor(options: LogitsReaderOptions) {
    this.#options = options;
  }

  /** [variants][targets]; `mostRows` rows of `tokenCount` tokens fit into memory. Throws where there is no number. */
  async read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    read: ReadLogits<T>,
    mostRows: (tokenCount: number) => number,
  ): Promise<T[][]> {
    const { generation, pace } = this.#options;
    const readNumbers: ReadLogits<T> = (logits, id) => {
      if (Number.isNaN(logits[id])) throw noNumber(this.#options.name);
      return read(logits, id);
    };
    const noisy = variants.some(({ noise }) => noise) ? this.noisy : undefined;
    const isBiased = variants.some(({ attentionBias }) => attentionBias);
    const plain = isBiased ? this.#options.biased() : generation;
    const tokens = sequenceLength(variants, target);
    const rows: T[][] = [];
    while (rows.length < variants.length) {
      if (rows.length > 0) await nextTurn();
      const inTime = Math.floor(pace.tokensIn(batchBudgetMs) / tokens);
      const count = Math.max(1, Math.min(inTime, mostRows(tokens)));
      const batch = variants.slice(rows.length, rows.length + count);
      const run = () =>
        noisy
          ? noisy.read(batch, target, readNumbers)
          : plain.use((session) => readLogits(session, batch, target, readNumbers));
      rows.push(...(await pace.measure(batch.length * tokens, run)));
    }
    return rows;
  }

  get noisy(): NoisyReader {
    const { weightsPath, name, weightsFolder, sessions } = this.#options;
    this.#noisy ??= NoisyReader.create(weightsPath, name, weightsFolder, sessions);
    return this.#noisy;
  }
}
