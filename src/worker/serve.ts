import { buildClassTask, withClasses } from "#explain/classes/class-task";
import { CoalitionMemory } from "#explain/coalitions";
import { coarseToFine } from "#explain/coarse-to-fine";
import { estimateRun } from "#explain/estimate";
import { firstColours } from "#explain/first-colours";
import { logitLens } from "#explain/logit-lens";
import { evaluatesOften, methods } from "#explain/methods";
import { findMinimalPrompt } from "#explain/minimal/minimal-prompt";
import { ownEmbedder } from "#explain/own-embedder";
import type { Answer } from "#explain/scoring-model";
import { findWording } from "#explain/steering/find-wording";
import { suggestBaselines } from "#explain/suggest-baselines";
import { buildTask, fitPrompt, givenTarget, type Task } from "#explain/task";
import { measureCurves } from "#metrics/class-curves";
import { measureErasure } from "#metrics/erasure";
import { evaluateMethods } from "#metrics/evaluate-methods";
import { measureMasking } from "#metrics/masking";
import { type Port, serve } from "#protocol/channel";
import type { ClassChoice } from "#protocol/classes";
import type { CurveRequest, ErasureRequest, EvaluationRequest } from "#protocol/evaluation";
import type { Explanation } from "#protocol/explanation";
import type {
  ExplainRequest,
  GenerateRequest,
  LensRequest,
  MaskRequest,
  MinimalRequest,
  ModelChoice,
  SuggestRequest,
  TaskRequest,
  WordingRequest,
} from "#protocol/request";
import type {
  CachedModel,
  CacheRequest,
  CudaRequest,
  CudaSupport,
  DownloadOffer,
  ModelInfo,
  Progress,
  WorkerMethods,
} from "#protocol/worker-methods";
import { Answers } from "./answers.ts";
import { Embedders, type OpenEmbedderOf } from "./embedders.ts";
import { Jobs } from "./jobs.ts";
import { Models, type OpenedModel, type OpenModel } from "./models.ts";
import { Stages } from "./stages.ts";
import { withEvaluations } from "./with-evaluations.ts";
import { type OnLoaded, withProgress } from "./with-progress.ts";

