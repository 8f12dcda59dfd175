import { GraphEditor } from "#onnx/edit";
import { makeValueInfo, type OnnxModel } from "#onnx/graph";
import type { Tensor, ValueInfo } from "#onnx/proto";
import { elementTypes, makeTensor } from "#onnx/tensor";

/** The sizes of a GPT-2; `inner` is the width of the feed-forward layers. */
export interface Gpt2Shape {
  readonly layerCount: number;
  readonly headCount: number;
  readonly width: number;
  readonly inner: number;
  readonly vocabularySize: number;
  readonly positionCount: number;
}

/** The weight of Hugging Face's `GPT2LMHeadModel` by its name there; matrices are `[in, out]`. */
export type WeightOf = (name: string, dims: readonly number[]) => Tensor;

/**
 * A GPT-2 as optimum exports it: primitives of opset 14, ids, mask and positions in, a cache in and out, and a head
 * whose table is apart from that of the embeddings (`lm_head.weight`, here `[width, vocab]`).
 */
export function gpt2Model(shape: Gpt2Shape, weightOf: WeightOf): OnnxModel {
  const builder = new Gpt2Builder(shape, weightOf);
  return builder.build();
}

const opset = 14;
const cacheDims = (past: string, { headCount, width }: Gpt2Shape) =>
  ["batch_size", headCount, past, width / headCount] as const;

function emptyModel(shape: Gpt2Shape): OnnxModel {
  const perToken = (name: string, tokens: string) =>
    makeValueInfo(name, "int64", ["batch_size", tokens]);
  const pasts = cacheNames(shape).map((name) =>
    makeValueInfo(`past_key_values.${name}`, "float32", cacheDims("past_sequence_length", shape)),
  );
  const inputs: ValueInfo[] = [
    perToken("input_ids", "sequence_length"),
    perToken("attention_mask", "total_sequence_length"),
    perToken("position_ids", "sequence_length"),
    ...pasts,
  ];
  return {
    irVersion: 8,
    producerName: "promptlight",
    opsets: [{ domain: "", version: opset }],
    metadata: [],
    graph: { name: "gpt2", nodes: [], initializers: [], inputs, outputs: [], valueInfo: [] },
  };
}

function cacheNames({ layerCount }: Gpt2Shape): string[] {
  const layers = Array.from({ length: layerCount }, (_, layer) => layer);
  return layers.flatMap((layer) => [`${layer}.key`, `${layer}.value`]);
}

class Gpt2Builder {
  private readonly shape: Gpt2Shape;
  private readonly weightOf: WeightOf;
  private readonly editor: GraphEditor;

  constructor(shape: Gpt2Shape, weightOf: WeightOf) {
    this.shape = shape;
    this.weightOf = weightOf;
    this.editor = new GraphEditor(emptyModel(shape));
  }

  build(): OnnxModel {
    const { editor, shape } = this;
    const { width, vocabularySize, positionCount, layerCount } = shape;
    const ids = this.weight("transformer.wte.weight", [vocabularySize, width]);
    const positions = this.weight("transformer.wpe.weight", [positionCount, width]);
    let hidden = this.op(
      "Add",
      this.op("Gather", ids, "input_ids"),
      this.op("Gather", positions, "position_ids"),
    );
    const bias = this.attentionBias();
    for (let layer = 0; layer < layerCount; layer++) {
      hidden = this.op("Add", hidden, this.attention(layer, hidden, bias));
      hidden = this.op("Add", hidden, this.feedForward(layer, hidden));
    }
    const normal = this.layerNorm("transformer.ln_f", hidden);
    const logits = this.op(
      "MatMul",
      normal,
      this.weight("lm_head.weight", [width, vocabularySize]),
    );
    const logitsDims = ["batch_size", "sequence_length", vocabularySize];
    editor.output(makeValueInfo("logits", "float32", logitsDims), logits);
    return editor.finish();
  }

  /** `[batch, 1, tokens, total]`: 0 where a token attends, the lowest float where it must not. */
  private attentionBias(): string {
    const total = this.sizeOf("attention_mask", 1);
    const tokens = this.sizeOf("input_ids", 1);
    const past = this.op("Sub", total, tokens);
    const own = this.op("Add", this.range(tokens), past);
    const row = this.op("Unsqueeze", own, this.int64s([1]));
    const isPast = this.op("LessOrEqual", this.range(total), row);
    const mask = this.cast(elementTypes.bool, "attention_mask");
    const isShown = this.op("And", isPast, this.op("Unsqueeze", mask, this.int64s([1, 2])));
    return this.op("Where", isShown, this.scalar(0), this.scalar(-3.4028234663852886e38));
  }

