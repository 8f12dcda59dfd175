import { describe, expect, test } from "vitest";
import type { AttributeValue } from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import { differentiate } from "#onnx/grad/differentiate";
import { gradientRules } from "#onnx/grad/gradient-rules";
import { indexGraph } from "#onnx/graph";
import { baselineName, gradientName, names } from "#onnx/names";
import { rescaleRules } from "#onnx/rescale/rescale-rules";
import { addBaselinePass } from "#onnx/rewrites/baseline-pass";
import { makeTensor } from "#onnx/tensor";
import { traceModel } from "#onnx/trace";
import { buildModel, ramp } from "../../support/onnx-builder.ts";
import { float32, numbers, runModel, traceRunner } from "../../support/onnx-runtime.ts";

type Build = (editor: GraphEditor, x: string) => string;

interface Row {
  readonly build: Build;
  readonly opset?: number;
  /** Inputs are above 0. */
  readonly isPositive?: true;
}

const dims = [3, 4];
const scalar = (editor: GraphEditor, value: number) =>
  editor.constant("scalar", makeTensor("float32", [], [value]));
const axes = { attributes: { axes: [-1], keepdims: 0 } };

function unary(
  op: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
  domain = "",
): Build {
  return (editor, x) => editor.node(op, [x], { attributes, domain });
}

function norm(op: string): Build {
  return (editor, x) => editor.node(op, [x, editor.constant("scale", ramp([4]))]);
}

/** Another value that depends on x. */
function other(editor: GraphEditor, x: string): string {
  return editor.node("MatMul", [x, editor.constant("weight", ramp([4, 4]))]);
}

/** Every op whose rule is not the gradient's. */
const rows: Readonly<Record<string, Row>> = {
  ...Object.fromEntries(
    ["Relu", "LeakyRelu", "Elu", "Sigmoid", "HardSigmoid", "Tanh", "Erf", "Softplus"]
      .concat(["Softsign", "Exp", "Abs", "Sin", "Cos"])
      .map((op) => [op, { build: unary(op) }]),
  ),
  Gelu: { build: unary("Gelu", {}, "com.microsoft") },
  QuickGelu: { build: unary("QuickGelu", {}, "com.microsoft") },
  Mish: { build: unary("Mish"), opset: 18 },
  Swish: { build: unary("Swish"), opset: 24 },
  Clip: {
    build: (editor, x) => editor.node("Clip", [x, scalar(editor, -0.5), scalar(editor, 0.7)]),
  },
  Sqrt: { build: unary("Sqrt"), isPositive: true },
  Reciprocal: { build: unary("Reciprocal"), isPositive: true },
  Log: { build: unary("Log"), isPositive: true },
  Pow: { build: (editor, x) => editor.node("Pow", [x, scalar(editor, -0.5)]), isPositive: true },
  Mul: { build: (editor, x) => editor.node("Mul", [x, other(editor, x)]) },
  Div: {
    build: (editor, x) => editor.node("Div", [x, editor.node("Exp", [other(editor, x)])]),
  },
  MatMul: {
    build: (editor, x) => editor.node("MatMul", [x, editor.node("Transpose", [other(editor, x)])]),
  },
  FusedMatMul: {
    build: (editor, x) =>
      editor.node("FusedMatMul", [x, other(editor, x)], {
        attributes: { transB: 1, alpha: { float: 0.5 } },
        domain: "com.microsoft",
      }),
  },
  Gemm: {
    build: (editor, x) =>
      editor.node("Gemm", [x, other(editor, x), scalar(editor, 2)], { attributes: { transB: 1 } }),
  },
  Einsum: {
    build: (editor, x) =>
      editor.node("Einsum", [x, other(editor, x)], { attributes: { equation: "ik,jk->ij" } }),
  },
  Softmax: { build: unary("Softmax") },
  LogSoftmax: { build: unary("LogSoftmax", { axis: 0 }) },
  LayerNormalization: { build: norm("LayerNormalization") },
  RMSNormalization: { build: norm("RMSNormalization"), opset: 23 },
  SimplifiedLayerNormalization: { build: norm("SimplifiedLayerNormalization") },
  LpNormalization: { build: unary("LpNormalization") },
  ReduceL2: { build: (editor, x) => editor.node("ReduceL2", [x], axes) },
  ReduceL1: { build: (editor, x) => editor.node("ReduceL1", [x], axes) },
  ReduceSumSquare: { build: (editor, x) => editor.node("ReduceSumSquare", [x], axes) },
};

