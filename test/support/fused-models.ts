import type { AttributeValue } from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import type { OnnxModel } from "#onnx/graph";
import { elementTypes, makeTensor } from "#onnx/tensor";
import { noise } from "./lowering.ts";
import { buildModel } from "./onnx-builder.ts";
import { numbers } from "./onnx-runtime.ts";

type Attributes = Readonly<Record<string, AttributeValue>>;

const [heads, keyHeads, headWidth, width, inner, vocab] = [2, 1, 16, 32, 64, 40] as const;
const positions = 32;

/** Adds nodes and random weights of sizes that keep values near 1. */
class Builder {
  private readonly editor: GraphEditor;

  constructor(editor: GraphEditor) {
    this.editor = editor;
  }

  ms(op: string, inputs: readonly string[], attributes: Attributes = {}, count = 1): string[] {
    const outputs = Array.from({ length: count }, () => this.editor.freshName(op));
    this.editor.node(op, inputs, { domain: "com.microsoft", attributes, outputs });
    return outputs;
  }

  op(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.editor.node(op, inputs, { attributes });
  }

  weight(scale: number, ...dims: readonly number[]): string {
    const values = numbers(noise(...dims)).map((value) => value * scale);
    return this.editor.constant("weight", makeTensor("float32", dims, values));
  }

  /** The factors of a norm, around 1. */
  gamma(): string {
    const values = numbers(noise(width)).map((value) => 1 + value / 4);
    return this.editor.constant("gamma", makeTensor("float32", [width], values));
  }

  linear(x: string, from: number, to: number): string {
    return this.op("MatMul", [x, this.weight(2 / Math.sqrt(from), from, to)]);
  }

  /** The same by 4-bit weights in blocks of 32. */
  linear4(x: string, from: number, to: number): string {
    const bytes = numbers(noise(to, from / 2)).map((value) => Math.floor((value + 1) * 127.9));
    const dims = [to, from / 32, 16];
    const quantised = this.editor.constant("bytes", makeTensor("uint8", dims, bytes));
    const scales = this.weight(0.1, (to * from) / 32);
    return this.ms("MatMulNBits", [x, quantised, scales], {
      ...{ K: from, N: to, bits: 4, block_size: 32 },
    })[0]!;
  }

  /** cos or sin of the angles of rotary embeddings, `[positions, pairs]`. */
  angles(of: (angle: number) => number): string {
    const pairs = headWidth / 2;
    const values = Array.from({ length: positions * pairs }, (_, index) =>
      of(Math.floor(index / pairs) * 50 ** (-(index % pairs) / pairs)),
    );
    return this.editor.constant("angles", makeTensor("float32", [positions, pairs], values));
  }

  integers(...values: readonly number[]): string {
    return this.editor.int64s("ints", values);
  }
}

export interface FusedDecoderOptions {
  readonly bits?: 4 | 32;
  /** Attributes of GroupQueryAttention beyond its head counts. */
  readonly attention?: Attributes;
}

/**
 * A decoder of two blocks as onnxruntime-genai's model builder writes it: packed GroupQueryAttention with rotation,
 * norms fused with the residual sums, opset 21.
 */
