import { tensorAttribute } from "./attribute.ts";
import { mapTensors, type OnnxModel } from "./graph.ts";
import { OnnxError, type OnnxProblem } from "./problem.ts";
import { encodeModel, type Graph, type Node, type Tensor } from "./proto.ts";

/**
 * Serialises a model to bytes that hold its graph and small constants; every located tensor points as external
 * data into the untouched file it was found in, by its path within `folder` (absolute, "/" by default; "C:\"
 * where files lie on a Windows drive). Open the bytes in onnxruntime with
 * `extra: {"session.model_external_initializers_file_folder_path": folder}`. Throws OnnxError `outside-folder`.
 */
export function writeModel(model: OnnxModel, folder = "/"): Uint8Array {
  const problems: OnnxProblem[] = [];
  const graph = mapTensors(constantsToInitializers(model.graph), (tensor) =>
    pointToFile(tensor, folder, problems),
  );
  if (problems.length > 0) throw new OnnxError(problems);
  return encodeModel({ ...model, graph });
}

/** Located Constant nodes become initializers: onnxruntime reads external data nowhere else. */
function constantsToInitializers(graph: Graph): Graph {
  const located = new Map<Node, Tensor>();
  const nodes = graph.nodes.map((node) => {
    const tensor = node.op === "Constant" ? tensorAttribute(node, "value") : undefined;
    if (tensor && isLocated(tensor)) located.set(node, { ...tensor, name: node.outputs[0]! });
    const attributes = node.attributes.map((attribute) => ({
      ...attribute,
      ...(attribute.graph && { graph: constantsToInitializers(attribute.graph) }),
      graphs: attribute.graphs.map(constantsToInitializers),
    }));
    return located.has(node) ? node : { ...node, attributes };
  });
  return {
    ...graph,
    nodes: nodes.filter((node) => !located.has(node)),
    initializers: [...graph.initializers, ...located.values()],
  };
}

function isLocated(tensor: Tensor): boolean {
  return tensor.raw !== undefined && !(tensor.raw instanceof Uint8Array);
}

function pointToFile(tensor: Tensor, folder: string, problems: OnnxProblem[]): Tensor {
  const { raw, ...rest } = tensor;
  if (raw === undefined || raw instanceof Uint8Array) return tensor;
  const { path, offset, length } = raw;
  const root = /[/\\]$/.test(folder) ? folder : `${folder}/`;
  if (!path.startsWith(root)) problems.push({ kind: "outside-folder", path, folder });
  const location = path.slice(root.length).replaceAll("\\", "/");
  const externalData = [
    { key: "location", value: location },
    { key: "offset", value: String(offset) },
    { key: "length", value: String(length) },
  ];
  return { ...rest, dataLocation: 1, externalData };
}
