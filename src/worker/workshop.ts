import { describeLocalModel, openLocalModel } from "#model/local-model";
import { type Call, connect, portPair } from "#protocol/channel";
import type { WorkerMethods } from "#protocol/worker-methods";
import { serveWorker, type Workshop } from "./serve.ts";

/** Models on this machine; `modelsFolder` holds the bundled ones, one folder each. */
export function localWorkshop(modelsFolder: string): Workshop {
  return {
    openModel: (choice, onProgress, signal) =>
      openLocalModel(choice, { bundledFolder: modelsFolder, onProgress, signal }),
    describeModel: (choice, signal) =>
      describeLocalModel(choice, { bundledFolder: modelsFolder, signal }),
  };
}

/** The same worker within this process: for the command line. */
export function workerInProcess(modelsFolder: string): Call<WorkerMethods> {
  const [here, there] = portPair();
  serveWorker(there, localWorkshop(modelsFolder));
  return connect<WorkerMethods>(here);
}
