/** What a search has established about the set that it found. */
export type Certificate = "exhaustive" | "locally optimal" | `best of ${number}`;

/** A set of features that are masked together. */
export interface MaskedSet {
  /** Indices of the features, ascending. */
  readonly indices: readonly number[];
  /** The target's value with them masked. */
  readonly value: number;
  /** Per token, exp((v(D∖S) − v(D)) / m) of the target's log-probability; absent for values not made of it. */
  readonly probabilityRatio?: number;
}

/** The set of `k` features found whose joint masking hurts the target most. */
export interface JointSet extends MaskedSet {
  readonly k: number;
  /**
   * `exhaustive`: every set of k was tried; `locally optimal`: no exchange of one feature for another is better;
   * `best of N`: the best of the N sets of k that were tried.
   */
  readonly certificate: Certificate;
  /** Sets of this size that were tried. */
  readonly setCount: number;
}

/** One size of a search over several, with its controls. */
export interface JointCurvePoint extends JointSet {
  /** The k features that matter most when masked alone, masked together; absent where not all were masked alone. */
  readonly alone?: MaskedSet;
  /** Probability ratios of random sets of k: their mean, and their 5th and 95th percentile. */
  readonly random?: {
    readonly setCount: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  };
}

/** `redundancy`: each stands in for the other; `synergy`: they need each other. */
export type InteractionKind = "redundancy" | "synergy" | "independent";

/** How two features act together: v(D) − v(D∖i) − v(D∖j) + v(D∖{i,j}), in the value's unit. */
export interface Interaction {
  readonly pair: readonly [number, number];
  /** Negative: together they cost more than the sum of each; positive: less. */
  readonly value: number;
  readonly kind: InteractionKind;
  /** v(D) − v(D∖i) and v(D) − v(D∖j): what masking each alone costs. */
  readonly alone: readonly [number, number];
  /** v(D) − v(D∖{i,j}): what masking both costs. */
  readonly together: number;
  /** True where both are members of the found set; else one is of a smaller set, or of the strongest outside it. */
  readonly isInside: boolean;
}

/** What `joint-prompt` found besides its scores. */
export interface JointPrompt extends JointSet {
  /** The best value so far after each set of this size that was tried, in the order of trying. */
  readonly trajectory: readonly number[];
  /** The strongest first; empty until the search is over. */
  readonly interactions: readonly Interaction[];
  /** With several sizes: each of them, the smallest first; the set found is the last. */
  readonly curve?: readonly JointCurvePoint[];
}
