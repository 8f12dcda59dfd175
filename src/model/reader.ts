import type { Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { type Feeds, floats, type Past, type Session } from "./session.ts";

/** Feeds tokens one stretch after another, keeping the cache, and gives the logits after the last one. */
export class Reader {
  private readonly session: Session;
  private readonly variant: Variant;
  private readonly noise: Float32Array;
  /** Tokens read so far. */
  private readonly known: number[] = [];
  private past: Past;

  /** `noise`: [tokens of the variant × width], added to their embeddings where the graph takes noise. */
  constructor(session: Session, variant: Variant, noise: Float32Array = new Float32Array(0)) {
    this.noise = noise;
    this.session = session;
    this.variant = variant;
    this.past = session.emptyPast(1);
  }

  async read(ids: readonly number[]): Promise<Float32Array> {
    const { session, variant, noise } = this;
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
    if (session.inputs.has(names.attentionBias)) {
      const bias = Float32Array.from(all, (_, at) => variant.attentionBias?.[at] ?? 0);
      feeds[names.attentionBias] = session.float32(bias, [1, end]);
    }
    if (session.inputs.has(names.embeddingNoise)) {
      const width = noise.length / variant.ids.length;
      const values = new Float32Array(fed.length * width);
      values.set(noise.subarray(start * width, end * width));
      feeds[names.embeddingNoise] = session.float32(values, [1, fed.length, width]);
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
