import { describeDownload, downloadModel, listCachedModels } from "#model/download-model";
import { describeCudaSupport, installCudaSupport } from "#model/install-cuda";
import { describeLocalModel, openLocalModel } from "#model/open-local-model";
import { cachedEmbedder, openEmbedder } from "#model/sentence-embedder";
import type { Workshop } from "./workshop.ts";

/** The models of this machine: those in `bundledFolder` by name, folders, and the hub. */
export function localWorkshop(bundledFolder: string): Workshop {
  return {
    openModel: (choice, onProgress, signal, kind) =>
      openLocalModel(choice, { bundledFolder, onProgress, signal, kind }),
    openEmbedder: async ({ model, embedder }, signal) => {
      const source = embedder ?? cachedEmbedder(model);
      if (source === undefined) return undefined;
      const choice = { ...model, source, dtype: "auto", device: "cpu" } as const;
      return openEmbedder(choice, { bundledFolder, signal });
    },
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