/** What the worker needs from the machine it runs on. */
export interface Workshop {
  readonly openModel: OpenModel;
  readonly openEmbedder: OpenEmbedderOf;
  /** Throws ExplainError when there is no such model, or none that can be explained. */
  describeModel(choice: ModelChoice, signal: AbortSignal): Promise<ModelInfo>;
  listCachedModels(request: CacheRequest): Promise<readonly CachedModel[]>;
  /** Throws ExplainError when the hub has no such model, or does not give it. */
  describeDownload(choice: ModelChoice, signal: AbortSignal): Promise<DownloadOffer>;
  downloadModel(
    choice: ModelChoice,
    onFetched: OnLoaded,
    signal: AbortSignal,
  ): Promise<CachedModel>;
  describeCudaSupport(request: CudaRequest, signal: AbortSignal): Promise<CudaSupport>;
  /** Resolves to why CUDA still cannot be used, where it cannot. */
  installCudaSupport(
    request: CudaRequest,
    onFetched: OnLoaded,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

/** Answers `WorkerMethods` on `port`; knows no process and no runtime. */
export function serveWorker(port: Port, workshop: Workshop): void {
  const jobs = new Jobs();
  const models = new Models(workshop.openModel);
  const embedders = new Embedders(workshop.openEmbedder);
  const answers = new Answers();
  const memory = new CoalitionMemory();
  serve<WorkerMethods>(port, {
    explain: (request, signal) => jobs.run(signal, () => explain(request, signal)),
    generate: (request, signal) => jobs.run(signal, () => generate(request, signal)),
    mask: (request, signal) => jobs.run(signal, () => mask(request, signal)),
    minimise: (request, signal) => jobs.run(signal, () => minimise(request, signal)),
    logitLens: (request, signal) => jobs.run(signal, () => look(request, signal)),
    findWording: (request, signal) => jobs.run(signal, () => word(request, signal)),
    evaluate: (request, signal) => jobs.run(signal, () => evaluate(request, signal)),
    evaluateCurves: (request, signal) => jobs.run(signal, () => evaluateCurves(request, signal)),
    evaluateErasure: (request, signal) => jobs.run(signal, () => evaluateErasure(request, signal)),
    suggestBaselines: (request, signal) => jobs.run(signal, () => suggest(request, signal)),
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
    downloadModel: download,
    describeCudaSupport: async function* (request, signal) {
      yield await workshop.describeCudaSupport(request, signal);
    },
    installCudaSupport: (request, signal) => jobs.run(signal, () => installCuda(request, signal)),
  });

  async function* download(
    choice: ModelChoice,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["downloadModel"]["yields"], void> {
    const stages = new Stages("downloading");
    yield { progress: stages.at() };
    const fetching = withProgress(
      (onFetched) => workshop.downloadModel(choice, onFetched, signal),
      signal,
    );
    let step = await fetching.next();
    for (; !step.done; step = await fetching.next())
      yield { progress: stages.at(step.value.done, step.value.total) };
    stages.enter("done");
    if (step.value) yield { progress: stages.at(), downloaded: step.value };
  }

  async function* installCuda(
    request: CudaRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["installCudaSupport"]["yields"], void> {
    const problem = yield* withProgress(
      (onFetched) => workshop.installCudaSupport(request, onFetched, signal),
      signal,
    );
    // the next run chooses a device anew
    await models.release();
    if (problem !== undefined) yield { done: 0, problem };
  }

  async function* explain(
    request: ExplainRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["explain"]["yields"], void> {
    const stages = new Stages("loading");
    if (request.classes) {
      yield* classify({ ...request, classes: request.classes }, stages, signal);
      return;
    }
    const prepared = yield* prepare(request, stages, signal);
    if (!prepared) return;
    const { model, task, answer } = prepared;
    stages.enter("explaining");
    yield { progress: stages.at(), answer };
    let first: Explanation | undefined;
    if (evaluatesOften.has(request.method))
      for await (first of firstColours(task, model, signal))
        yield { progress: stages.at(), answer, explanation: first };
    if (request.askAboveMs !== undefined) {
      const estimate = await estimateRun(task, model, request);
      if (estimate && estimate.ms > request.askAboveMs) {
        yield { progress: stages.at(), answer, ...(first ? { explanation: first } : {}), estimate };
        return;
      }
    }
    const method = methods[request.method];
    const explainer = request.features.coarseToFine ? coarseToFine(method) : method;
    let last: Explanation | undefined;
    for await (const update of withEvaluations(explainer, task, model, request, signal)) {
      last = update.explanation;
      const progress = last
        ? stages.at(last.evaluations, last.plannedEvaluations)
        : stages.at(update.scoredCount);
      const shown = last ?? first;
      yield { progress, answer, ...(shown ? { explanation: shown } : {}) };
    }
    stages.enter("done");
    if (last && !signal.aborted) yield { progress: stages.at(), answer, explanation: last };
  }

  /** Explains a class: there is no answer, and what is shown has every class. */
  async function* classify(
    request: ExplainRequest & { readonly classes: ClassChoice },
    stages: Stages,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["explain"]["yields"], void> {
    const model = yield* open(request.model, stages, signal, "any");
    if (!model) return;
    stages.enter("explaining");
    yield { progress: stages.at() };
    const task = await buildClassTask(model, request, memory);
    const explainer = methods[request.method];
    let last: Explanation | undefined;
    for await (const update of withEvaluations(explainer, task, model, request, signal)) {
      last = update.explanation && withClasses(task, update.explanation);
      const progress = last
        ? stages.at(last.evaluations, last.plannedEvaluations)
        : stages.at(update.scoredCount);
      yield { progress, ...(last ? { explanation: last } : {}) };
    }
    stages.enter("done");
    if (last && !signal.aborted) yield { progress: stages.at(), explanation: last };
  }

  async function* generate(
    request: GenerateRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["generate"]["yields"], void> {
    const stages = new Stages("loading");
    const model = yield* open(request.model, stages, signal);
    if (!model) return;
    const { prompt, offset } = fitPrompt(model, request);
    const tokens = prompt.tokens.map((token) => ({
      ...token,
      start: token.start + offset,
      end: token.end + offset,
    }));
    stages.enter("generating");
    for await (const answer of answers.to(model, prompt, request, signal))
      yield {
        progress: stages.at(answer.tokens.length),
        generation: {
          schema: 1,
          model: model.name,
          device: model.device,
          prompt: { text: request.prompt.text, tokens },
          ...answer,
        },
      };
  }

  async function* mask(
    request: MaskRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["mask"]["yields"], void> {
    const stages = new Stages("loading");
    const prepared = yield* prepare(request, stages, signal, { needsAnswer: !request.scoreOnly });
    if (!prepared) return;
    const { model, task, answer } = prepared;
    stages.enter("regenerating");
    const embedder = request.scoreOnly
      ? undefined
      : ((await embedders.open(request, signal)) ?? ownEmbedder(model));
    for await (const masking of measureMasking(model, task, request, answer, signal, embedder))
      yield { progress: stages.at(masking.randomSetCount, request.randomSetCount), masking };
  }

  async function* minimise(
    request: MinimalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["minimise"]["yields"], void> {
    const stages = new Stages("loading");
    const generation = { ...request.generation, temperature: 0 };
    const greedy = { ...request, target: {}, generation };
    const prepared = yield* prepare(greedy, stages, signal);
    if (!prepared?.own) return;
    stages.enter("explaining");
    const { model, task, own } = prepared;
    for await (const minimal of findMinimalPrompt(model, task, own, request.evaluations, signal)) {
      const { evaluations, plannedEvaluations } = minimal;
      yield { progress: stages.at(evaluations, plannedEvaluations), minimal };
    }
  }

  async function* look(
    { classes, ...request }: LensRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["logitLens"]["yields"], void> {
    const stages = new Stages("loading");
    const model = yield* open(request.model, stages, signal, "any");
    if (!model) return;
    stages.enter("explaining");
    yield { progress: stages.at() };
    const task = classes
      ? await buildClassTask(model, { ...request, classes }, memory)
      : { ...fitPrompt(model, request, 0), request };
    const lens = await logitLens(model, task);
    stages.enter("done");
    yield { progress: stages.at(), lens };
  }

  async function* word(
    request: WordingRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["findWording"]["yields"], void> {
    const stages = new Stages("loading");
    const prepared = yield* prepare(request, stages, signal);
    if (!prepared) return;
    stages.enter("explaining");
    for await (const wordings of findWording(prepared.model, prepared.task, request, signal))
      yield { progress: stages.at(wordings.wordings.length), wordings };
  }

  async function* evaluate(
    request: EvaluationRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["evaluate"]["yields"], void> {
    const stages = new Stages("loading");
    const prepared = yield* prepare(request, stages, signal, { needsAnswer: true });
    if (!prepared) return;
    const { model, task, answer } = prepared;
    stages.enter("explaining");
    const total = request.methods.length;
    yield { progress: stages.at(0, total) };
    const embedder = (await embedders.open(request, signal)) ?? ownEmbedder(model);
    const running = evaluateMethods(model, task, request, answer, signal, embedder);
    for await (const evaluation of running)
      yield { progress: stages.at(evaluation.methods.length, total), evaluation };
  }

  async function* evaluateCurves(
    request: CurveRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["evaluateCurves"]["yields"], void> {
    const stages = new Stages("loading");
    const model = yield* open(request.model, stages, signal, "any");
    if (!model) return;
    stages.enter("explaining");
    const total = request.methods.length;
    for await (const curves of measureCurves(model, request, signal))
      yield { progress: stages.at(curves.methods.length, total), curves };
  }

  async function* evaluateErasure(
    request: ErasureRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["evaluateErasure"]["yields"], void> {
    const stages = new Stages("loading");
    const model = yield* open(request.model, stages, signal, "any");
    if (!model) return;
    stages.enter("explaining");
    const total = request.methods.length;
    for await (const erasure of measureErasure(model, request, signal))
      yield { progress: stages.at(erasure.methods.length, total), erasure };
  }

  async function* suggest(
    request: SuggestRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods["suggestBaselines"]["yields"], void> {
    const stages = new Stages("loading");
    const model = yield* open(request.model, stages, signal);
    if (!model) return;
    stages.enter("explaining");
    const prompt = model.encode(request.prompt);
    const suggestions = await suggestBaselines(model, prompt, request, signal);
    stages.enter("done");
    yield { progress: stages.at(), suggestions };
  }

  /** The model, the task, and the model's answer to the whole prompt (or the given target's text); `own`: with its tokens. */
  async function* prepare(
    request: TaskRequest,
    stages: Stages,
    signal: AbortSignal,
    { needsAnswer = false } = {},
  ): AsyncGenerator<
    { progress: Progress; answer?: string },
    { model: OpenedModel; task: Task; answer: string; own?: Answer } | undefined
  > {
    const model = yield* open(request.model, stages, signal);
    if (!model) return undefined;
    const given = givenTarget(model, request);
    const fitted = fitPrompt(model, request, given?.length);
    stages.enter("generating");
    let answer: Answer | undefined;
    if (!given || needsAnswer)
      for await (answer of answers.to(model, fitted.prompt, request, signal))
        yield { progress: stages.at(answer.tokens.length), answer: answer.text };
    if (signal.aborted) return undefined;
    const ids = given ?? answer?.tokens.map((token) => token.id) ?? [];
    const task = buildTask(model, request, fitted, ids, memory);
    const text = answer?.text ?? model.decode(ids).join("");
    return { model, task, answer: text, ...(answer ? { own: answer } : {}) };
  }

  async function* open(
    choice: ModelChoice,
    stages: Stages,
    signal: AbortSignal,
    kind: "causal" | "any" = "causal",
  ): AsyncGenerator<{ progress: Progress }, OpenedModel | undefined> {
    yield { progress: stages.at() };
    const opening = models.open(choice, signal, kind);
    let step = await opening.next();
    while (!step.done) {
      yield { progress: stages.at(step.value.done, step.value.total) };
      step = await opening.next();
    }
    return step.value;
  }
}
