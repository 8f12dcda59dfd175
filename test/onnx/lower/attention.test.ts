import type { Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import type { AttributeValue } from "#onnx/attribute";
import { groupQueryAttention } from "#onnx/lower/group-query-attention";
import { multiHeadAttention } from "#onnx/lower/multi-head-attention";
import { rotaryEmbedding } from "#onnx/lower/rotary-embedding";
import { standardAttention } from "#onnx/lower/standard-attention";
import { makeTensor } from "#onnx/tensor";
import { checkedOps, checkLowering, type FusedNode, int32, noise } from "../../support/lowering.ts";
import { int64Rows, numbers } from "../../support/onnx-runtime.ts";

type Attributes = Readonly<Record<string, AttributeValue>>;
type Row = readonly [string, FusedNode];

const [heads, keyHeads, width] = [4, 2, 16];
const positions = 24;

/** cos or sin of the angles of rotary embeddings, `[positions, pairs]`. */
function table(of: (angle: number) => number, pairs: number) {
  const values = Array.from({ length: positions * pairs }, (_, index) =>
    of(Math.floor(index / pairs) * 100 ** (-(index % pairs) / pairs)),
  );
  return makeTensor("float32", [positions, pairs], values);
}

const cos = table(Math.cos, width / 2);
const sin = table(Math.sin, width / 2);

interface Query {
  readonly batch?: number;
  readonly tokens?: number;
  readonly past?: number;
  readonly isPacked?: boolean;
  readonly lengths?: readonly number[];
  readonly more?: FusedNode["inputs"];
  readonly width?: number;
  readonly pairs?: number;
  readonly counts?: (index: number) => boolean;
}

function groupQuery(query: Query, attributes: Attributes = {}): FusedNode {
  const { batch = 2, tokens = 5, past = 0, isPacked = false, width = 16, more = [] } = query;
  const { pairs = width / 2 } = query;
  const total = past + tokens;
  const lengths = query.lengths ?? Array<number>(batch).fill(total);
  const parts = isPacked
    ? [noise(batch, tokens, (heads + 2 * keyHeads) * width), undefined, undefined]
    : [heads, keyHeads, keyHeads].map((count) => noise(batch, tokens, count * width));
  const tables = [table(Math.cos, pairs), table(Math.sin, pairs)];
  return {
    op: "GroupQueryAttention",
    inputs: [
      ...parts,
      noise(batch, keyHeads, past, width),
      noise(batch, keyHeads, past, width),
      int32(
        lengths.map((length) => length - 1),
        [batch],
      ),
      int32([total], []),
      ...(attributes.do_rotary === 0 ? [] : tables),
      ...more,
    ],
    attributes: { num_heads: heads, kv_num_heads: keyHeads, do_rotary: 1, ...attributes },
    outputs: ["y", "present_key", "present_value"],
    ...(query.counts && { counts: query.counts }),
  };
}

describe("GroupQueryAttention", () => {
  test.each<Row>([
    ["a prompt", groupQuery({})],
    ["a packed prompt", groupQuery({ isPacked: true })],
    ["without rotation", groupQuery({}, { do_rotary: 0 })],
    ["one token after a past", groupQuery({ tokens: 1, past: 6 })],
    ["one packed token after a past", groupQuery({ tokens: 1, past: 6, isPacked: true })],
    ["several tokens after a past", groupQuery({ batch: 1, past: 6 })],
    ["a window", groupQuery({ tokens: 9 }, { local_window_size: 3 })],
    ["a window after a past", groupQuery({ tokens: 1, past: 9 }, { local_window_size: 3 })],
    ["a soft cap", groupQuery({}, { softcap: { float: 0.5 } })],
    ["interleaved pairs", groupQuery({}, { rotary_interleaved: 1 })],
    ["rotation of some components", groupQuery({ width: 32, pairs: 8 })],
    ["a scale of its own", groupQuery({}, { scale: { float: 0.7 } })],
    ["a smooth softmax", groupQuery({}, { smooth_softmax: 1 })],
    // The kernel reads all positions only after a past.
    ["positions given", groupQuery({ tokens: 1, past: 6, more: [int64Rows([[4], [9]])] })],
    ["an attention bias", groupQuery({ more: [undefined, noise(1, 1, 5, 5)] })],
    [
      "a bias by head, soft cap",
      groupQuery({ more: [undefined, noise(2, heads, 5, 5)] }, { softcap: { float: 0.5 } }),
    ],
    ["sinks by head", groupQuery({ more: [undefined, undefined, noise(heads)] })],
    [
      "rows padded on the right, where it counts",
      groupQuery({ lengths: [5, 3], counts: (index) => index < 8 * heads * width }),
    ],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

const hidden = heads * width;

function multiHead(
  inputs: FusedNode["inputs"],
  attributes: Attributes = {},
  outputs = 1,
): FusedNode {
  return {
    op: "MultiHeadAttention",
    inputs,
    attributes: { num_heads: heads, ...attributes },
    outputs: ["y", "present_key", "present_value"].slice(0, outputs),
  };
}

const apart = (tokens = 5, keys = tokens) => [
  noise(2, tokens, hidden),
  noise(2, keys, hidden),
  noise(2, keys, hidden),
];
const none = [undefined, undefined];

describe("MultiHeadAttention", () => {
  test.each<Row>([
    ["plain", multiHead(apart())],
    ["biases", multiHead([...apart(), noise(3 * hidden)])],
    ["unidirectional", multiHead(apart(), { unidirectional: 1 })],
    [
      "a padding mask",
      multiHead([...apart(), undefined, int32([1, 1, 1, 0, 0, 1, 1, 1, 1, 1], [2, 5])]),
    ],
    ["an attention bias", multiHead([...apart(), ...none, noise(2, heads, 5, 5)])],
    [
      "a past",
      multiHead(
        [...apart(2), ...none, undefined, noise(2, heads, 3, width), noise(2, heads, 3, width)],
        {},
        3,
      ),
    ],
    [
      "a past and unidirectional",
      multiHead(
        [...apart(2), ...none, undefined, noise(2, heads, 3, width), noise(2, heads, 3, width)],
        { unidirectional: 1 },
        3,
      ),
    ],
    ["keys from elsewhere", multiHead(apart(3, 6))],
    [
      "keys by head from elsewhere",
      multiHead([noise(2, 3, hidden), noise(2, heads, 6, width), noise(2, heads, 6, width)]),
    ],
    ["a scale of its own", multiHead(apart(), { scale: { float: 0.3 } })],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

/** A tensor as an initializer of a model. */
function held(tensor: Tensor) {
  return makeTensor("float32", tensor.dims, numbers(tensor));
}

function projected(
  more: FusedNode["inputs"],
  attributes: Attributes = {},
  sizes = [64, 64, 64],
): FusedNode {
  const width = sizes.reduce((sum, size) => sum + size);
  return {
    op: "Attention",
    inputs: [noise(2, 4, 32), held(noise(32, width)), held(noise(width)), ...more],
    attributes: { num_heads: heads, ...attributes },
    outputs: more[1] === undefined ? ["y"] : ["y", "present"],
  };
}

describe("Attention of onnxruntime", () => {
  test.each<Row>([
    ["plain", projected([])],
    ["unidirectional", projected([], { unidirectional: 1 })],
    ["a past", projected([undefined, noise(2, 2, heads, 3, width)], { unidirectional: 1 })],
    ["a mask of keys", projected([int32([1, 1, 0, 0, 1, 1, 1, 1], [2, 4])])],
    ["counts of keys", projected([int32([2, 4], [2])])],
    [
      "a mask of queries and keys",
      projected([
        int32(
          Array.from({ length: 32 }, (_, at) => Number(at % 5 !== 3)),
          [2, 4, 4],
        ),
      ]),
    ],
    ["values of another size", projected([], { qkv_hidden_sizes: [64, 64, 32] }, [64, 64, 32])],
    ["an attention bias", projected([undefined, undefined, noise(2, heads, 4, 4)])],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

function standard(
  inputs: FusedNode["inputs"],
  attributes: Attributes = {},
  outputs = 1,
): FusedNode {
  return {
    op: "Attention",
    domain: "",
    opset: 23,
    inputs,
    attributes,
    outputs: ["y", "present_key", "present_value"].slice(0, outputs),
  };
}

const byHead = (count = heads) => [
  noise(2, heads, 4, width),
  noise(2, count, 4, width),
  noise(2, count, 4, width),
];
const sideBySide = { q_num_heads: heads, kv_num_heads: keyHeads };
const shared = [noise(2, 4, hidden), noise(2, 4, hidden / 2), noise(2, 4, hidden / 2)];

describe("Attention of the standard", () => {
  test.each<Row>([
    ["by head", standard(byHead())],
    ["shared keys by head", standard(byHead(keyHeads))],
    ["side by side", standard(shared, sideBySide)],
    ["causal", standard(byHead(), { is_causal: 1 })],
    ["what is added to scores", standard([...byHead(), noise(4, 4)])],
    [
      "a soft cap and a scale",
      standard(byHead(), { softcap: { float: 0.4 }, scale: { float: 0.5 } }),
    ],
    [
      "a past",
      standard(
        [...shared, noise(4, 7), noise(2, keyHeads, 3, width), noise(2, keyHeads, 3, width)],
        sideBySide,
        3,
      ),
    ],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

function rotary(
  inputs: FusedNode["inputs"],
  attributes: Attributes = {},
  domain = "com.microsoft",
): FusedNode {
  return { op: "RotaryEmbedding", domain, opset: 23, inputs, attributes };
}

const at = int64Rows([
  [0, 1, 2, 3],
  [5, 6, 7, 8],
]);
const first = int64Rows([[3]]);

describe("RotaryEmbedding", () => {
  test.each<Row>([
    ["side by side", rotary([noise(2, 4, hidden), at, cos, sin])],
    ["by head", rotary([noise(2, heads, 4, width), at, cos, sin])],
    ["interleaved", rotary([noise(2, 4, hidden), at, cos, sin], { interleaved: 1 })],
    ["from one position on", rotary([noise(2, 4, hidden), first.reshape([1]), cos, sin])],
    [
      "some components",
      rotary([noise(2, 4, hidden), at, table(Math.cos, 4), table(Math.sin, 4)], {
        num_heads: heads,
        rotary_embedding_dim: 8,
      }),
    ],
    ["of the standard", rotary([noise(2, heads, 4, width), cos, sin, at], {}, "")],
    [
      "of the standard side by side",
      rotary([noise(2, 4, hidden), cos, sin, at], { num_heads: heads }, ""),
    ],
    [
      "of the standard, angles by token",
      rotary([noise(2, heads, 4, width), noise(2, 4, width / 2), noise(2, 4, width / 2)], {}, ""),
    ],
    [
      "of the standard, some components interleaved",
      rotary(
        [noise(2, heads, 4, width), table(Math.cos, 4), table(Math.sin, 4), at],
        { rotary_embedding_dim: 8, interleaved: 1 },
        "",
      ),
    ],
  ])("%s", async (_, node) => {
    await checkLowering(node);
  });
});

test("every expansion of attention and rotation has a row", () => {
  const tables = [groupQueryAttention, multiHeadAttention, standardAttention, rotaryEmbedding];
  expect([...checkedOps].sort()).toEqual(tables.flatMap((table) => Object.keys(table)).sort());
});
