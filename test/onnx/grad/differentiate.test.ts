import { expect, test } from "vitest";
import type { GraphEditor } from "#onnx/edit";
import { differentiate, type GradientRequest } from "#onnx/grad/differentiate";
import type { OnnxModel } from "#onnx/graph";
import { gradientName, names } from "#onnx/names";
import { printModel } from "#onnx/print";
import { OnnxError } from "#onnx/problem";
import { findEmbeddingLookup } from "#onnx/rewrites/embedding-lookup";
import { addEmbeddingMask } from "#onnx/rewrites/embedding-mask";
import { exposeEmbeddings } from "#onnx/rewrites/input-embeddings";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { traceModel } from "#onnx/trace";
import { inputTimes } from "../../support/attributions.ts";
import { buildModel, smallModel } from "../../support/onnx-builder.ts";
import { feedsFor } from "../../support/onnx-fixtures.ts";
import {
  float32,
  int64Rows,
  numbers,
  openFile,
  runModel,
  traceRunner,
} from "../../support/onnx-runtime.ts";

/** y made of x and z, both `[n, 3]`. */
function twoInputs(build: (editor: GraphEditor) => string): OnnxModel {
  const dims = ["n", 3];
  return buildModel(
    { x: ["float32", dims], z: ["float32", dims] },
    { y: ["float32", dims] },
    (editor) => ({ y: build(editor) }),
  );
}

const given = { x: float32([1, 2, 3], [1, 3]), z: float32([4, 5, 6], [1, 3]) };

async function gradients(model: OnnxModel, request: GradientRequest) {
  const trace = await traceModel(model, traceRunner);
  const outputs = await runModel(differentiate(model, trace, request), given);
  return request.wrt.map((value) => numbers(outputs[gradientName(value)]));
}

async function problemsOf(model: OnnxModel, request: GradientRequest) {
  const trace = await traceModel(model, traceRunner);
  try {
    differentiate(model, trace, request);
  } catch (error) {
    if (error instanceof OnnxError) return error.problems;
    throw error;
  }
  return [];
}

test("a value read several times receives the sum", async () => {
  const model = twoInputs((editor) => editor.node("Mul", [editor.node("Mul", ["x", "x"]), "x"]));
  expect(await gradients(model, { of: "y", wrt: ["x"] })).toEqual([[3, 12, 27]]);
});

test("a value between, and one that the result does not depend on", async () => {
  const model = twoInputs((editor) => {
    editor.node("Exp", ["x"], { outputs: ["between"] });
    return editor.node("Mul", ["between", editor.node("Neg", ["between"])]);
  });
  const [between, z] = await gradients(model, { of: "y", wrt: ["between", "z"] });
  expect(between).toEqual([1, 2, 3].map((x) => expect.closeTo(-2 * Math.exp(x), 4)));
  expect(z).toEqual([0, 0, 0]);
});

test("each of several cotangents after one forward pass, also where nothing depends on it", async () => {
  const model = twoInputs((editor) => editor.node("Mul", ["x", "x"]));
  const trace = await traceModel(model, traceRunner);
  const each = differentiate(model, trace, { of: "y", wrt: ["x", "z"], cotangent: "each" });
  const outputs = await runModel(each, {
    ...given,
    [names.cotangents]: float32([1, 0, 0, 0, 1, -1], [2, 1, 3]),
  });
  expect(numbers(outputs[gradientName("x")])).toEqual([2, 0, 0, 0, 4, -6]);
  expect(outputs[gradientName("z")]?.dims).toEqual([2, 1, 3]);
  expect(numbers(outputs[gradientName("z")])).toEqual([0, 0, 0, 0, 0, 0]);
  expect(numbers(outputs.y)).toEqual([1, 4, 9]);
});

test("nothing flows through a value taken as constant, which has its own gradient still", async () => {
  const model = twoInputs((editor) => {
    editor.node("Mul", ["x", "z"], { outputs: ["held"] });
    return editor.node("Mul", ["held", "x"]);
  });
  const request = { of: "y", wrt: ["x", "z", "held"], constants: ["held"] };
  expect(await gradients(model, request)).toEqual([
    [4, 10, 18],
    [0, 0, 0],
    [1, 2, 3],
  ]);
});

test("what passes through integers carries nothing", async () => {
  const model = twoInputs((editor) => {
    const whole = editor.node("Cast", ["x"], { attributes: { to: elementTypes.int64 } });
    const back = editor.node("Cast", [whole], { attributes: { to: elementTypes.float32 } });
    return editor.node("Mul", [back, "x"]);
  });
  expect(await gradients(model, { of: "y", wrt: ["x"] })).toEqual([[1, 2, 3]]);
});

