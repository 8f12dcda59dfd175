import { GraphEditor } from "#onnx/edit";
import { makeValueInfo, type OnnxModel } from "#onnx/graph";
import { names } from "#onnx/names";
import { OnnxError } from "#onnx/problem";
import { blockOutputs } from "./block-outputs.ts";
import { keepOutputs } from "./keep-outputs.ts";

/**
 * The part of a model behind its last block, the last norm and the head: from the input `names.blockState`, float32
 * `[batch, tokens, width]`, to `logits`. Given the states after an earlier block it says what they would predict, the
 * logit lens. Fused norms and attention must be lowered first. Throws OnnxError `no-attention` where no block is found.
 */
export function blockHead(model: OnnxModel, logits = "logits"): OnnxModel {
  const last = blockOutputs(model, { logits }).at(-1);
  if (last === undefined) throw new OnnxError([{ kind: "no-attention" }]);
  const editor = new GraphEditor(model);
  const dims = ["batch", "tokens", "width"];
  const state = editor.input(makeValueInfo(names.blockState, "float32", dims));
  editor.interpose(last, () => {
    editor.node("Identity", [state], { outputs: [last] });
  });
  return keepOutputs(editor.finish(), [logits]);
}
