import { activation } from "./activation.ts";
import { blockQuantized } from "./block-quantized.ts";
import type { LoweringTable } from "./expansion.ts";
import { groupQueryAttention } from "./group-query-attention.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import { normalization } from "./normalization.ts";
import { rotaryEmbedding } from "./rotary-embedding.ts";
import { standardAttention } from "./standard-attention.ts";

/** All lowerings, by the qualified name of the operator. */
export const lowerings: LoweringTable = {
  ...groupQueryAttention,
  ...multiHeadAttention,
  ...standardAttention,
  ...rotaryEmbedding,
  ...normalization,
  ...activation,
  ...blockQuantized,
};

/** The operators that hold attention: lower these alone where only its probabilities are wanted. */
export const attentionOps: readonly string[] = Object.keys({
  ...groupQueryAttention,
  ...multiHeadAttention,
  ...standardAttention,
});

/** Those and the norms fused with a sum: lower these alone where hidden states are wanted too. */
export const blockOps: readonly string[] = [...attentionOps, ...Object.keys(normalization)];

/** Operators of onnxruntime's own that stay, and why. */
export const keptOps: Readonly<Record<string, string>> = {
  "com.microsoft.FusedMatMul": "it has a gradient rule",
  "com.microsoft.GatherBlockQuantized": "it looks up the embeddings: no gradient passes through it",
};

const rounding = "it rounds its activations to 8 bits: take the model's fp32, fp16 or 4-bit file";

/** Operators that cannot be lowered to anything with a gradient, and what to do. */
export const refusedOps: Readonly<Record<string, string>> = {
  DynamicQuantizeLinear: rounding,
  MatMulInteger: rounding,
  "com.microsoft.DynamicQuantizeMatMul": rounding,
  "com.microsoft.MatMulIntegerToFloat": rounding,
  "com.microsoft.QAttention": rounding,
  "com.microsoft.QGemm": rounding,
};
