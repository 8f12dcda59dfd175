import { names } from "#onnx/names";
import type { Answer, Variant } from "#explain/scoring-model";
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
  const random = mulberry32(options.seed);
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
    const count = Math.min(length - at, decoding.pace.tokensIn(runBudgetMs));
    logits = await decoding.pace.measure(count, () => reader.read(variant.ids.slice(at, at + count)));
    at += count;
    await breathe();
    if (signal.aborted) return;
  }
  for (;;) {
    const id =
      options.temperature > 0
        ? sampleIndex(logits, options.temperature, random())
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
    await breathe();
    if (signal.aborted) return;
  }
}

/** Feeds tokens one stretch after another, keeping the cache, and gives the logits after the last one. */
class Reader {
  private readonly session: Session;
  private readonly variant: Variant;
  /** Tokens read so far. */
  private position = 0;
  private past: Past;

  constructor(session: Session, variant: Variant) {
    this.session = session;
    this.variant = variant;
    this.past = session.emptyPast(1);
  }

  async read(ids: readonly number[]): Promise<Float32Array> {
    const { session, variant, position } = this;
    const start = session.pastInputs.length > 0 ? position : 0;
    const whole = start === position ? ids : [...this.read_, ...ids];
    const end = position + ids.length;
    const positions = Array.from({ length: end - start }, (_, i) => start + i);
    const all = Array.from({ length: end }, (_, i) => variant.attentionMask?.[i] ?? 1);
    const feeds: Feeds = {
      ...this.past,
      ...session.extraFeeds(position > 0),
      input_ids: session.int64(whole, [1, whole.length]),
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
      feeds[names.targetPositions] = session.int64([whole.length - 1], [1, 1]);
      feeds[names.targetIds] = session.int64([0], [1, 1]);
    }
    const logitsName = hasHead ? names.targetLogits : "logits";
    const presents = session.pastInputs.map(({ present }) => present);
    const outputs = await session.run(feeds, [logitsName, ...presents]);
    this.past = Object.fromEntries(
      session.pastInputs.map(({ name, present }) => [name, outputs[present]!]),
    );
    this.read_.push(...ids);
    this.position = end;
    const logits = floats(outputs[logitsName]!);
    const vocabularySize = outputs[logitsName]!.dims.at(-1)!;
    return logits.subarray(logits.length - vocabularySize);
  }

  private readonly read_: number[] = [];
}

/** Lets messages that wait, a cancel among them, be heard. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A small seeded generator of numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
