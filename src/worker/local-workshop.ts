import { describeDownload, downloadModel, listCachedModels } from "#model/download-model";
import { describeCudaSupport, installCudaSupport } from "#model/install-cuda";
import { describeLocalModel, openLocalModel } from "#model/open-local-model";
import type { Workshop } from "./serve.ts";

/** The models of this machine: those in `bundledFolder` by name, folders, and the hub. */
export function localWorkshop(bundledFolder: string): Workshop {
  return {
    openModel: (choice, onProgress, signal, kind) =>
      openLocalModel(choice, { bundledFolder, onProgress, signal, kind }),
    describeModel: (choice, signal) => describeLocalModel(choice, { bundledFolder, signal }),
    listCachedModels: async (request) => listCachedModels(request),
    describeDownload: (choice, signal) => describeDownload(choice, { bundledFolder, signal }),
    downloadModel: (choice, onProgress, signal) =>
      downloadModel(choice, { bundledFolder, onProgress, signal }),
    describeCudaSupport: (request, signal) => describeCudaSupport({ ...request, signal }),
    installCudaSupport: (request, onProgress, signal) =>
      installCudaSupport({ ...request, onProgress, signal }),
  };
}
