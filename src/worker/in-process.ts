import { type Call, connect, portPair } from "#protocol/channel";
import type { WorkerMethods } from "#protocol/worker-methods";
import { localWorkshop } from "./local-workshop.ts";
import { serveWorker } from "./serve.ts";

export { registerValue } from "#explain/targets";

/** The worker within this process, over the same messages: for the command line and the library. */
export function workerInProcess(bundledFolder: string): Call<WorkerMethods> {
  const [here, there] = portPair();
  serveWorker(there, localWorkshop(bundledFolder));
  return connect<WorkerMethods>(here);
}
