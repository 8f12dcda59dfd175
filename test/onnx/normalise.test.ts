import { describe, expect, test } from "vitest";
import { makeAttributes } from "#onnx/attribute";
import { makeValueInfo, type OnnxModel, opsetVersion } from "#onnx/graph";
import { names } from "#onnx/names";
import { normalise } from "#onnx/normalise";
import { OnnxError } from "#onnx/problem";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { causalArchitectures, maskedArchitectures, tokenFeeds } from "../support/architectures.ts";
import { buildModel, ramp } from "../support/onnx-builder.ts";
import {
  type Feeds,
  float32,
  int64Rows,
  numbers,
  relativeError,
  runModel,
} from "../support/onnx-runtime.ts";

const all = [...causalArchitectures, ...maskedArchitectures];

test.each(all)("$name gives the same logits when normalised", async ({ path, model, values }) => {
  const normal = normalise(model);
  const ops = new Set(normal.graph.nodes.map(({ op }) => op));
  expect([ops.has("Constant"), ops.has("Identity"), ops.has("Flatten")]).toEqual([
    false,
    false,
    model.graph.nodes.some(({ op }) => op === "Flatten"),
  ]);
  expect(opsetVersion(normal)).toBe(Math.max(13, opsetVersion(model)));
  const feeds = tokenFeeds(model, [values.ids, values.ids.toReversed()]);
  const [plain, changed] = [await runModel(path, feeds), await runModel(normal, feeds)];
  expect(relativeError(numbers(changed.logits), numbers(plain.logits))).toBeLessThan(1e-6);
});

type Build = Parameters<typeof buildModel>[2];

const axes = { axes: [1] };
const old: Readonly<Record<string, Build>> = {
  "Softmax over all axes from 1": (editor) => ({ y: editor.node("Softmax", ["x"]) }),
  "Softmax over the last axis": (editor) => {
    return { y: editor.node("Softmax", ["x"], { attributes: { axis: 2 } }) };
  },
  "LogSoftmax over all axes from 1": (editor) => {
    const moved = editor.node("Mul", ["x", editor.constant("half", ramp([1]))]);
    return { y: editor.node("LogSoftmax", [moved], { attributes: { axis: 1 } }) };
  },
  "axes as an attribute": (editor) => {
    const wide = editor.node("Unsqueeze", ["x"], { attributes: { axes: [0, 2] } });
    const narrow = editor.node("Squeeze", [wide], { attributes: { axes: [0] } });
    return { y: editor.node("ReduceSum", [narrow], { attributes: axes }) };
  },
  "a split as an attribute": (editor) => {
    const outputs = ["first", "second"];
    editor.node("Split", ["x"], { outputs, attributes: { axis: 2, split: [1, 3] } });
    return { y: "second" };
  },
  "a squeeze of all axes of size 1": (editor) => ({ y: editor.node("Squeeze", ["x"]) }),
  "dropout in between": (editor) => {
    const dropped = editor.node("Dropout", ["x"], { attributes: { ratio: { float: 0.5 } } });
    return { y: editor.node("Neg", [dropped]) };
  },
};

const x = { x: float32([3, -1, 2, 0.5, 1, -2, 0, 1.5, 2, 2.5, -1, 1], [1, 3, 4]) };

function untyped(model: OnnxModel): OnnxModel {
  const outputs = model.graph.outputs.map(({ name }) => ({ name }));
  return { ...model, graph: { ...model.graph, outputs } };
}

test.each(Object.entries(old))("opset 11, %s, becomes opset 13", async (_, build) => {
  const declared = { x: ["float32", [1, 3, 4]] } as const;
  const model = untyped(buildModel(declared, { y: ["float32", []] }, build, 11));
  const [plain, changed] = [await runModel(model, x), await runModel(normalise(model), x)];
  expect(changed.y!.dims).toEqual(plain.y!.dims);
  expect(relativeError(numbers(changed.y), numbers(plain.y))).toBeLessThan(1e-6);
});