export function fusedDecoder({ bits = 32, attention = {} }: FusedDecoderOptions = {}): OnnxModel {
  const cache = ["batch", keyHeads, "past", headWidth] as const;
  const layers = [0, 1].flatMap((layer) => ["key", "value"].map((part) => `${layer}.${part}`));
  return buildModel(
    {
      input_ids: ["int64", ["batch", "tokens"]],
      attention_mask: ["int64", ["batch", "total"]],
      ...Object.fromEntries(layers.map((n) => [`past_key_values.${n}`, ["float32", cache]])),
    },
    {
      logits: ["float32", ["batch", "tokens", vocab]],
      ...Object.fromEntries(layers.map((n) => [`present.${n}`, ["float32", cache]])),
    },
    (editor) => {
      const b = new Builder(editor);
      const linear = (x: string, from: number, to: number) =>
        bits === 4 ? b.linear4(x, from, to) : b.linear(x, from, to);
      const int32 = (value: string) => b.op("Cast", [value], { to: elementTypes.int32 });
      const ones = b.op("ReduceSum", ["attention_mask", b.integers(1)], { keepdims: 0 });
      const lengths = int32(b.op("Sub", [ones, b.integers(1)]));
      const shape = b.op("Shape", ["attention_mask"]);
      const total = int32(b.op("Gather", [shape, b.op("Squeeze", [b.integers(1)])]));
      const [cos, sin] = [b.angles(Math.cos), b.angles(Math.sin)];
      const presents: Record<string, string> = {};

      let sum = b.op("Gather", [b.weight(1, vocab, width), "input_ids"]);
      let normed = b.op("SimplifiedLayerNormalization", [sum, b.gamma()], { axis: -1 });
      const add = (x: string) => {
        const outputs = b.ms("SkipSimplifiedLayerNormalization", [sum, x, b.gamma()], {}, 4);
        [normed, sum] = [outputs[0]!, outputs[3]!];
      };
      for (const layer of [0, 1]) {
        const past = ["key", "value"].map((part) => `past_key_values.${layer}.${part}`);
        const packed = linear(normed, width, (heads + 2 * keyHeads) * headWidth);
        const [attended, key, value] = b.ms(
          "GroupQueryAttention",
          [packed, "", "", ...past, lengths, total, cos, sin],
          { num_heads: heads, kv_num_heads: keyHeads, do_rotary: 1, ...attention },
          3,
        );
        presents[`present.${layer}.key`] = key!;
        presents[`present.${layer}.value`] = value!;
        add(linear(attended!, heads * headWidth, width));
        const gate = linear(normed, width, inner);
        const open = b.op("Mul", [gate, b.op("Sigmoid", [gate])]);
        add(linear(b.op("Mul", [open, linear(normed, width, inner)]), inner, width));
      }
      return { logits: linear(normed, width, vocab), ...presents };
    },
    21,
  );
}

/** An encoder of two blocks as onnxruntime's optimiser fuses BERT, with its head. */
export function fusedEncoder(): OnnxModel {
  const tokens = ["batch", "tokens"] as const;
  return buildModel(
    {
      input_ids: ["int32", tokens],
      token_type_ids: ["int32", tokens],
      attention_mask: ["int32", tokens],
    },
    { logits: ["float32", [...tokens, vocab]] },
    (editor) => {
      const b = new Builder(editor);
      const tables = [vocab, positions, 2].map((rows) => b.weight(1, rows, width));
      const [embedded, lengths] = b.ms(
        "EmbedLayerNormalization",
        [
          "input_ids",
          "token_type_ids",
          ...tables,
          b.gamma(),
          b.weight(0.2, width),
          "attention_mask",
        ],
        {},
        2,
      );
      let x = embedded!;
      const add = (y: string) => {
        const inputs = [x, y, b.gamma(), b.weight(0.2, width), b.weight(0.2, width)];
        x = b.ms("SkipLayerNormalization", inputs)[0]!;
      };
      for (const _ of [0, 1]) {
        const [attended] = b.ms(
          "Attention",
          [x, b.weight(0.4, width, 3 * width), b.weight(0.2, 3 * width), lengths!],
          { num_heads: heads },
        );
        add(b.linear(attended!, width, width));
        const [active] = b.ms("BiasGelu", [b.linear(x, width, inner), b.weight(0.2, inner)]);
        add(b.linear(active!, inner, width));
      }
      const [active] = b.ms("FastGelu", [b.linear(x, width, width), b.weight(0.2, width)]);
      const inputs = [active!, b.gamma(), b.weight(0.2, width)];
      const normed = b.op("LayerNormalization", inputs, { axis: -1 });
      return { logits: b.op("Add", [b.linear(normed, width, vocab), b.weight(0.2, vocab)]) };
    },
  );
}
