import type { Explanation, Feature, Target, TargetToken } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { GenerateRequest, PromptSource, TaskRequest } from "#protocol/request";
import { type Perturb, perturbation } from "./baselines.ts";
import { buildFeatures } from "./features.ts";
import type { Answer, EncodedPrompt, ScoringModel } from "./scoring-model.ts";
import { type Value, valueKinds } from "./targets.ts";

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
  readonly span: { readonly start: number; readonly end: number };
  readonly value: Value;
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
): Task {
  const whole = { start: 0, end: targetIds.length };
  const span = request.target.span ?? whole;
  if (targetIds.length === 0)
    throw new ExplainError({
      kind: "nothing-to-explain",
      message: `${model.name} ended its answer at once: there are no output tokens.`,
      remedy: "Change the prompt, or give the answer to explain as the target.",
    });
  if (!(span.start >= 0 && span.start < span.end && span.end <= targetIds.length))
    throw new ExplainError({
      kind: "invalid-option",
      message: `Output tokens ${span.start} to ${span.end} do not exist: the answer has ${targetIds.length}.`,
      remedy: "Choose a part of the answer.",
    });
  const choice = { ...request.features, ...shiftedKeep(request, offset) };
  const features = buildFeatures(prompt, choice);
  if (features.length === 0)
    throw new ExplainError({
      kind: "empty-prompt",
      message: "Nothing of the prompt is left to mask.",
      remedy: "Keep less of it fixed, or select more.",
    });
  return {
    request,
    prompt,
    offset,
    features,
    perturb: perturbation(model, prompt, features, choice, request.baseline, request.seed),
    targetIds,
    span,
    value: valueKinds[request.value],
  };
}

/** The fields of a result that say what was asked: prompt, features and settings in the user's offsets. */
export function describeTask(
  model: ScoringModel,
  { request, prompt, offset, features }: Task,
): Pick<
  Explanation,
  "schema" | "model" | "device" | "deviceNotes" | "seed" | "settings" | "prompt" | "features"
> {
  const shift = <S extends { start: number; end: number }>(span: S): S => ({
    ...span,
    start: span.start + offset,
    end: span.end + offset,
  });
  return {
    schema: 1,
    model: model.name,
    device: model.device,
    ...(model.deviceNotes?.length ? { deviceNotes: model.deviceNotes } : {}),
    seed: request.seed,
    settings: {
      frame: prompt.isChat ? "chat" : "raw",
      granularity: request.features.granularity,
      baseline: baselineName(request),
      value: request.value,
      maxNewTokens: request.generation.maxNewTokens,
      temperature: request.generation.temperature,
      ...(request.generation.topK === undefined ? {} : { topK: request.generation.topK }),
      ...(request.generation.topP === undefined ? {} : { topP: request.generation.topP }),
      ...(request.prompt.system === undefined ? {} : { system: request.prompt.system }),
    },
    prompt: { text: request.prompt.text, tokens: prompt.tokens.map(shift) },
    features: features.map((feature) => ({
      ...shift(feature),
      ...(feature.spans ? { spans: feature.spans.map(shift) } : {}),
    })),
  };
}

/** The explained tokens with their log-probabilities [targets of the span]. */
export function describeTarget(model: ScoringModel, task: Task, logProbs: Float64Array): Target {
  const pieces = model.decode(task.targetIds);
  const tokens = task.targetIds.map(
    (id, index): TargetToken => ({ id, text: pieces[index]!, logProb: logProbs[index]! }),
  );
  const explained = tokens.slice(task.span.start, task.span.end);
  return { text: explained.map((token) => token.text).join(""), tokens: explained };
}

/** `zero`, `token:0`, `text:…`: as the command line names it. */
function baselineName({ baseline }: TaskRequest): string {
  switch (baseline.kind) {
    case "token":
      return `token:${baseline.id}`;
    case "text":
      return `text:${baseline.text}`;
    case "sampled":
      return `sampled:${baseline.texts.join("|")}`;
    default:
      return baseline.kind;
  }
}

function shiftedKeep({ features: { keep } }: TaskRequest, offset: number) {
  return keep
    ? { keep: keep.map(({ start, end }) => ({ start: start - offset, end: end - offset })) }
    : {};
}
