import { nodeReads } from "#onnx/graph";
import type { Node, Tensor } from "#onnx/proto";
import type { Arithmetic } from "./arithmetic.ts";

/** One node of the forward graph and the cotangents of its outputs: what a rule sees. */
export interface Step {
  readonly node: Node;
  /** Emits nodes; its numbers are of the element type of the node's first output. */
  readonly m: Arithmetic;
  /** The cotangent ȳ of the first output. */
  readonly g: string;
  /** The cotangents of all outputs, undefined for those that the result does not depend on. */
  readonly cotangents: readonly (string | undefined)[];
  /** The first output. */
  readonly y: string;
  /** The first three inputs; "" where absent. */
  readonly a: string;
  readonly b: string;
  readonly c: string;
  /** True of an input whose cotangent is wanted. */
  needs(input: number): boolean;
  /** The tensor behind a constant value, undefined where it is computed or not in memory. */
  constant(value: string): Tensor | undefined;
}

/**
 * The vector-Jacobian product of an op: the cotangents of its inputs. Undefined for an input means that the op has
 * no rule for that one.
 */
export interface Rule {
  (step: Step): readonly (string | undefined)[];
  /** Other rules know of the first output only; a node of which more are needed counts as one without a rule. */
  readonly readsAllOutputs?: true;
  /** Inputs that only say of what type the result is to be: nothing flows to them, and they make nothing active. */
  readonly ignoredInputs?: readonly number[];
}

/** An op through which nothing flows back, and why. */
export interface Constant {
  readonly constant: string;
}

/** Rules by op name. Which table the walk is given decides between gradient, relevance and the like. */
export type RuleTable = Readonly<Record<string, Rule | Constant>>;

/** The rule for a node's op, undefined where the table has none. */
export function ruleOf(rules: RuleTable, { op }: Node): Rule | Constant | undefined {
  return Object.hasOwn(rules, op) ? rules[op] : undefined;
}

/** The values that a node's result depends on, each once, those its subgraphs capture among them. */
export function valuesRead(rules: RuleTable, node: Node): string[] {
  const rule = ruleOf(rules, node);
  const ignored = (typeof rule === "function" && rule.ignoredInputs) || [];
  return nodeReads({ ...node, inputs: node.inputs.filter((_, input) => !ignored.includes(input)) });
}

/** Marks inputs of which a rule's op reads the type alone. */
export function ignoring(rule: Rule, ...ignoredInputs: readonly number[]): Rule {
  return Object.assign((step: Step) => rule(step), { ignoredInputs });
}

/** Marks a rule that reads `cotangents`, those of all outputs. */
export function ofAllOutputs(rule: Rule): Rule {
  return Object.assign((step: Step) => rule(step), { readsAllOutputs: true as const });
}

/** A rule made of one equation per input; only those wanted are emitted. */
export function perInput(...equations: ((step: Step) => string | undefined)[]): Rule {
  return (step) =>
    equations.map((equation, input) => (step.needs(input) ? equation(step) : undefined));
}

/** As `perInput`, for an op that broadcasts its inputs: each result is summed down to its input's shape. */
export function broadcast(...equations: ((step: Step) => string | undefined)[]): Rule {
  return perInput(
    ...equations.map((equation, input) => (step: Step) => {
      const cotangent = equation(step);
      const value = step.node.inputs[input]!;
      return cotangent && step.m.unbroadcast(cotangent, step.y, value);
    }),
  );
}

/** A rule for an op with any number of inputs: one equation, given the input, summed down to its shape. */
export function broadcastEach(equation: (step: Step, input: string) => string): Rule {
  return (step) =>
    step.node.inputs.map((input, index) =>
      step.needs(index) ? step.m.unbroadcast(equation(step, input), step.y, input) : undefined,
    );
}