test("every node without a rule on the way is reported, and no other", async () => {
  const model = twoInputs((editor) => {
    editor.node("Acos", ["x"], { outputs: ["angle"] });
    editor.node("Asin", ["x"], { outputs: ["unread"] });
    const outputs = ["quantized", "scale", "zero"];
    editor.node("DynamicQuantizeLinear", ["angle"], { outputs });
    const weight = editor.constant("weight", makeTensor("uint8", [3, 3], Array(9).fill(1)));
    const product = editor.node("MatMulInteger", ["quantized", weight]);
    const float = editor.node("Cast", [product], { attributes: { to: elementTypes.float32 } });
    const scaled = editor.node("Mul", [float, "scale"]);
    const bound = editor.node("ReduceMax", ["x"], { attributes: { keepdims: 0 } });
    const clipped = editor.node("Clip", [editor.node("Acos", ["z"]), bound]);
    return editor.node("Add", [scaled, clipped]);
  });
  const problems = await problemsOf(model, { of: "y", wrt: ["x"] });
  const ops = problems.map((problem) => (problem.kind === "no-gradient-rule" ? problem.op : ""));
  expect(ops.toSorted()).toEqual(["Acos", "Clip", "DynamicQuantizeLinear", "MatMulInteger"]);
  expect(await problemsOf(model, { of: "y", wrt: ["x"], constants: ["angle"] })).toEqual([
    { kind: "no-gradient-rule", op: "Clip", node: "promptlight.clip" },
  ]);
});

test("a second output that is needed counts as without a rule", async () => {
  const model = twoInputs((editor) => {
    const scale = editor.constant("scale", makeTensor("float32", [3], [1, 2, 3]));
    const outputs = ["normed", "mean"];
    editor.node("LayerNormalization", ["x", scale], { outputs });
    return editor.node("Add", outputs);
  });
  expect(await problemsOf(model, { of: "y", wrt: ["x"] })).toEqual([
    { kind: "no-gradient-rule", op: "LayerNormalization", node: "promptlight.layernormalization" },
  ]);
});

test("values that have no gradient and graphs of old operators are refused", async () => {
  const model = smallModel();
  expect(await problemsOf(model, { of: "logits", wrt: ["ids", "nowhere"] })).toEqual([
    { kind: "not-float", name: "ids" },
    { kind: "no-value", name: "nowhere" },
  ]);
  const old = { ...model, opsets: [{ version: 12 }] };
  await expect(traceModel(old, traceRunner)).rejects.toMatchObject({
    problems: [{ kind: "old-opset", version: 12, least: 13 }],
  });
});

test("the backward pass of a small model prints as its golden file", async () => {
  const scored = keepOutputs(targetHead(addEmbeddingMask(smallModel(), "ids")), [
    names.targetLogProbs,
  ]);
  const trace = await traceModel(scored, traceRunner);
  const request = { of: names.targetLogProbs, wrt: [names.embeddingMask] };
  for (const cotangent of ["ones", "each"] as const) {
    const printed = printModel(differentiate(scored, trace, { ...request, cotangent }));
    await expect(printed).toMatchFileSnapshot(`../../golden/onnx/backward-${cotangent}.txt`);
  }
});

test("a half-precision graph has the gradient of its float32 twin", async () => {
  const inType = (type: "float16" | "float32") =>
    twoInputs((editor) => {
      const to = (value: string, name: "float16" | "float32") =>
        editor.node("Cast", [value], { attributes: { to: elementTypes[name] } });
      const [x, z] = [to("x", type), to("z", type)];
      const weights = editor.node("Softmax", [z]);
      const products = editor.node("MatMul", [x, editor.node("Transpose", [weights])]);
      const sum = editor.node("Sigmoid", [editor.node("MatMul", [products, weights])]);
      return to(editor.node("Mul", [sum, editor.node("Tanh", [x])]), "float32");
    });
  const request = { of: "y", wrt: ["x", "z"] };
  const [half, full] = [
    await gradients(inType("float16"), request),
    await gradients(inType("float32"), request),
  ];
  expect(half.flat()).toEqual(full.flat().map((value) => expect.closeTo(value, 2)));
});

test("input times gradient of log p: two rows at once, each as alone", async () => {
  const path = "media/models/story-chat/onnx/model.onnx";
  const model = openFile(path);
  const { value: embeddings, width } = findEmbeddingLookup(model);
  const outputs = [names.embeddings, names.targetLogProbs];
  const scored = keepOutputs(targetHead(exposeEmbeddings(model)), outputs);
  const trace = await traceModel(scored, traceRunner);
  const graph = differentiate(scored, trace, { of: names.targetLogProbs, wrt: [embeddings] });
  const attributions = async (rows: number[][]) => {
    const results = await runModel(graph, {
      ...feedsFor(path, rows),
      [names.targetPositions]: int64Rows(rows.map(() => [3, 4])),
      [names.targetIds]: int64Rows(rows.map((row) => row.slice(4))),
    });
    const input = numbers(results[names.embeddings]);
    const gradient = numbers(results[gradientName(embeddings)]);
    return inputTimes(gradient, input, Number(width));
  };
  const rows = [
    [301, 42, 517, 88, 260, 733],
    [19, 640, 77, 402, 158, 333],
  ];
  const together = await attributions(rows);
  const apart = [...(await attributions(rows.slice(0, 1))), ...(await attributions(rows.slice(1)))];
  expect(together).toEqual(apart.map((value) => expect.closeTo(value, 4)));
});