/** Σ M·(x − x₀), Σ w·(y − y₀) and M for random weights w of y's elements. */
async function rescaled(
  { build, opset = 17 }: Row,
  x: readonly number[],
  x0: readonly number[],
  shape: readonly number[] = dims,
) {
  const model = buildModel(
    { x: ["float32", shape] },
    {},
    (editor) => {
      const y = build(editor, "x");
      editor.node("Identity", [y], { outputs: ["y"] });
      return {};
    },
    opset,
  );
  const primal = { ...model, graph: { ...model.graph, outputs: [{ name: "y" }] } };
  const trace = await traceModel(primal, traceRunner);
  const { model: both, baselineOf } = addBaselinePass(primal, ["x"]);
  const rules = rescaleRules(baselineOf, indexGraph(primal.graph));
  const walk = { of: "y", wrt: ["x"], rules, cotangent: "given" } as const;
  const backward = differentiate(both, trace, walk);
  const [y, y0] = await Promise.all(
    [x, x0].map(async (values) => (await runModel(primal, { x: float32(values, shape) })).y!),
  );
  const weights = numbers(y).map((_, at) => ((at * 7) % 5) / 2 - 0.9);
  const results = await runModel(backward, {
    x: float32(x, shape),
    [baselineName("x")]: float32(x0, shape),
    [names.cotangent]: float32(weights, y!.dims),
  });
  const multipliers = numbers(results[gradientName("x")]);
  const [after, before] = [numbers(y), numbers(y0)];
  return {
    multipliers,
    sum: multipliers.reduce((total, own, at) => total + own * (x[at]! - x0[at]!), 0),
    difference: weights.reduce((total, w, at) => total + w * (after[at]! - before[at]!), 0),
  };
}

/** As exporters write a norm of x. */
const writtenNorms: Readonly<Record<string, Build>> = {
  "c / σ": (editor, x) => editor.node("Div", [x, lengthOf(editor, x)]),
  "c · (1 / σ)": (editor, x) => {
    const one = scalar(editor, 1);
    return editor.node("Mul", [x, editor.node("Div", [one, lengthOf(editor, x)])]);
  },
  "(1 / σ) · c": (editor, x) =>
    editor.node("Mul", [editor.node("Reciprocal", [lengthOf(editor, x)]), x]),
  "c · (σ²)^−½": (editor, x) =>
    editor.node("Mul", [x, editor.node("Pow", [squares(editor, x), scalar(editor, -0.5)])]),
  "a norm": (editor, x) =>
    editor.node("SimplifiedLayerNormalization", [
      x,
      editor.constant("one", makeTensor("float32", [4], [1, 1, 1, 1])),
    ]),
};

function squares(editor: GraphEditor, x: string): string {
  const mean = editor.node("ReduceMean", [editor.node("Mul", [x, x])], {
    attributes: { axes: [-1] },
  });
  return editor.node("Add", [mean, scalar(editor, 1e-5)]);
}

function lengthOf(editor: GraphEditor, x: string): string {
  return editor.node("Sqrt", [squares(editor, x)]);
}

const values = (shift: number, isPositive = false) =>
  Array.from({ length: 12 }, (_, at) => {
    const value = ((at * 5 + shift) % 12) / 4 - 1.3;
    return isPositive ? value + 1.5 : value;
  });

test("every rule that is not the gradient's has a row", () => {
  const table = rescaleRules((value) => value, indexGraph(buildModel({}, {}, () => ({})).graph));
  const own = Object.keys(table).filter((op) => table[op] !== gradientRules[op]);
  expect(own.toSorted()).toEqual(Object.keys(rows).toSorted());
});

