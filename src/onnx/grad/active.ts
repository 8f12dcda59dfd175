import type { OnnxModel } from "#onnx/graph";
import type { Node } from "#onnx/proto";
import type { Trace, TracedValue } from "#onnx/trace";
import { type RuleTable, ruleOf, valuesRead } from "./rule.ts";

/** The part of a graph that a gradient passes through. */
export interface ActivePart {
  /** The values that depend on a `wrt` value in a way that may carry a gradient. */
  readonly values: ReadonlySet<string>;
  /** The nodes between them and `of`, in the graph's order. */
  readonly nodes: readonly Node[];
}

/** Finds the values that `wrt` reaches forward, and the nodes that `of` reaches back to through them. */
export function activePart(
  { graph }: OnnxModel,
  trace: Trace,
  rules: RuleTable,
  of: string,
  wrt: readonly string[],
  constants: ReadonlySet<string>,
): ActivePart {
  const values = new Set(wrt);
  const isActive = (value: string) => values.has(value);
  for (const node of graph.nodes) {
    const rule = ruleOf(rules, node);
    if (typeof rule === "object" || !valuesRead(rules, node).some(isActive)) continue;
    for (const value of node.outputs) {
      // What an op without a rule makes is active whatever its type: it must be reported, not passed over.
      const carries = rule === undefined || isFloat(trace.get(value));
      if (carries && value !== "" && !constants.has(value)) values.add(value);
    }
  }
  const reached = new Set([of]);
  const nodes = graph.nodes.toReversed().filter((node) => {
    const isPassed = node.outputs.some(
      (value) => reached.has(value) && isActive(value) && !constants.has(value),
    );
    const reads = isPassed ? valuesRead(rules, node).filter(isActive) : [];
    for (const value of reads) reached.add(value);
    return reads.length > 0;
  });
  return { values, nodes: nodes.reverse() };
}

/** True of a traced value of floating-point numbers. */
export function isFloat(value: TracedValue | undefined): boolean {
  return value !== undefined && /float/.test(value.type);
}
