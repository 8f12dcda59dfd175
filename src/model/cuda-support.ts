import { existsSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { cacheFolder } from "./cache-folder.ts";
import { type CudaArchive, cudaArchive } from "./cuda-archive.ts";

/** Where CUDA support is installed: outside the extension, so that its updates keep it. */
export function cudaFolder(archive: CudaArchive = cudaArchive): string {
  return join(cacheFolder("cuda"), archive.version);
}

/** Where onnxruntime looks for its providers: beside its own library. */
function runtimeFolder(): string {
  const { resolve } = createRequire(import.meta.url);
  const root = dirname(dirname(resolve("onnxruntime-node")));
  return join(root, "bin", "napi-v6", process.platform, process.arch);
}

/** True where every file of the archive lies in `folder`. */
export function isInstalled(folder = cudaFolder(), archive: CudaArchive = cudaArchive): boolean {
  return archive.files.every((file) => existsSync(join(folder, basename(file))));
}

/**
 * Puts links to the installed libraries beside onnxruntime's own, unless they are there. Returns why CUDA cannot be
 * used, where it cannot.
 */
export function linkCudaSupport(
  target = runtimeFolder(),
  folder = cudaFolder(),
  archive: CudaArchive = cudaArchive,
): string | undefined {
  if (isInstalled(target, archive)) return undefined;
  if (!isInstalled(folder, archive))
    return "its libraries are not installed (Install CUDA Support)";
  try {
    for (const file of archive.files) {
      const link = join(target, basename(file));
      if (existsSync(link)) continue;
      // a link to a folder that is gone exists only as a link
      rmSync(link, { force: true });
      symlinkSync(join(folder, basename(file)), link);
    }
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `its libraries cannot be put beside onnxruntime's (${reason})`;
  }
}
