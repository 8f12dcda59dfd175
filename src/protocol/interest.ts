/** Interest [n], 1/σ² with σ in root mean squares of the prompt's embeddings, and its standard error. */
export interface SettledInterest {
  readonly scores: readonly number[];
  readonly standardError: readonly number[];
}

/** Interest in the output of a block. */
export interface LayerInterest extends SettledInterest {
  readonly layer: number;
}

/** Interest in the prediction at another λ. */
export interface SweptInterest extends SettledInterest {
  readonly lambda: number;
  readonly change: number;
  readonly unbounded: readonly number[];
}

/** The noise at which the prediction stays as it is: what the scores of `model-interest` are read off. */
export interface ModelInterest {
  readonly lambda: number;
  /** [prompt tokens] σ in root mean squares of the prompt's embeddings; 0 where there is no noise. */
  readonly sigma: readonly number[];
  /** The root mean square of the prompt's embeddings: σ times it is in the model's own numbers. */
  readonly unit: number;
  /** s², what squared distances of the prediction are counted in. */
  readonly scale: number;
  /** How far that noise moves the prediction: 1 is what the reference noise would, in proportion. */
  readonly change: number;
  /** Features of which the model notices no noise, up to the largest that is tried: their interest is at most their score. */
  readonly unbounded: readonly number[];
  /** Upwards by λ. */
  readonly sweep?: readonly SweptInterest[];
}
