/** Turns texts into vectors whose cosine says how alike they are in meaning. */
export interface Embedder {
  /** Which model, and what of it. */
  readonly name: string;
  /** Throws ExplainError as the model does. */
  embed(text: string): Promise<Float32Array>;
}
