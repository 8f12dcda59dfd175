import type { Dtype } from "./request.ts";

/** Weights of a suggested model on the hub. */
export interface SuggestedWeights {
  readonly dtype: Exclude<Dtype, "auto">;
  /** The model file in the repository; its external data lies beside it as `{file}_data`, `{file}_data_1`, … */
  readonly file: string;
  /** Of the model file and its external data together; absent where no public source says. */
  readonly bytes?: number;
  /** The size is a published figure that was rounded. */
  readonly isApproximate?: true;
}

/** A model that is known to suit: what it is, and what of its files is publicly documented. */
export interface SuggestedModel {
  /** The hub id, `owner/name`. */
  readonly id: string;
  readonly name: string;
  /** A model that continues a text, or one that fills gaps in it. */
  readonly kind: "causal" | "masked";
  /** What it is good for, in a sentence. */
  readonly suits: string;
  readonly licence: string;
  /** Where the file names and sizes below are from. */
  readonly established: string;
  /** Most exact first. */
  readonly weights: readonly SuggestedWeights[];
}

/**
 * The models that *Choose Model* and `promptlight models` suggest, smaller ones first. The hub itself was out of reach
 * when this was written: ids, file names and sizes are those of public documents and source files that record the
 * hub's own listing, read in November 2026, and `established` says of which kind. What no such source states is left
 * out. Before a download the hub is asked, and its figures are the ones that are confirmed.
 */
export const suggestedModels: readonly SuggestedModel[] = [
  {
    id: "HuggingFaceTB/SmolLM2-135M-Instruct",
    name: "SmolLM2 135M Instruct",
    kind: "causal",
    suits: "The smallest chat model of general use: quick to explain, simple answers.",
    licence: "Apache-2.0",
    established: "A catalogue of the hub's file listing of June 2026, to the byte.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx", bytes: 540_345_794 },
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 270_267_067 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 137_147_981 },
      { dtype: "q4", file: "onnx/model_q4.onnx", bytes: 182_068_553 },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 117_691_126 },
    ],
  },
  {
    id: "HuggingFaceTB/SmolLM2-360M-Instruct",
    name: "SmolLM2 360M Instruct",
    kind: "causal",
    suits: "Follows short instructions better than its smaller sister.",
    licence: "Apache-2.0",
    established: "A catalogue of the hub's file listing of June 2026, to the byte.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx", bytes: 1_449_582_810 },
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 724_891_911 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 364_564_671 },
      { dtype: "q4", file: "onnx/model_q4.onnx", bytes: 387_943_246 },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 272_737_275 },
    ],
  },
  {
    id: "onnx-community/Qwen2.5-0.5B-Instruct",
    name: "Qwen2.5 0.5B Instruct",
    kind: "causal",
    suits: "A good answer for its size, in many languages.",
    licence: "Apache-2.0",
    established:
      "A catalogue of the hub's file listing of June 2026, to the byte; several others agree.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx", bytes: 1_993_796_793 },
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 997_354_499 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 512_096_557 },
      { dtype: "q4", file: "onnx/model_q4.onnx", bytes: 786_156_820 },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 483_003_582 },
    ],
  },
  {
    id: "onnx-community/Qwen3-0.6B-ONNX",
    name: "Qwen3 0.6B",
    kind: "causal",
    suits: "Reasons before it answers: long answers, long runs.",
    licence: "Apache-2.0",
    established: "Pinned downloads in public source files, to the byte; several of them agree.",
    weights: [
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 617_687_575 },
      { dtype: "q4", file: "onnx/model_q4.onnx", bytes: 919_096_585 },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 569_789_750 },
    ],
  },
  {
    id: "onnx-community/gemma-3-1b-it-ONNX",
    name: "Gemma 3 1B",
    kind: "causal",
    suits: "Fluent and multilingual; wants some patience on a CPU.",
    licence: "Gemma Terms of Use",
    established:
      "A catalogue of the hub's file listing of June 2026, to the byte; its figure for fp32 lacks a part and is left out.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx" },
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 2_033_972_730 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 1_001_481_982 },
      { dtype: "q4", file: "onnx/model_q4.onnx", bytes: 859_454_179 },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 763_529_245 },
    ],
  },
  {
    id: "onnx-community/Llama-3.2-1B-Instruct-ONNX",
    name: "Llama 3.2 1B Instruct",
    kind: "causal",
    suits: "A well-studied chat model; wants some patience on a CPU.",
    licence: "Llama 3.2 Community License",
    established:
      "File names from the repository's configuration and pinned downloads; sizes as two public projects round them.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx" },
      { dtype: "fp16", file: "onnx/model_fp16.onnx" },
      { dtype: "q4", file: "onnx/model_q4.onnx", bytes: 1_690_000_000, isApproximate: true },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 1_090_000_000, isApproximate: true },
    ],
  },
  {
    id: "onnx-community/Phi-4-mini-instruct-ONNX",
    name: "Phi-4-mini Instruct",
    kind: "causal",
    suits: "The strongest here, and the slowest: for a GPU or much time.",
    licence: "MIT",
    established:
      "Of q4f16 a pinned download of three files, to the byte; of q4 the names of its three files.",
    weights: [
      { dtype: "q4", file: "onnx/model_q4.onnx" },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx", bytes: 2_551_553_136 },
    ],
  },
  {
    id: "onnx-community/gpt2-ONNX",
    name: "GPT-2",
    kind: "causal",
    suits: "The model of the papers: continues a text, does not follow instructions.",
    licence: "MIT",
    established:
      "File names from the documentation of transformers.js and public projects; the size as one of them rounds it.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx", bytes: 500_000_000, isApproximate: true },
      { dtype: "fp16", file: "onnx/model_fp16.onnx" },
      { dtype: "q8", file: "onnx/model_quantized.onnx" },
      { dtype: "q4", file: "onnx/model_q4.onnx" },
      { dtype: "q4f16", file: "onnx/model_q4f16.onnx" },
    ],
  },
  {
    id: "Xenova/bert-base-uncased",
    name: "BERT base",
    kind: "masked",
    suits: "For classes: fills [MASK], lower case only.",
    licence: "Apache-2.0",
    established:
      "A catalogue of the hub's file listing, to the byte; of q8 a pinned download agrees.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx" },
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 219_386_932 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 110_848_579 },
    ],
  },
  {
    id: "Xenova/roberta-base",
    name: "RoBERTa base",
    kind: "masked",
    suits: "For classes: fills <mask>.",
    licence: "MIT",
    established: "A catalogue of the hub's file listing, to the byte.",
    weights: [
      { dtype: "fp32", file: "onnx/model.onnx" },
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 249_771_089 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 126_111_809 },
    ],
  },
  {
    id: "onnx-community/ModernBERT-base-ONNX",
    name: "ModernBERT base",
    kind: "masked",
    suits: "For classes: fills [MASK], in long texts too.",
    licence: "Apache-2.0",
    established: "A catalogue of the hub's file listing, to the byte.",
    weights: [
      { dtype: "fp16", file: "onnx/model_fp16.onnx", bytes: 299_694_721 },
      { dtype: "q8", file: "onnx/model_quantized.onnx", bytes: 151_074_492 },
    ],
  },
];

/** Memory for weights of this size and what runs need beside them: measured at 1.1 to 1.3 of the file. */
export function memoryNeeded(fileBytes: number): number {
  return fileBytes * 1.3;
}
