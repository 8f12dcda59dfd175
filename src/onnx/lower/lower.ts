import { GraphEditor } from "#onnx/edit";
import { indexGraph, type OnnxModel, raiseOpsets } from "#onnx/graph";
import { dropIdentities } from "#onnx/normalise/identities";
import { OnnxError, type OnnxProblem } from "#onnx/problem";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { Expansion, NotLowered, qualifiedOp } from "./expansion.ts";
import { keptOps, lowerings, refusedOps } from "./lowerings.ts";

/** What to lower. */
export interface LowerOptions {
  /** Operators as `qualifiedOp` names them; all where left out. */
  readonly only?: readonly string[];
}

/**
 * Replaces operators beyond the standard's primitives by what they compute, so that their inside can be read, changed
 * and differentiated; the results are those of the kernels. The model has opset 13 or later (`normalise`). Throws
 * OnnxError with a `not-lowered` for every node that stays in the way.
 */
export function lower(model: OnnxModel, { only }: LowerOptions = {}): OnnxModel {
  const editor = new GraphEditor(raiseOpsets(model, { "": 17 }));
  const index = indexGraph(model.graph);
  const problems: OnnxProblem[] = [];
  for (const node of model.graph.nodes) {
    const op = qualifiedOp(node);
    if (only && !only.includes(op)) continue;
    const lowering = lowerings[op];
    if (lowering === undefined) {
      const isForeign = Boolean(node.domain) && node.domain !== "ai.onnx";
      const reason =
        refusedOps[op] ?? (isForeign && !(op in keptOps) ? "no expansion is known" : undefined);
      if (reason !== undefined) problems.push(problemOf(reason));
      continue;
    }
    try {
      const expansion = new Expansion(editor, index, node);
      const values = lowering(expansion);
      editor.remove(node);
      node.outputs.forEach((output, at) => {
        const value = values[at];
        if (!expansion.wantsOutput(at)) return;
        if (value === undefined) throw new NotLowered(`output ${at} has no expansion`);
        editor.node("Identity", [value], { outputs: [output] });
      });
    } catch (error) {
      if (!(error instanceof NotLowered)) throw error;
      problems.push(problemOf(error.message));
    }

    function problemOf(reason: string): OnnxProblem {
      return { kind: "not-lowered", op, node: node.name || node.outputs[0]!, reason };
    }
  }
  if (problems.length > 0) throw new OnnxError(problems);
  const lowered = dropIdentities(editor.finish());
  return keepOutputs(
    lowered,
    lowered.graph.outputs.map(({ name }) => name),
  );
}
