import { mapTensors, nodeReads, type OnnxModel, sortNodes } from "./graph.ts";
import { OnnxError, type OnnxProblem } from "./problem.ts";
import { decodeModel, type Graph, type Tensor } from "./proto.ts";
import { rawByteLength } from "./tensor.ts";
import type { ByteSource } from "./wire.ts";

/** TensorProto.DataLocation.EXTERNAL. */
const externalLocation = 1;

/** Where a tensor's `location` leads: an absolute path, symbolic links resolved by the caller. */
export type LocateExternal = (location: string) => string;

/**
 * Opens the model in `source`, the file at the absolute path `path`, without reading its weights: every large
 * tensor becomes a region of a file. Throws OnnxError: `truncated`, `malformed`, `over-limit`, `no-graph`,
 * `bad-graph`, `bad-external-data`.
 */
export function openModel(
  source: ByteSource,
  path: string,
  locate: LocateExternal = besideModel(path),
): OnnxModel {
  const model = decodeModel(source, path);
  if (model.graph === undefined) throw new OnnxError([{ kind: "no-graph" }]);
  const problems: OnnxProblem[] = [];
  const graph = mapTensors(model.graph, (tensor) => locateTensor(tensor, locate, problems));
  const nodes = sortNodes(graph.nodes);
  problems.push(...graphProblems({ ...graph, nodes }));
  if (problems.length > 0) throw new OnnxError(problems);
  return { ...model, graph: { ...graph, nodes } };
}

/** What keeps sorted nodes from being an acyclic graph in which each value is made once. */
function graphProblems(graph: Graph): OnnxProblem[] {
  const problems: OnnxProblem[] = [];
  const made = new Set(graph.inputs.map(({ name }) => name));
  for (const { name } of graph.initializers) made.add(name ?? "");
  const madeByNodes = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  for (const node of graph.nodes) {
    for (const value of nodeReads(node)) {
      if (!madeByNodes.has(value) || made.has(value)) continue;
      problems.push({ kind: "bad-graph", value, reason: "made from itself" });
    }
    for (const value of node.outputs) {
      if (value === "") continue;
      if (made.has(value)) problems.push({ kind: "bad-graph", value, reason: "made twice" });
      made.add(value);
    }
  }
  return problems;
}

function besideModel(path: string): LocateExternal {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return (location) => folder + location;
}

function locateTensor(tensor: Tensor, locate: LocateExternal, problems: OnnxProblem[]): Tensor {
  if (tensor.dataLocation !== externalLocation) return tensor;
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value ?? ""]));
  const location = entries.get("location") ?? "";
  const offset = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? rawByteLength(tensor) ?? Number.NaN);
  const reason = faultOf(location, offset, length);
  if (reason !== undefined) {
    problems.push({ kind: "bad-external-data", tensor: tensor.name ?? "", location, reason });
    return tensor;
  }
  const { dataLocation, ...rest } = tensor;
  return { ...rest, externalData: [], raw: { path: locate(location), offset, length } };
}

function faultOf(location: string, offset: number, length: number): string | undefined {
  if (location === "") return "no location";
  if (/^([/\\]|[a-z]:)/i.test(location)) return "an absolute location";
  if (location.split(/[/\\]/).includes("..")) return "a location outside the model's folder";
  if (!Number.isSafeInteger(offset) || offset < 0) return "an offset that is no size";
  if (!Number.isSafeInteger(length) || length < 0) return "a length that is no size";
  return undefined;
}
