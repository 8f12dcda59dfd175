import type { Explanation, Target, TargetToken } from "#protocol/explanation";
import type { TaskRequest } from "#protocol/request";
import { alignTokens } from "./contrast.ts";
import type { ScoringModel } from "./scoring-model.ts";
import type { Task } from "./task.ts";

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
      ...given("keep", request.features.keep),
      ...given("marks", request.features.marks),
      ...given("groups", request.features.groups),
      baseline: baselineName(request),
      value: request.value,
      ...(request.versus === undefined ? {} : { versus: request.versus }),
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

function given<N extends string>(name: N, list: readonly unknown[] | undefined) {
  return list && list.length > 0 ? { [name]: list } : {};
}

/** The explained tokens with their log-probabilities, of `logProbs` [targets]. */
export function describeTarget(model: ScoringModel, task: Task, logProbs: Float64Array): Target {
  const { classes, span, targetIds } = task;
  const tokens = classes
    ? classes.readout.names.map((text, id) => ({ id, text, logProb: logProbs[id]! }))
    : tokensOf(model, targetIds, logProbs);
  const explained = tokens.slice(span.start, span.end);
  return { text: explained.map((token) => token.text).join(""), tokens: explained };
}

/** The other text of a contrast, in terms of the explained tokens: −1 is a token outside them. */
export function describeVersus(
  model: ScoringModel,
  { targetIds, versusIds = [], span }: Task,
  logProbs: Float64Array,
): NonNullable<Target["versus"]> {
  const aligned = alignTokens(targetIds, versusIds);
  const isExplained = (place: number) => place >= span.start && place < span.end;
  const tokens = tokensOf(model, versusIds, logProbs).map((token, index) => {
    const place = aligned[index]!;
    return { ...token, alignedWith: isExplained(place) ? place - span.start : -1 };
  });
  return { text: tokens.map((token) => token.text).join(""), tokens };
}

function tokensOf(
  model: ScoringModel,
  ids: readonly number[],
  logProbs: Float64Array,
): TargetToken[] {
  const pieces = model.decode(ids);
  return ids.map((id, index) => ({ id, text: pieces[index]!, logProb: logProbs[index]! }));
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
    case "noise":
      return `noise:${baseline.size}`;
    default:
      return baseline.kind;
  }
}
