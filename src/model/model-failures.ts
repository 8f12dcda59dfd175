import type { OnnxProblem } from "#onnx/problem";
import { ExplainError } from "#protocol/failure";
import { describeProblems } from "./graphs.ts";

/** The failure of a backward pass: every op in its way, counted. */
export function withoutGradient(name: string, problems: readonly OnnxProblem[]): ExplainError {
  const ops = problems.flatMap((problem) => ("op" in problem ? [problem.op] : []));
  const counted = [...new Set(ops)].map((op) => {
    const count = ops.filter((own) => own === op).length;
    return count > 1 ? `${op} (${count} times)` : op;
  });
  return new ExplainError({
    kind: "no-gradient",
    message:
      counted.length > 0
        ? `${name} cannot be differentiated: ${counted.join(", ")} ${counted.length > 1 ? "have" : "has"} no gradient.`
        : `${name} cannot be differentiated: ${describeProblems(problems)}.`,
    remedy: "Choose a method that needs no gradient, or the model's fp32, fp16 or q4 weights.",
    detail: JSON.stringify(problems),
  });
}

/** The failure of a method that reads attention, hidden states or single logits where the graph hides them. */
export function withoutInside(name: string, problems: readonly OnnxProblem[]): ExplainError {
  return new ExplainError({
    kind: "model-unsupported",
    message: `${name} does not show what this method reads: ${describeProblems(problems)}.`,
    remedy: "Choose a method that only asks for scores, such as Shapley value sampling.",
    detail: JSON.stringify(problems),
  });
}

/** The failure of a variant with masked embeddings where the graph has no place for the mask. */
export function withoutMask(name: string, problem: string): ExplainError {
  return new ExplainError({
    kind: "model-unsupported",
    message: `The baseline zero needs the token embeddings of ${name}, which cannot be found in its graph.`,
    remedy: "Choose another baseline, such as remove or attention.",
    detail: problem,
  });
}

/** The failure of a masked language model that is asked for scores or an answer. */
export function continuesNothing(name: string): ExplainError {
  return new ExplainError({
    kind: "model-unsupported",
    message: `${name} is a masked language model: it fills gaps in a text and does not continue it.`,
    remedy: "Choose a causal language model, or a method for masked ones.",
  });
}
