import type { Prediction } from "#explain/inner-model";
import type { Variant } from "#explain/scoring-model";
import { lower } from "#onnx/lower/lower";
import { blockOps } from "#onnx/lower/lowerings";
import { names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { blockHead } from "#onnx/rewrites/block-head";
import type { InnerGraphs } from "./inner-graphs.ts";
import { argmax, logSumExp } from "./log-softmax.ts";
import { countBlocks, readHiddenStates } from "./representation.ts";
import { floats } from "./session.ts";

/** Tokens whose logits over the whole vocabulary are made at once. */
const tokensAtOnce = 64;

/** See LensModel; one run for each block, and one of the head for every 64 tokens of it. */
export async function readLogitLens(
  graphs: InnerGraphs,
  variant: Variant,
): Promise<Prediction[][]> {
  const blocks = await countBlocks(graphs);
  const head = graphs.forward("logit lens", (model) =>
    blockHead(lower(normalise(model, { float32: true }), { only: blockOps })),
  );
  const layers: Prediction[][] = [];
  for (let block = 0; block < blocks; block++) {
    const [states] = await readHiddenStates(graphs, [variant], block);
    const width = states!.length / variant.ids.length;
    const predictions: Prediction[] = [];
    for (let at = 0; at < variant.ids.length; at += tokensAtOnce) {
      const some = states!.slice(at * width, (at + tokensAtOnce) * width);
      const count = some.length / width;
      const logits = await head.use(async (session) => {
        const feeds = { [names.blockState]: session.float32(some, [1, count, width]) };
        return floats((await session.run(feeds, ["logits"])).logits!);
      });
      const size = logits.length / count;
      for (let token = 0; token < count; token++) {
        const row = logits.subarray(token * size, (token + 1) * size);
        const id = argmax(row);
        predictions.push({ id, probability: Math.exp(row[id]! - logSumExp(row)) });
      }
    }
    layers.push(predictions);
  }
  return layers;
}
