import type { ExplainedPart, Feature } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { FeatureChoice, GenerateRequest, PromptSource, TaskRequest } from "#protocol/request";
import type { Span } from "#text/span";
import { type Perturb, perturbation } from "./baselines.ts";
import type { ClassTask } from "./classes/class-value.ts";
import type { CoalitionMemory } from "./coalitions.ts";
import { buildFeatures } from "./features.ts";
import type { Answer, EncodedPrompt, ScoringModel } from "./scoring-model.ts";
import { makeValue, type Value } from "./targets.ts";

/** What every method is given: features, what absence means, and what is explained. */
export interface Task {
  readonly request: TaskRequest;
  readonly prompt: EncodedPrompt;
  /** UTF-16 code units of the user's text that were cut off in front, to fit the context. */
  readonly offset: number;
  readonly features: readonly Feature[];
  readonly perturb: Perturb;
  /** All of the target's tokens, teacher-forced; only those of `span` are explained. */
  readonly targetIds: readonly number[];
  readonly span: Span;
  /** Stretches of the target that are explained by themselves too. */
  readonly parts: readonly Pick<ExplainedPart, "span" | "text">[];
  readonly value: Value;
  /** What the target is contrasted with. */
  readonly versusIds?: readonly number[];
  /** In a class task the targets are classes, by their index, and this reads them. */
  readonly classes?: ClassTask;
  /** What the model said about this and other tasks. */
  readonly memory: CoalitionMemory;
}

/** Answers shorter than this are not worth a run: a prompt that leaves less room is too long. */
const leastAnswerTokenCount = 8;

/**
 * The prompt as the model reads it, cut where the request allows it. Throws ExplainError
 * `empty-prompt` or `prompt-too-long`.
 */
export function fitPrompt(
  model: ScoringModel,
  { prompt: source, tooLong, generation }: GenerateRequest,
  targetTokenCount?: number,
): { prompt: EncodedPrompt; offset: number } {
  if (source.text.trim() === "")
    throw new ExplainError({
      kind: "empty-prompt",
      message: "The text to explain is empty.",
      remedy: "Select some text, or put the cursor in a prompt.",
    });
  const prompt = model.encode(source);
  const reserve =
    targetTokenCount ?? Math.min(leastAnswerTokenCount, Math.max(1, generation.maxNewTokens));
  const room = model.contextTokenCount - reserve;
  const excess = prompt.tokens.length - room;
  if (excess <= 0) return { prompt, offset: 0 };
  if (tooLong === "fail")
    throw new ExplainError({
      kind: "prompt-too-long",
      message: `The prompt has ${prompt.tokens.length} tokens, ${excess} too many: ${model.name} reads ${model.contextTokenCount}, and ${reserve} are kept for the answer.`,
      remedy: "Keep only the end or only the start of it, select less, or choose another model.",
      excessTokenCount: excess,
      contextTokenCount: model.contextTokenCount,
    });
  const kept = model.truncate(source, room, tooLong === "keep-start" ? "start" : "end");
  const cut: PromptSource = { ...source, text: source.text.slice(kept.start, kept.end) };
  return { prompt: model.encode(cut), offset: kept.start };
}

/** The model's answer to a prompt, with the room that is left in its context. */
export function answerTo(
  model: ScoringModel,
  prompt: EncodedPrompt,
  { generation }: GenerateRequest,
  signal: AbortSignal,
): AsyncIterable<Answer> {
  const room = model.contextTokenCount - prompt.tokens.length;
  const maxNewTokens = Math.min(generation.maxNewTokens, room);
  const ids = prompt.tokens.map((token) => token.id);
  return model.generate({ ids }, { ...generation, maxNewTokens }, signal);
}

