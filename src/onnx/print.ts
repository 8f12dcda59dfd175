import { attributeTypes } from "./attribute.ts";
import type { OnnxModel } from "./graph.ts";
import type { Attribute, Dimension, Graph, Node, Tensor, ValueInfo } from "./proto.ts";
import { elementCount, elementTypeName, tensorValues } from "./tensor.ts";

/** Constants of at most this many elements are printed in full. */
const printedElements = 8;

/** Prints a model's graph as text, one line per input, initializer, node and output: for golden files. */
export function printModel(model: OnnxModel): string {
  const opsets = model.opsets.map(({ domain, version }) => `${domain || "ai.onnx"} ${version}`);
  return `opset ${opsets.join(", ")}\n${printGraph(model.graph)}`;
}

/** Prints a graph as text, each line after `indent`. */
export function printGraph(graph: Graph, indent = ""): string {
  const lines = [
    ...graph.inputs.map((value) => `input ${printValue(value)}`),
    ...graph.initializers.map((tensor) => `constant ${tensor.name} ${printTensor(tensor)}`),
    ...graph.nodes.map((node) => printNode(node, indent)),
    ...graph.outputs.map((value) => `output ${printValue(value)}`),
  ];
  return lines.map((line) => `${indent}${line}\n`).join("");
}

function printNode(node: Node, indent: string): string {
  const op = node.domain ? `${node.domain}.${node.op}` : node.op;
  const attributes = node.attributes.map(
    (attribute) => `${attribute.name}=${printAttribute(attribute, indent)}`,
  );
  const braces = attributes.length > 0 ? ` {${attributes.join(", ")}}` : "";
  return `${node.outputs.join(", ")} = ${op}(${node.inputs.join(", ")})${braces}`;
}

function printAttribute(attribute: Attribute, indent: string): string {
  switch (attribute.type) {
    case attributeTypes.float:
      return printFloat(attribute.float ?? 0);
    case attributeTypes.int:
      return String(attribute.int ?? 0);
    case attributeTypes.string:
      return JSON.stringify(new TextDecoder().decode(attribute.string));
    case attributeTypes.tensor:
      return attribute.tensor ? printTensor(attribute.tensor) : "no tensor";
    case attributeTypes.graph:
      return attribute.graph ? `\n${printGraph(attribute.graph, `${indent}    `)}` : "no graph";
    case attributeTypes.floats:
      return `[${attribute.floats.map(printFloat).join(", ")}]`;
    case attributeTypes.ints:
      return `[${attribute.ints.join(", ")}]`;
    default:
      return `attribute type ${attribute.type}`;
  }
}

function printTensor(tensor: Tensor): string {
  const type = `${printType(tensor.elementType)}[${tensor.dims.join(", ")}]`;
  const values = elementCount(tensor.dims) <= printedElements ? tensorValues(tensor) : undefined;
  if (values) return `${type} = ${values.map(printFloat).join(", ")}`;
  const { raw } = tensor;
  return raw && "path" in raw ? `${type} at ${raw.offset}` : type;
}

function printValue(value: ValueInfo): string {
  const tensor = value.type?.tensor;
  if (!tensor) return value.name;
  const dims = tensor.shape ? `[${tensor.shape.dims.map(printDimension).join(", ")}]` : "";
  return `${value.name} ${printType(tensor.elementType)}${dims}`;
}

function printType(elementType: number | undefined): string {
  return elementTypeName(elementType) ?? `type ${elementType}`;
}

function printDimension({ size, symbol }: Dimension): string {
  return String(size ?? symbol ?? "?");
}

/** The shortest decimal that names the same float32, integers as they are. */
function printFloat(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const digits = Array.from({ length: 9 }, (_, index) => Number(value.toPrecision(index + 1)));
  return String(digits.find((short) => Math.fround(short) === Math.fround(value)) ?? value);
}