describe("multipliers times the input's difference are the result's", () => {
  test.each(Object.entries(rows))("%s", async (_, row) => {
    const far = await rescaled(row, values(0, row.isPositive), values(3, row.isPositive));
    expect(Math.abs(far.difference)).toBeGreaterThan(0.01);
    expect(far.sum).toBeCloseTo(far.difference, 4);
    const point = values(0, row.isPositive);
    const moved = point.map((value, at) => (at % 3 === 0 ? value : value + 2e-5 * (at - 5)));
    const near = await rescaled(row, point, moved);
    expect(near.sum).toBeCloseTo(near.difference, 4);
    expect(near.multipliers.every(Number.isFinite)).toBe(true);
  });
});

describe("a norm against nothing at all", () => {
  const x = [1, 2, -1, 0.5];
  const sigma = Math.sqrt((1 + 4 + 1 + 0.25) / 4 + 1e-5);
  const weights = [-0.9, 0.1, 1.1, -0.4];
  test.each(Object.entries(writtenNorms))("%s: 1 / σ, however it is written", async (_, build) => {
    const { multipliers } = await rescaled({ build }, x, [0, 0, 0, 0], [1, 4]);
    expect(multipliers).toEqual(weights.map((weight) => expect.closeTo(weight / sigma, 5)));
  });
});

describe("solved by hand", () => {
  /** min(a, b) = a − relu(a − b), of a and b in one row: the example of the paper. */
  const least: Build = (editor, x) => {
    const column = (at: number) => {
      const index = editor.constant("index", makeTensor("int64", [1], [at]));
      return editor.node("Gather", [x, index], { attributes: { axis: 0 } });
    };
    const [a, b] = [column(0), column(1)];
    const excess = editor.node("Relu", [editor.node("Sub", [a, b])]);
    return editor.node("Sub", [a, excess]);
  };
  // y = w·min(a, b) with w = −0.9, the first weight
  const w = -0.9;

  test.each<[string, Build, number[], number[], number[]]>([
    // The excess is 2 instead of 0 for a change of 2: all of it is a's and b's by their own differences.
    ["min(3, 1) against (0, 0)", least, [3, 1], [0, 0], [0, 1]],
    ["min(1, 3) against (0, 0)", least, [1, 3], [0, 0], [1, 0]],
    // The excess goes from 1 to 0 while a − b goes from 1 to −1: half of each.
    ["min(1, 2) against (2, 1)", least, [1, 2], [2, 1], [0.5, 0.5]],
    ["relu(x − 1), where the gradient is 0", reluLess, [0.5, 2], [2, 0.5], [2 / 3, 2 / 3]],
  ])("%s", async (_, build, x, x0, expected) => {
    const { multipliers } = await rescaled({ build }, x, x0, [2]);
    const weights = build === least ? [w, w] : [w, 0.1];
    for (const [at, own] of expected.entries())
      expect(multipliers[at]).toBeCloseTo(weights[at]! * own, 5);
  });

  test("AND, the product of two features: half of it for each", async () => {
    const product: Build = (editor, x) => {
      const axis = editor.constant("axis", makeTensor("int64", [1], [0]));
      const at = (index: number) =>
        editor.node("Gather", [x, editor.constant("index", makeTensor("int64", [1], [index]))]);
      return editor.node("ReduceSum", [editor.node("Mul", [at(0), at(1)]), axis]);
    };
    const { multipliers } = await rescaled({ build: product }, [2, 3, 9], [0, 0, 0], [3]);
    expect(multipliers).toEqual([1.5 * w, 1 * w, 0].map((each) => expect.closeTo(each, 5)));
  });

  test("a softmax of two logits: M·Δ is p − p₀ for each, whatever is added to both", async () => {
    const chance = (logit: number) => 1 / (1 + Math.exp(-logit));
    for (const shift of [0, 50]) {
      const { multipliers } = await rescaled(
        { build: unary("Softmax") },
        [1 + shift, shift],
        [-1, 0],
        [2],
      );
      const difference = (w - 0.1) * (chance(1) - chance(-1));
      // two logits of equal shares: half of the difference in their difference, which is 2
      expect(multipliers).toEqual(
        [difference / 2, -difference / 2].map((each) => expect.closeTo(each, 4)),
      );
    }
  });
});

function reluLess(editor: GraphEditor, x: string): string {
  return editor.node("Relu", [editor.node("Sub", [x, scalar(editor, 1)])]);
}
