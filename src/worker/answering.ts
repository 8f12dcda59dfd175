import { buildClassTask } from "#explain/classes/class-task";
import { logitLens } from "#explain/logit-lens";
import { findMinimalPrompt } from "#explain/minimal/minimal-prompt";
import { ownEmbedder } from "#explain/own-embedder";
import { findWording } from "#explain/steering/find-wording";
import { suggestBaselines } from "#explain/suggest-baselines";
import { fitPrompt } from "#explain/task";
import { measureMasking } from "#metrics/masking";
import type {
  GenerateRequest,
  LensRequest,
  MaskRequest,
  MinimalRequest,
  SuggestRequest,
  WordingRequest,
} from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Preparation } from "./preparation.ts";
import { Stages } from "./stages.ts";

export async function* generate(
  preparation: Preparation,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["generate"]["yields"], void> {
  const stages = new Stages("loading");
  const model = yield* preparation.open(request.model, stages, signal);
  if (!model) return;
  const { prompt, offset } = fitPrompt(model, request);
  const tokens = prompt.tokens.map((token) => ({
    ...token,
    start: token.start + offset,
    end: token.end + offset,
  }));
  stages.enter("generating");
  for await (const answer of preparation.answers.to(model, prompt, request, signal))
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

export async function* mask(
  preparation: Preparation,
  request: MaskRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["mask"]["yields"], void> {
  const stages = new Stages("loading");
  const prepared = yield* preparation.prepare(request, stages, signal, {
    needsAnswer: !request.scoreOnly,
  });
  if (!prepared) return;
  const { model, task, answer } = prepared;
  stages.enter("regenerating");
  const embedder = request.scoreOnly
    ? undefined
    : ((await preparation.embedders.open(request, signal)) ?? ownEmbedder(model));
  for await (const masking of measureMasking(model, task, request, answer, signal, embedder))
    yield { progress: stages.at(masking.randomSetCount, request.randomSetCount), masking };
}

export async function* minimise(
  preparation: Preparation,
  request: MinimalRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["minimise"]["yields"], void> {
  const stages = new Stages("loading");
  const generation = { ...request.generation, temperature: 0 };
  const greedy = { ...request, target: {}, generation };
  const prepared = yield* preparation.prepare(greedy, stages, signal);
  if (!prepared?.own) return;
  stages.enter("explaining");
  const { model, task, own } = prepared;
  for await (const minimal of findMinimalPrompt(model, task, own, request.evaluations, signal)) {
    const { evaluations, plannedEvaluations } = minimal;
    yield { progress: stages.at(evaluations, plannedEvaluations), minimal };
  }
}

export async function* lookThroughBlocks(
  preparation: Preparation,
  { classes, ...request }: LensRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["logitLens"]["yields"], void> {
  const stages = new Stages("loading");
  const model = yield* preparation.open(request.model, stages, signal, "any");
  if (!model) return;
  stages.enter("explaining");
  yield { progress: stages.at() };
  const task = classes
    ? await buildClassTask(model, { ...request, classes }, preparation.memory)
    : { ...fitPrompt(model, request, 0), request };
  const lens = await logitLens(model, task);
  stages.enter("done");
  yield { progress: stages.at(), lens };
}

export async function* wordSteering(
  preparation: Preparation,
  request: WordingRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["findWording"]["yields"], void> {
  const stages = new Stages("loading");
  const prepared = yield* preparation.prepare(request, stages, signal);
  if (!prepared) return;
  stages.enter("explaining");
  for await (const wordings of findWording(prepared.model, prepared.task, request, signal))
    yield { progress: stages.at(wordings.wordings.length), wordings };
}

export async function* suggest(
  preparation: Preparation,
  request: SuggestRequest,
  signal: AbortSignal,
): AsyncGenerator<WorkerMethods["suggestBaselines"]["yields"], void> {
  const stages = new Stages("loading");
  const model = yield* preparation.open(request.model, stages, signal);
  if (!model) return;
  stages.enter("explaining");
  const prompt = model.encode(request.prompt);
  const suggestions = await suggestBaselines(model, prompt, request, signal);
  stages.enter("done");
  yield { progress: stages.at(), suggestions };
}
