import { nextTurn } from "#base/next-turn";
import { seededRandom } from "#explain/random";
import type { Answer, Variant } from "#explain/scoring-model";
import type { GenerationOptions } from "#protocol/request";
import { drawToken } from "./draw-token.ts";
import { argmax, logSumExp } from "./log-softmax.ts";
import type { Pace } from "./pace.ts";
import { Reader } from "./reader.ts";
import type { Session } from "./session.ts";

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
 * The answer to `variant`, token by token: the likeliest token at temperature 0, else drawn with the seed, one number
 * a token, as `drawToken` says. `logProb` is that of the model, at temperature 1. The prompt is read
 * in pieces short enough that the thread is free again after about a tenth of a second, and the thread is given up
 * between steps. Tokens hidden by the attention mask stay hidden, and a bias on attention holds at every step; the
 * embedding mask and `noise`, [tokens × width], hold for the prompt only.
 */
export async function* generateAnswer(
  session: Session,
  variant: Variant,
  options: GenerationOptions,
  decoding: Decoding,
  signal: AbortSignal,
  noise?: Float32Array,
): AsyncGenerator<Answer> {
  const random = seededRandom(options.seed);
  const reader = new Reader(session, variant, noise);
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
    const id = options.temperature > 0 ? drawToken(logits, options, random.next()) : argmax(logits);
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
