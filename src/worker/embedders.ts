import type { Embedder } from "#explain/embedder";
import type { MaskRequest } from "#protocol/request";

/** Names the sentence model and where the machine keeps such models. */
export type EmbedderChoice = Pick<MaskRequest, "embedder" | "model">;

export interface OpenedEmbedder extends Embedder {
  release(): Promise<void>;
}

/** The sentence model that a request names, or the default where it is at hand, else undefined. Throws ExplainError. */
export type OpenEmbedderOf = (
  request: EmbedderChoice,
  signal: AbortSignal,
) => Promise<OpenedEmbedder | undefined>;

/** The sentence model that was used last stays open: a cache of one. */
export class Embedders {
  readonly #open: OpenEmbedderOf;
  #current: { readonly key: string; readonly embedder: OpenedEmbedder } | undefined;

  constructor(open: OpenEmbedderOf) {
    this.#open = open;
  }

  async open(request: EmbedderChoice, signal: AbortSignal): Promise<Embedder | undefined> {
    const { cacheFolder, threadCount } = request.model;
    const key = JSON.stringify([request.embedder, cacheFolder, threadCount]);
    if (this.#current?.key === key) return this.#current.embedder;
    const embedder = await this.#open(request, signal);
    if (!embedder) return undefined;
    await this.#current?.embedder.release();
    this.#current = { key, embedder };
    return embedder;
  }
}
