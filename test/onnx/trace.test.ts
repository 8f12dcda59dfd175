import { expect, test } from "vitest";
import { indexGraph } from "#onnx/graph";
import { names } from "#onnx/names";
import { addEmbeddingNoise } from "#onnx/rewrites/embedding-noise";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { targetHead } from "#onnx/rewrites/target-head";
import { findVocabularyHead } from "#onnx/rewrites/vocabulary-head";
import { elementCount } from "#onnx/tensor";
import { type TraceRunner, traceModel } from "#onnx/trace";
import { buildModel, ramp } from "../support/onnx-builder.ts";
import { realModels } from "../support/onnx-fixtures.ts";
import { openFile, traceRunner } from "../support/onnx-runtime.ts";

test("types, ranks and fixed sizes are found, and a size of one by construction", async () => {
  const model = buildModel(
    { x: ["float64", ["a", 4, "b"]] },
    { y: ["float64", ["a", 1, "b"]] },
    (editor) => {
      editor.node("Shape", ["x"], { outputs: ["shape"] });
      editor.node("Unsqueeze", ["x", editor.int64s("axes", [0])], { outputs: ["wide"] });
      const attributes = { axes: [1] };
      editor.node("ReduceMean", ["x"], { attributes, outputs: ["mean"] });
      return { y: "mean" };
    },
  );
  const trace = await traceModel(model, traceRunner);
  expect(Object.fromEntries(trace)).toEqual({
    x: { type: "float64", dims: [undefined, 4, undefined] },
    "promptlight.axes": { type: "int64", dims: [1] },
    shape: { type: "int64", dims: [3] },
    wide: { type: "float64", dims: [1, undefined, 4, undefined] },
    mean: { type: "float64", dims: [undefined, 1, undefined] },
    y: { type: "float64", dims: [undefined, 1, undefined] },
  });
});

test("what is computed from weights alone is traced and never handed out", async () => {
  const model = buildModel({ x: ["float32", ["n", 8]] }, { y: ["float32", ["n", 6]] }, (editor) => {
    const weight = editor.constant("weight", ramp([6, 8]));
    editor.node("Transpose", [weight], { outputs: ["turned"] });
    return { y: editor.node("MatMul", ["x", "turned"]) };
  });
  const sizes: number[] = [];
  const trace = await traceModel(model, async (bytes, runs) => {
    const results = await traceRunner(bytes, runs);
    sizes.push(
      ...results.flatMap((types) => [...types.values()].map(({ dims }) => elementCount(dims))),
    );
    return results;
  });
  expect(trace.get("turned")).toEqual({ type: "float32", dims: [8, 6] });
  expect(sizes).not.toContain(48);
});

test.each(realModels)("every value of $name is traced in one session of two runs", async (row) => {
  const model = openFile(row.path);
  const { hidden } = findVocabularyHead(indexGraph(model.graph), "logits");
  const prepared = keepOutputs(targetHead(addEmbeddingNoise(model)), [names.targetLogProbs]);
  let sessions = 0;
  const counted: TraceRunner = (bytes, runs) => {
    sessions += 1;
    expect(runs.length).toBe(2);
    return traceRunner(bytes, runs);
  };
  const trace = await traceModel(prepared, counted);
  expect(sessions).toBe(1);
  const values = prepared.graph.nodes.flatMap(({ outputs }) => outputs).filter(Boolean);
  expect(values.filter((value) => !trace.has(value))).toEqual([]);
  const states = { type: "float32", dims: [undefined, undefined, row.width] };
  expect(trace.get(hidden)).toEqual(states);
  expect(trace.get(names.embeddingNoise)).toEqual(states);
});
