import { type Port, serve } from "#protocol/channel";
import type { WorkerMethods } from "#protocol/worker-methods";
import { generate, lookThroughBlocks, mask, minimise, suggest, wordSteering } from "./answering.ts";
import { evaluate, evaluateCurves, evaluateErasure } from "./evaluating.ts";
import { explain } from "./explaining.ts";
import { download, installCuda } from "./fetching.ts";
import { Jobs } from "./jobs.ts";
import { Preparation } from "./preparation.ts";
import type { Workshop } from "./workshop.ts";

/** Answers `WorkerMethods` on `port`; knows no process and no runtime. */
export function serveWorker(port: Port, workshop: Workshop): void {
  const jobs = new Jobs();
  const preparation = new Preparation(workshop);
  serve<WorkerMethods>(port, {
    explain: (request, signal) => jobs.run(signal, () => explain(preparation, request, signal)),
    generate: (request, signal) => jobs.run(signal, () => generate(preparation, request, signal)),
    mask: (request, signal) => jobs.run(signal, () => mask(preparation, request, signal)),
    minimise: (request, signal) => jobs.run(signal, () => minimise(preparation, request, signal)),
    logitLens: (request, signal) =>
      jobs.run(signal, () => lookThroughBlocks(preparation, request, signal)),
    findWording: (request, signal) =>
      jobs.run(signal, () => wordSteering(preparation, request, signal)),
    evaluate: (request, signal) => jobs.run(signal, () => evaluate(preparation, request, signal)),
    evaluateCurves: (request, signal) =>
      jobs.run(signal, () => evaluateCurves(preparation, request, signal)),
    evaluateErasure: (request, signal) =>
      jobs.run(signal, () => evaluateErasure(preparation, request, signal)),
    suggestBaselines: (request, signal) =>
      jobs.run(signal, () => suggest(preparation, request, signal)),
    describeModel: (choice, signal) =>
      jobs.run(signal, async function* () {
        yield await workshop.describeModel(choice, signal);
      }),
    // What only asks and fetches need not wait for a run to end.
    listCachedModels: async function* (request) {
      yield { models: await workshop.listCachedModels(request) };
    },
    describeDownload: async function* (choice, signal) {
      yield await workshop.describeDownload(choice, signal);
    },
    downloadModel: (choice, signal) => download(workshop, choice, signal),
    describeCudaSupport: async function* (request, signal) {
      yield await workshop.describeCudaSupport(request, signal);
    },
    installCudaSupport: (request, signal) =>
      jobs.run(signal, () => installCuda(preparation, workshop, request, signal)),
  });
}
