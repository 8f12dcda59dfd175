/** What the bench can measure, in the order of running: memory before the process has taken much. */
export const benchNames = [
  "open",
  "memory",
  "scoring",
  "gradient",
  "prefix",
  "joint",
  "coarse",
] as const;
export type BenchName = (typeof benchNames)[number];

/** One figure: a ratio, or seconds. */
export interface BenchRow {
  readonly name: BenchName;
  readonly what: string;
  readonly value: number;
  readonly unit: "ratio" | "seconds";
  /** At most so much. */
  readonly goal?: number;
  /** What the figure was made from. */
  readonly detail: string;
}

export interface BenchRequest {
  readonly names: readonly BenchName[];
  /** Where the model that is measured is, or is written: 653 MB. */
  readonly folder: string;
  /** A folder with the small model whose problems are solved: the bundled one. */
  readonly model: string;
  /** A file with long prompts for it, a line of JSON each: `{"prompt": "…"}`. */
  readonly prompts: string;
}
