import type { Checksum } from "./download.ts";

/**
 * What CUDA support is made of. onnxruntime-node 1.30.0 leaves its CUDA libraries out of the npm package; its own
 * postinstall (script/install-metadata.js: manifest `linux/x64:cuda12`, package `nuget:linux/x64:cuda12`) takes them
 * from this NuGet package of the same version. It has no CUDA for other platforms, Windows included. The TensorRT
 * library in the package is not needed.
 *
 * Not established here, where NuGet cannot be reached: the archive's size and checksum. They are therefore asked of
 * NuGet's catalog when it is installed, over HTTPS and apart from the archive; put them in as `checksum` once known,
 * and the catalog is not asked. On an update of onnxruntime-node change every version on this page.
 */
export const cudaArchive: CudaArchive = {
  version: "1.30.0",
  urls: [
    "https://api.nuget.org/v3-flatcontainer/microsoft.ml.onnxruntime.gpu.linux/1.30.0/microsoft.ml.onnxruntime.gpu.linux.1.30.0.nupkg",
  ],
  registration:
    "https://api.nuget.org/v3/registration5-semver1/microsoft.ml.onnxruntime.gpu.linux/1.30.0.json",
  platform: "linux",
  arch: "x64",
  files: [
    "runtimes/linux-x64/native/libonnxruntime_providers_shared.so",
    "runtimes/linux-x64/native/libonnxruntime_providers_cuda.so",
  ],
};

export interface CudaArchive {
  readonly version: string;
  /** The archive's places, tried in this order. */
  readonly urls: readonly string[];
  /** NuGet's registration leaf of the package: leads to the catalog entry with `packageHash` and `packageSize`. */
  readonly registration: string;
  readonly checksum?: Checksum;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Paths within the archive; the files go beside onnxruntime's own by their base names. */
  readonly files: readonly string[];
}