/** Ids that the request names as the target; none: the model's own answer is asked for. */
export function givenTarget(model: ScoringModel, { target }: TaskRequest): number[] | undefined {
  if (target.ids) {
    const unknown = target.ids.find(
      (id) => !Number.isInteger(id) || id < 0 || id >= model.vocabularySize,
    );
    if (unknown === undefined) return [...target.ids];
    throw new ExplainError({
      kind: "invalid-option",
      message: `${model.name} has no token ${unknown}, which the target names.`,
      remedy: `Use ids from 0 to ${model.vocabularySize - 1}, or give the target as text.`,
    });
  }
  return target.text === undefined ? undefined : model.encodeText(target.text);
}

/** The task for a fitted prompt and a known target. Throws ExplainError where an option does not fit. */
export function buildTask(
  model: ScoringModel,
  request: TaskRequest,
  { prompt, offset }: { prompt: EncodedPrompt; offset: number },
  targetIds: readonly number[],
  memory: CoalitionMemory,
): Task {
  const whole = { start: 0, end: targetIds.length };
  const { span = whole, parts = [] } = request.target;
  if (targetIds.length === 0)
    throw new ExplainError({
      kind: "nothing-to-explain",
      message: `${model.name} ended its answer at once: there are no output tokens.`,
      remedy: "Change the prompt, or give the answer to explain as the target.",
    });
  const outside = [span, ...parts].find(
    ({ start, end }) => !(start >= 0 && start < end && end <= targetIds.length),
  );
  if (outside)
    throw new ExplainError({
      kind: "invalid-option",
      message: `Output tokens ${outside.start} to ${outside.end} do not exist: the answer has ${targetIds.length}.`,
      remedy: "Choose a part of the answer.",
    });
  const versusIds = request.versus === undefined ? undefined : model.encodeText(request.versus);
  const pieces = model.decode(targetIds);
  return taskOver(
    model,
    request,
    { prompt, offset },
    {
      targetIds,
      span,
      parts: parts.map((part) => ({
        span: part,
        text: pieces.slice(part.start, part.end).join(""),
      })),
      value: makeValue(request.value, targetIds, versusIds),
      ...(versusIds ? { versusIds } : {}),
      memory,
    },
  );
}

/** The task of a fitted prompt once it is known what is explained. Throws ExplainError likewise. */
export function taskOver(
  model: ScoringModel,
  request: TaskRequest,
  { prompt, offset }: { prompt: EncodedPrompt; offset: number },
  explained: Pick<Task, "targetIds" | "span" | "parts" | "value" | "versusIds" | "memory">,
): Task {
  const features = buildFeatures(prompt, featureChoice(request, offset));
  if (features.length === 0)
    throw new ExplainError({
      kind: "empty-prompt",
      message: "Nothing of the prompt is left to mask.",
      remedy: "Keep less of it fixed, or select more.",
    });
  const perturb = perturbOf(model, { request, prompt, offset, features });
  return { request, prompt, offset, features, perturb, ...explained };
}

/** The same task over other features, or with another baseline. */
export function perturbedTask(
  model: ScoringModel,
  task: Task,
  { features = task.features, baseline = task.request.baseline },
): Task {
  const changed = { ...task, features, request: { ...task.request, baseline } };
  return { ...changed, perturb: perturbOf(model, changed) };
}

function perturbOf(
  model: ScoringModel,
  { request, prompt, offset, features }: Pick<Task, "request" | "prompt" | "offset" | "features">,
): Perturb {
  const { baseline, seed } = request;
  const shift = ({ start, end }: Span) => ({ start: start - offset, end: end - offset });
  const placed =
    baseline.kind === "text" && baseline.places
      ? { ...baseline, places: baseline.places.map((own) => ({ ...own, span: shift(own.span) })) }
      : baseline;
  return perturbation(model, prompt, features, featureChoice(request, offset), placed, seed);
}

/** What the request says of features, its stretches counted in the text that is left behind `offset`. */
export function featureChoice({ features }: TaskRequest, offset: number): FeatureChoice {
  const { keep, marks } = features;
  const shift = ({ start, end }: Span) => ({ start: start - offset, end: end - offset });
  return {
    ...features,
    ...(keep ? { keep: keep.map(shift) } : {}),
    ...(marks ? { marks: marks.map((mark) => mark.map(shift)) } : {}),
  };
}
