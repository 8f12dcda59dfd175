import { Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { keyValueCache } from "#onnx/key-value-cache";
import { names } from "#onnx/names";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { sharedPastName, sharePast } from "#onnx/rewrites/shared-past";
import { causalArchitectures, tokenFeeds } from "../../support/architectures.ts";
import { buildModel, smallModel } from "../../support/onnx-builder.ts";
import { numbers, runModel } from "../../support/onnx-runtime.ts";

describe.each(causalArchitectures)("the rows of $name", ({ path, model }) => {
  test("continue as many tokens of one cache as they are told", async () => {
    const known = [17, 93, 5, 60, 41, 8];
    const rows = [
      [29, 3, 64, 13],
      [77, 12, 90, 51],
    ];
    const cache = await runModel(path, tokenFeeds(model, [known]));
    const kept = keepOutputs(sharePast(model)!, ["logits"]);
    for (const past of [0, 4, 6]) {
      const whole = rows.map((row) => [...known.slice(0, past), ...row]);
      const plain = await runModel(path, tokenFeeds(model, whole));
      const width = plain.logits!.dims[2]!;
      const expected = numbers(plain.logits).filter(
        (_, at) => Math.floor(at / width) % (past + 4) >= past,
      );
      const pasts = keyValueCache(model).map(({ past: name, present }) => {
        return [sharedPastName(name), cache[present]!] as const;
      });
      const actual = await runModel(kept, {
        ...tokenFeeds(model, rows, past),
        ...Object.fromEntries(pasts),
        [names.pastLength]: new Tensor("int64", [BigInt(past)], [1]),
      });
      const scale = Math.max(...expected.map(Math.abs));
      numbers(actual.logits).forEach((value, index) => {
        expect(Math.abs(value - expected[index]!) / scale).toBeLessThan(1e-5);
      });
    }
  });
});

test("a model without a cache has none to share", () => {
  expect(sharePast(smallModel(), "ids")).toBeUndefined();
});

test("GroupQueryAttention, whose kernel takes a past of one row only, has none to share", () => {
  const dims = ["batch", 2, "past", 16] as const;
  const model = buildModel(
    {
      input_ids: ["int64", ["batch", "tokens"]],
      "past_key_values.0.key": ["float32", dims],
    },
    { "present.0.key": ["float32", dims] },
    (editor) => ({
      "present.0.key": editor.node("GroupQueryAttention", ["past_key_values.0.key"], {
        domain: "com.microsoft",
      }),
    }),
  );
  expect(sharePast(model)).toBeUndefined();
});
