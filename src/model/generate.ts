import { nextTurn } from "#base/next-turn";
import { seededRandom } from "#explain/random";
import type { Answer, Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import type { GenerationOptions } from "#protocol/request";
import { argmax, logSumExp, sampleIndex } from "./log-softmax.ts";
import type { Pace } from "./pace.ts";
import { type Feeds, floats, type Past, type Session } from "./session.ts";

/** What generating needs to know of a model besides its session. */
export interface Decoding {
  readonly eosIds: ReadonlySet<number>;
  readonly contextTokenCount: number;
  readonly pace: Pace;
  decode(ids: readonly number[], isWhole: boolean): string[];
}

/** Milliseconds that one run may block the thread. */
const runBudgetMs = 120;

/**
 * The answer to `variant`, token by token: the likeliest token at temperature 0, else drawn from
 * softmax(logits / temperature) with the seed. `logProb` is that of the model, at temperature 1. The prompt is read
 * in pieces short enough that the thread is free again after about a tenth of a second, and the thread is given up
 * between steps. Tokens hidden by the attention mask stay hidden; the embedding mask holds for the prompt only.
 */
export async function* generateAnswer(
  session: Session,
  variant: Variant,
  options: GenerationOptions,
  decoding: Decoding,
  signal: AbortSignal,
): AsyncGenerator<Answer> {
  const random = seededRandom(options.seed);
  const reader = new Reader(session, variant);
  const { length } = variant.ids;
  const limit = Math.min(options.maxNewTokens, decoding.contextTokenCount - length);
  const ids: number[] = [];
  const logProbs: number[] = [];
  const answer = (finish?: Answer["finish"]): Answer => {
    const pieces = decoding.decode(ids, finish !== undefined);
    const tokens = ids.map((id, i) => ({ id, text: pieces[i] ?? "", logProb: logProbs[i] ?? 0 }));
    return { tokens, text: pieces.join(""), ...(finish ? { finish } : {}) };
  };
  if (limit <= 0) {
    yield answer("length");
    return;
  }
  let logits: Float32Array = new Float32Array(0);
  for (let at = 0; at < length; ) {
    const stretch = session.hasCache ? decoding.pace.tokensIn(runBudgetMs) : length;
    const count = Math.min(length - at, stretch);
    logits = await decoding.pace.measure(count, () =>
      reader.read(variant.ids.slice(at, at + count)),
    );
    at += count;
    await nextTurn();
    if (signal.aborted) return;
  }
  for (;;) {
    const id =
      options.temperature > 0
        ? sampleIndex(logits, options.temperature, random.next())
        : argmax(logits);
    if (decoding.eosIds.has(id)) {
      yield answer("stop");
      return;
    }
    ids.push(id);
    logProbs.push(logits[id]! - logSumExp(logits));
    if (ids.length >= limit) {
      yield answer("length");
      return;
    }
    yield answer();
    if (signal.aborted) return;
    logits = await reader.read([id]);
    await nextTurn();
    if (signal.aborted) return;
  }
}

/** Feeds tokens one stretch after another, keeping the cache, and gives the logits after the last one. */
class Reader {
  private readonly session: Session;
  private readonly variant: Variant;
  /** Tokens read so far. */
  private readonly known: number[] = [];
  private past: Past;

  constructor(session: Session, variant: Variant) {
    this.session = session;
    this.variant = variant;
    this.past = session.emptyPast(1);
  }

  async read(ids: readonly number[]): Promise<Float32Array> {
    const { session, variant } = this;
    this.known.push(...ids);
    const end = this.known.length;
    const start = session.hasCache ? end - ids.length : 0;
    const fed = this.known.slice(start);
    const positions = Array.from({ length: end - start }, (_, i) => start + i);
    const all = Array.from({ length: end }, (_, i) => variant.attentionMask?.[i] ?? 1);
    const feeds: Feeds = {
      ...this.past,
      ...session.extraFeeds(start > 0),
      input_ids: session.int64(fed, [1, fed.length]),
    };
    if (session.inputs.has("attention_mask")) feeds.attention_mask = session.int64(all, [1, end]);
    if (session.inputs.has("position_ids")) {
      feeds.position_ids = session.int64(positions, [1, positions.length]);
    }
    if (session.inputs.has(names.embeddingMask)) {
      const mask = Float32Array.from(positions, (at) => variant.embeddingMask?.[at] ?? 1);
      feeds[names.embeddingMask] = session.float32(mask, [1, mask.length]);
    }
    const hasHead = session.inputs.has(names.targetPositions);
    if (hasHead) {
      feeds[names.targetPositions] = session.int64([fed.length - 1], [1, 1]);
    }
    const logitsName = hasHead ? names.targetLogits : "logits";
    const caches = session.hasCache ? session.pastInputs : [];
    const presents = caches.map(({ present }) => present);
    const outputs = await session.run(feeds, [logitsName, ...presents]);
    if (session.hasCache) {
      this.past = Object.fromEntries(caches.map(({ name, present }) => [name, outputs[present]!]));
    }
    const logits = floats(outputs[logitsName]!);
    const vocabularySize = outputs[logitsName]!.dims.at(-1)!;
    return logits.subarray(logits.length - vocabularySize);
  }
}
