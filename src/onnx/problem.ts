import type { LimitName } from "./wire.ts";

/** One thing that is wrong with a model file or that keeps a rewrite from being made. */
export type OnnxProblem =
  /** The file ends before its own lengths say: an interrupted download. `needed` and `size` in bytes. */
  | { readonly kind: "truncated"; readonly size: number; readonly needed: number }
  /** The bytes at `offset` are not ONNX in protobuf. */
  | { readonly kind: "malformed"; readonly offset: number; readonly reason: string }
  /** The file asks for more than a declared limit of the reader. */
  | { readonly kind: "over-limit"; readonly limit: LimitName; readonly offset: number }
  /** The file is readable and holds no graph. */
  | { readonly kind: "no-graph" }
  /** The graph breaks a rule that every reader of graphs relies on, at `value`. */
  | {
      readonly kind: "bad-graph";
      readonly value: string;
      readonly reason: "made twice" | "made from itself";
    }
  /** A tensor's external data cannot be located, or would leave the model's folder. */
  | {
      readonly kind: "bad-external-data";
      readonly tensor: string;
      readonly location: string;
      readonly reason: string;
    }
  /** A weight file lies outside the folder that the written model is to be opened with. */
  | { readonly kind: "outside-folder"; readonly path: string; readonly folder: string }
  /** The graph has no such input, output or value. */
  | { readonly kind: "no-value"; readonly name: string }
  /** No table is looked up by the token ids `ids`. */
  | { readonly kind: "no-embedding-lookup"; readonly ids: string }
  /** Several tables are looked up by the token ids, at `nodes`. */
  | { readonly kind: "several-embedding-lookups"; readonly nodes: readonly string[] }
  /** No attention probabilities are made in the open: there are none, or a fused op keeps them to itself. */
  | { readonly kind: "no-attention" }
  /** The projection to the vocabulary at `node` cannot be cut to some of its rows. */
  | { readonly kind: "no-label-rows"; readonly op: string; readonly node: string }
  /** Walking back from `output` no projection to the vocabulary was met. */
  | { readonly kind: "no-vocabulary-projection"; readonly output: string }
  /** The value holds no floating-point numbers, so it has no gradient. */
  | { readonly kind: "not-float"; readonly name: string }
  /** The graph is written in a version of the standard's operators below `least`. */
  | { readonly kind: "old-opset"; readonly version: number; readonly least: number }
  /** A gradient would have to pass through `node`, and the rule table has none for its op. */
  | { readonly kind: "no-gradient-rule"; readonly op: string; readonly node: string }
  /** An operator of onnxruntime's own stands in the way of what is wanted and has no form in primitives. */
  | {
      readonly kind: "not-lowered";
      readonly op: string;
      readonly node: string;
      readonly reason: string;
    };

/** Carries every problem found at once; switch on `problems[i].kind`, never on the message. */
export class OnnxError extends Error {
  override readonly name = "OnnxError";
  readonly problems: readonly OnnxProblem[];

  constructor(problems: readonly OnnxProblem[]) {
    super(problems.map((problem) => JSON.stringify(problem)).join("; "));
    this.problems = problems;
  }
}
