import type { CallWorker } from "#cli/io";
import { connect, portPair } from "#protocol/channel";
import type { WorkerMethods } from "#protocol/worker-methods";
import { localWorkshop } from "#worker/local-workshop";
import { serveWorker } from "#worker/serve";
import { bundledFolder } from "./support.ts";

/** The worker that the command line runs, with real models, in this process. */
export function realWorker(): CallWorker {
  const [here, there] = portPair();
  serveWorker(there, localWorkshop(bundledFolder));
  return connect<WorkerMethods>(here);
}
