import { mapTensors, type OnnxModel } from "./graph.ts";
import { constantsToInitializers } from "./normalise/constants.ts";
import { OnnxError, type OnnxProblem } from "./problem.ts";
import { encodeModel, type Tensor } from "./proto.ts";

/**
 * Serialises a model to bytes that hold its graph and small constants; every located tensor points as external
 * data into the untouched file it was found in, by its path within `folder` (absolute, "/" by default; "C:\"
 * where files lie on a Windows drive). Open the bytes in onnxruntime with
 * `extra: {"session.model_external_initializers_file_folder_path": folder}`. Throws OnnxError `outside-folder`.
 */
export function writeModel(model: OnnxModel, folder = "/"): Uint8Array {
  const problems: OnnxProblem[] = [];
  // onnxruntime reads external data of initializers alone.
  const graph = mapTensors(constantsToInitializers(model.graph), (tensor) =>
    pointToFile(tensor, folder, problems),
  );
  if (problems.length > 0) throw new OnnxError(problems);
  return encodeModel({ ...model, graph });
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
