import type { CallWorker } from "#cli/io";
import { workerInProcess } from "#worker/in-process";
import { bundledFolder } from "./support.ts";

/** The worker that the command line runs, with real models, in this process. */
export function realWorker(): CallWorker {
  return workerInProcess(bundledFolder);
}
