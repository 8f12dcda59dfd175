import { intAttribute, intsAttribute } from "#onnx/attribute";
import type { GraphEditor } from "#onnx/edit";
import { constantTensor, type GraphIndex } from "#onnx/graph";
import { blockWeights } from "#onnx/lower/block-quantized";
import { Expansion, NotLowered } from "#onnx/lower/expansion";
import { OnnxError } from "#onnx/problem";
import type { Node } from "#onnx/proto";

/** Cuts the parts of a vocabulary projection that belong to given token ids; the rest of its weights is not read. */
export class LabelRows {
  private readonly editor: GraphEditor;
  private readonly index: GraphIndex;
  private readonly ids: string;

  /** `ids`: an int64 vector `[labels]`. */
  constructor(editor: GraphEditor, index: GraphIndex, ids: string) {
    this.editor = editor;
    this.index = index;
    this.ids = ids;
  }

  /** The projection of `hidden` to the labels alone. Throws OnnxError `no-label-rows`. */
  projection(node: Node, hidden: string): string {
    if (node.op === "MatMulNBits") return this.blockQuantized(node, hidden);
    if (node.op === "MatMulBnb4") throw cannotCut(node);
    const [from = "", weight = "", ...others] = node.inputs;
    const cut = this.columnsOf(others);
    cut.set(weight, this.slices(weight, intAttribute(node, "transB") === 1 ? 0 : 1));
    return this.editor.copyNode(node, cut.set(from, hidden));
  }

  /** An op on each logit alone that reads `logits` in place of `input`; what else it reads is cut to the labels. */
  pointwise(node: Node, input: string, logits: string): string {
    const others = node.inputs.filter((value) => value !== input);
    return this.editor.copyNode(node, this.columnsOf(others).set(input, logits));
  }

  /** A matrix's slices along `axis`, taken where its numbers lie, before they are turned, cast or dequantised. */
  private slices(matrix: string, axis: number): string {
    const node = this.index.producers.get(matrix);
    if (!node || !sliceable(node)) return this.gather(matrix, axis);
    const [from = "", ...others] = node.inputs;
    const isByToken = node.op === "DequantizeLinear" && (intAttribute(node, "axis") ?? 1) === axis;
    const parts = this.columnsOf(isByToken ? others : []);
    const along = node.op === "Transpose" ? (intsAttribute(node, "perm") ?? [1, 0])[axis]! : axis;
    return this.editor.copyNode(node, parts.set(from, this.slices(from, along)));
  }

  private columnsOf(values: readonly string[]): Map<string, string> {
    return new Map(values.map((value) => [value, this.columns(value)]));
  }

  /** What is read beside the logits, `[…, vocab]` or one number for all: of the former the labels' columns. */
  private columns(value: string): string {
    const size = constantTensor(this.index, value)?.dims.at(-1) ?? 1;
    if (size !== 1) return this.gather(value, -1);
    const node = this.index.producers.get(value);
    if (!node || !scaling.has(node.op)) return value;
    const cut = this.columnsOf(node.inputs);
    const isCut = node.inputs.some((input) => cut.get(input) !== input);
    return isCut ? this.editor.copyNode(node, cut) : value;
  }

  private blockQuantized(node: Node, hidden: string): string {
    const e = new Expansion(this.editor, this.index, node);
    try {
      const weights = blockWeights(e, (rows) => this.gather(rows, 0));
      const product = e.op("MatMul", [hidden, e.transpose(weights, 1, 0)]);
      const bias = e.input(5);
      return bias === undefined ? product : e.add(product, this.columns(bias));
    } catch (error) {
      throw error instanceof NotLowered ? cannotCut(node) : error;
    }
  }

  private gather(value: string, axis: number): string {
    return this.editor.node("Gather", [value, this.ids], { attributes: { axis } });
  }
}

/** True of what changes each number of a matrix alone, or its place. */
function sliceable(node: Node): boolean {
  if (node.op === "DequantizeLinear") return !intAttribute(node, "block_size");
  return ["Transpose", "Cast", "Identity"].includes(node.op);
}

/** Ops that make the scale of a quantised projection from one number and one for each token id. */
const scaling = new Set(["Cast", "Mul", "Identity"]);

function cannotCut(node: Node): OnnxError {
  const name = node.name || node.outputs[0]!;
  return new OnnxError([{ kind: "no-label-rows", op: node.op, node: name }]);
}
