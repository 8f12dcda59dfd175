import { CoalitionMemory } from "#explain/coalitions";
import type { MethodOptions } from "#explain/explainer";
import { methods } from "#explain/methods";
import type { EncodedPrompt, ReadLogits, ScoringModel, Variant } from "#explain/scoring-model";
import { buildTask, fitPrompt, givenTarget } from "#explain/task";
import type { Explanation, PromptToken } from "#protocol/explanation";
import type { ExplainRequest, PromptSource } from "#protocol/request";

/** The logits of the next token after the words that the model sees; all else is `rest`. */
export type NextWord = (words: readonly string[]) => Readonly<Record<string, number>>;

/** A model solved by hand: its tokens are words, each with the space before it. */
export class WordModel implements ScoringModel {
  readonly name = "by-hand";
  readonly device = "cpu";
  readonly contextTokenCount = 10_000;
  readonly specialIds = { pad: 0 };
  readonly vocabulary: string[];
  /** Variants that were scored so far, and the size of the largest batch. */
  scoredCount = 0;
  readonly #next: NextWord;
  readonly #batchSize: number;

  constructor(vocabulary: readonly string[], next: NextWord, batchSize = 7) {
    this.vocabulary = ["_", ...vocabulary];
    this.#next = next;
    this.#batchSize = batchSize;
  }

  get vocabularySize(): number {
    return this.vocabulary.length;
  }

  encode(source: PromptSource): EncodedPrompt {
    const tokens = [...source.text.matchAll(/\s*\S+/g)].map(
      ({ 0: text, index }): PromptToken => ({
        id: this.#idOf(text.trim()),
        text,
        start: index,
        end: index + text.length,
        role: "user",
      }),
    );
    return { source, tokens, isChat: false };
  }

  encodeText(text: string): number[] {
    return text.split(" ").map((word) => this.#idOf(word));
  }

  decode(ids: readonly number[]): string[] {
    return ids.map((id) => ` ${this.vocabulary[id]}`);
  }

  truncate(source: PromptSource) {
    return { start: 0, end: source.text.length };
  }

  scoringBatchSize(): number {
    return this.#batchSize;
  }

  async score(variants: readonly Variant[], target: readonly number[]): Promise<Float64Array[]> {
    const rows = await this.read(variants, target, (logits, id) => {
      const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
      return logits[id]! - Math.log(total);
    });
    return rows.map((row) => Float64Array.from(row));
  }

  async read<T>(
    variants: readonly Variant[],
    target: readonly number[],
    readLogits: ReadLogits<T>,
  ): Promise<T[][]> {
    this.scoredCount += variants.length;
    return variants.map((variant) => {
      const seen = this.#wordsOf(variant);
      return target.map((id, index) => {
        const before = target.slice(0, index).map((own) => this.vocabulary[own]!);
        const given = this.#next([...seen, ...before]);
        const logits = Float32Array.from(
          this.vocabulary,
          (word) => given[word] ?? given.rest ?? Number.NEGATIVE_INFINITY,
        );
        return readLogits(logits, id);
      });
    });
  }

  async *generate(): AsyncGenerator<never> {}

  #idOf(word: string): number {
    const known = this.vocabulary.indexOf(word);
    return known >= 0 ? known : this.vocabulary.push(word) - 1;
  }

  #wordsOf({ ids, embeddingMask, attentionMask }: Variant): string[] {
    const isSeen = (_: number, at: number) =>
      embeddingMask?.[at] !== 0 && attentionMask?.[at] !== 0;
    return ids.filter(isSeen).map((id) => this.vocabulary[id]!);
  }
}

/** A request about `text` and the target `yes`, with the defaults of the command line. */
export function requestFor(text: string, more: Partial<ExplainRequest> = {}): ExplainRequest {
  return {
    model: { source: "by-hand", dtype: "auto", device: "auto" },
    prompt: { text, frame: "raw" },
    tooLong: "fail",
    generation: { maxNewTokens: 2, temperature: 0, seed: 0 },
    features: { granularity: "word" },
    baseline: { kind: "zero" },
    target: { text: "yes" },
    value: "log-prob",
    seed: 0,
    method: "feature-ablation",
    perToken: true,
    ...more,
  };
}

/** What a method says in the end, or all that it says. */
export async function explain(
  model: ScoringModel,
  request: ExplainRequest,
  memory = new CoalitionMemory(),
  explainer = methods[request.method],
): Promise<Explanation[]> {
  const task = buildTask(
    model,
    request,
    fitPrompt(model, request),
    givenTarget(model, request)!,
    memory,
  );
  const options: MethodOptions = request;
  const seen: Explanation[] = [];
  for await (const explanation of explainer(task, model, options, new AbortController().signal))
    seen.push(explanation);
  return seen;
}

export async function lastOf(...args: Parameters<typeof explain>): Promise<Explanation> {
  return (await explain(...args)).at(-1)!;
}
