import type { Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { labelHead } from "#onnx/rewrites/label-head";
import { maskEmbeddings } from "./graphs.ts";
import type { InnerGraphs } from "./inner-graphs.ts";
import { objectiveFeeds } from "./objective.ts";
import { sequenceLength } from "./score.ts";
import { floats } from "./session.ts";

/** See LabelModel; one run. */
export async function readLabelLogits(
  graphs: InnerGraphs,
  variants: readonly Variant[],
  labels: readonly number[],
): Promise<Float32Array[]> {
  const slot = graphs.forward("label logits", (model) =>
    keepOutputs(labelHead(maskEmbeddings(model).model), [names.labelLogits]),
  );
  return slot.use(async (session) => {
    const feeds = objectiveFeeds(session, variants, { kind: "label-logit", labels });
    const results = await session.run(feeds, [names.labelLogits]);
    const logits = floats(results[names.labelLogits]!);
    const rowSize = sequenceLength(variants, []) * labels.length;
    return variants.map(({ ids }, row) =>
      logits.slice(row * rowSize, row * rowSize + ids.length * labels.length),
    );
  });
}