  private attention(layer: number, hidden: string, bias: string): string {
    const { editor, shape } = this;
    const { headCount, width } = shape;
    const headWidth = width / headCount;
    const name = `transformer.h.${layer}`;
    const joint = this.linear(
      `${name}.attn.c_attn`,
      this.layerNorm(`${name}.ln_1`, hidden),
      width,
      3 * width,
    );
    const outputs = ["query", "key", "value"].map((part) => editor.freshName(`${part}.${layer}`));
    editor.node("Split", [joint, this.int64s([width, width, width])], {
      attributes: { axis: 2 },
      outputs,
    });
    const heads = outputs.map((part) => {
      const split = this.op("Reshape", part, this.int64s([0, 0, headCount, headWidth]));
      return this.transpose(split, [0, 2, 1, 3]);
    });
    const query = heads[0]!;
    const [key, value] = ["key", "value"].map((part, at) =>
      this.extendCache(`${layer}.${part}`, heads[at + 1]!),
    ) as [string, string];
    const products = this.op("MatMul", query, this.transpose(key, [0, 1, 3, 2]));
    const scores = this.op(
      "Add",
      this.op("Div", products, this.scalar(Math.sqrt(headWidth))),
      bias,
    );
    const shares = editor.node("Softmax", [scores], { attributes: { axis: -1 } });
    const mixed = this.transpose(this.op("MatMul", shares, value), [0, 2, 1, 3]);
    const joined = this.op("Reshape", mixed, this.int64s([0, 0, width]));
    return this.linear(`${name}.attn.c_proj`, joined, width, width);
  }

  private extendCache(name: string, added: string): string {
    const attributes = { axis: -2 };
    const whole = this.editor.node("Concat", [`past_key_values.${name}`, added], { attributes });
    const dims = cacheDims("total_sequence_length", this.shape);
    this.editor.output(makeValueInfo(`present.${name}`, "float32", dims), whole);
    return whole;
  }

  /** Two layers with the tanh form of GELU between them. */
  private feedForward(layer: number, hidden: string): string {
    const { width, inner } = this.shape;
    const name = `transformer.h.${layer}`;
    const normal = this.layerNorm(`${name}.ln_2`, hidden);
    const x = this.linear(`${name}.mlp.c_fc`, normal, width, inner);
    const cubed = this.op("Mul", this.op("Pow", x, this.scalar(3)), this.scalar(0.044715));
    const argument = this.op("Mul", this.op("Add", x, cubed), this.scalar(Math.sqrt(2 / Math.PI)));
    const share = this.op("Add", this.op("Tanh", argument), this.scalar(1));
    const gelu = this.op("Mul", this.op("Mul", x, this.scalar(0.5)), share);
    return this.linear(`${name}.mlp.c_proj`, gelu, inner, width);
  }

  private layerNorm(name: string, hidden: string): string {
    const { width } = this.shape;
    const mean = (value: string) =>
      this.editor.node("ReduceMean", [value], { attributes: { axes: [-1] } });
    const centred = this.op("Sub", hidden, mean(hidden));
    const variance = mean(this.op("Pow", centred, this.scalar(2)));
    const deviation = this.op("Sqrt", this.op("Add", variance, this.scalar(1e-5)));
    const scaled = this.op(
      "Mul",
      this.op("Div", centred, deviation),
      this.weight(`${name}.weight`, [width]),
    );
    return this.op("Add", scaled, this.weight(`${name}.bias`, [width]));
  }

  /** x W + b over all tokens of all rows at once, by Gemm between two Reshapes. */
  private linear(name: string, value: string, from: number, to: number): string {
    const flat = this.op("Reshape", value, this.int64s([-1, from]));
    const weight = this.weight(`${name}.weight`, [from, to]);
    const product = this.op("Gemm", flat, weight, this.weight(`${name}.bias`, [to]));
    const attributes = { axis: 0 };
    const shape = this.editor.node("Concat", [this.op("Shape", "input_ids"), this.int64s([to])], {
      attributes,
    });
    return this.op("Reshape", product, shape);
  }

  private op(op: string, ...inputs: string[]): string {
    return this.editor.node(op, inputs);
  }

  private cast(to: number, value: string): string {
    return this.editor.node("Cast", [value], { attributes: { to } });
  }

  private transpose(value: string, perm: readonly number[]): string {
    return this.editor.node("Transpose", [value], { attributes: { perm } });
  }

  /** The size of one axis, int64 `[]`. */
  private sizeOf(value: string, axis: number): string {
    return this.op("Gather", this.op("Shape", value), this.index(axis));
  }

  /** 0 to `end` - 1. */
  private range(end: string): string {
    return this.op("Range", this.index(0), end, this.index(1));
  }

  private index(value: number): string {
    return this.editor.constant("index", makeTensor("int64", [], [value]));
  }

  private int64s(values: readonly number[]): string {
    return this.editor.int64s("sizes", values);
  }

  private scalar(value: number): string {
    return this.editor.constant("scalar", makeTensor("float32", [], [value]));
  }

  private weight(name: string, dims: readonly number[]): string {
    return this.editor.constant(name, this.weightOf(name, dims));
  }
}