test("opset 10 is refused", () => {
  const model = buildModel({}, {}, () => ({}), 10);
  expect(() => normalise(model)).toThrow(OnnxError);
});

/** The model as Optimum merges decoders: one If, a branch that reads the cache and one that does not. */
function merged(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const outputs = graph.outputs.map(({ name }) => name);
  const branch = (suffix: string, changed: OnnxModel["graph"]["nodes"]) => ({
    ...graph,
    nodes: [...changed, ...outputs.map((name) => identity(name, `${name}${suffix}`))],
    initializers: [],
    inputs: [],
    outputs: graph.outputs.map((output) => ({ ...output, name: `${output.name}${suffix}` })),
    valueInfo: [],
  });
  const negated = { op: "Neg", inputs: ["logits"], outputs: ["logits_other"], attributes: [] };
  const other = branch("_other", graph.nodes);
  const wrong = {
    ...other,
    nodes: [...other.nodes.filter(({ outputs }) => outputs[0] !== "logits_other"), negated],
  };
  const attributes = makeAttributes({
    then_branch: { graph: branch("_past", graph.nodes) },
    else_branch: { graph: wrong },
  });
  const choice = { op: "If", inputs: ["use_cache_branch"], outputs, attributes };
  const inputs = [...graph.inputs, makeValueInfo("use_cache_branch", "bool", [1])];
  return { ...model, graph: { ...graph, nodes: [choice], inputs } };
}

function identity(from: string, to: string) {
  return { op: "Identity", inputs: [from], outputs: [to], attributes: [] };
}

describe("a merged decoder", () => {
  const { path, model, values } = causalArchitectures.find(({ name }) => name === "llama")!;
  const feeds = tokenFeeds(model, [values.ids]);

  test.each([
    [true, 1],
    [false, -1],
  ])("becomes the branch that is asked for, cache %s", async (usesCache, sign) => {
    const single = normalise(merged(model), { usesCache });
    expect(single.graph.nodes.some(({ op }) => op === "If")).toBe(false);
    expect(single.graph.inputs).toEqual(model.graph.inputs);
    const expected = numbers((await runModel(path, feeds)).logits).map((logit) => sign * logit);
    expect(relativeError(numbers((await runModel(single, feeds)).logits), expected)).toBe(0);
  });

  test("can be rewritten then", async () => {
    const scored = keepOutputs(targetHead(normalise(merged(model))), [names.targetLogits]);
    const position = { [names.targetPositions]: int64Rows([[3]]) };
    const outputs = await runModel(scored, { ...feeds, ...position });
    expect(outputs[names.targetLogits]!.dims).toEqual([1, 1, 100]);
  });
});

test("half precision computes in float32 when asked to", async () => {
  const half = (values: readonly number[]) => {
    const bits = { 0: 0, 0.5: 0x3800, 1: 0x3c00, 2: 0x4000, "-1.5": 0xbe00 };
    const raw = new Uint8Array(Uint16Array.from(values, (value) => bits[value as 0]).buffer);
    const { elementType: _, ...rest } = makeTensor("float32", [2, 2], [0, 0, 0, 0]);
    return { ...rest, elementType: elementTypes.float16, raw };
  };
  const model = buildModel({ x: ["float16", [1, 2]] }, { y: ["float16", [1, 2]] }, (editor) => {
    const weight = editor.constant("weight", half([0.5, 1, 2, -1.5]));
    const wide = editor.node("Cast", ["x"], { attributes: { to: elementTypes.float32 } });
    const back = editor.node("Cast", [wide], { attributes: { to: elementTypes.float16 } });
    return { y: editor.node("MatMul", [back, weight]) };
  });
  const feeds: Feeds = { x: float32([1 / 3, 1000.25], [1, 2]) };
  const { y } = await runModel(normalise(model, { float32: true }), feeds);
  expect(numbers(y)).toEqual([
    expect.closeTo(1 / 6 + 2000.5, 3),
    expect.closeTo(1 / 3 - 1500.375, 3),
  ]);
});
