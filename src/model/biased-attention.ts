import { keyValueCache } from "#onnx/key-value-cache";
import { lower } from "#onnx/lower/lower";
import { attentionOps } from "#onnx/lower/lowerings";
import { names } from "#onnx/names";
import { addAttentionBias } from "#onnx/rewrites/attention-bias";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { maskEmbeddings } from "./graphs.ts";
import type { InnerGraphs } from "./inner-graphs.ts";
import type { SessionSlot } from "./sessions.ts";

/**
 * The session that generates with a bias on attention: as the one without, it keeps the cache. Throws ExplainError
 * `model-unsupported` where the graph's attention cannot be found.
 */
export function biasedSlot(graphs: InnerGraphs): SessionSlot {
  return graphs.forward("biased attention", (model) => {
    const presents = keyValueCache(model).map(({ present }) => present);
    const lowered = lower(maskEmbeddings(targetHead(model)).model, { only: attentionOps });
    return keepOutputs(addAttentionBias(lowered), [names.targetLogits, ...presents]);
  });
}
