import type { CoalitionMemory } from "#explain/coalitions";
import type { LabelModel } from "#explain/inner-model";
import type { EncodedPrompt, ScoringModel } from "#explain/scoring-model";
import { fitPrompt, type Task, taskOver } from "#explain/task";
import type { ClassChoice, ClassResult } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import { explainsClasses, type MethodId, methodInfos } from "#protocol/methods";
import type { PromptSource, TaskRequest } from "#protocol/request";
import type { Span } from "#text/span";
import { type ClassFrame, type ClassReadout, classReadout } from "./class-readout.ts";
import { type ClassTask, classLogits, classValue, logShares } from "./class-value.ts";
import { aroundText } from "./prompted-text.ts";

/** A task whose targets are the classes: the explained one is its span, and every class a part of its own. */
export type TaskOfClasses = Task & { readonly classes: ClassTask };

/**
 * The task of explaining a class of `request.prompt` in its template (methods.md section 6). Throws ExplainError for a
 * template, verbalizer, label or method that does not fit, and as `fitPrompt`.
 */
export async function buildClassTask(
  given: ScoringModel,
  request: TaskRequest & { readonly classes: ClassChoice; readonly method?: MethodId },
  memory: CoalitionMemory,
): Promise<TaskOfClasses> {
  const { classes: choice, method } = request;
  const model = asLabelModel(given);
  checkMethod(method);
  const { kind } = model;
  const around = choice.template === undefined ? {} : { around: aroundText(choice.template, kind) };
  const source: PromptSource = {
    ...request.prompt,
    ...(kind === "masked" ? { frame: "raw" } : {}),
    ...around,
  };
  const asked = { ...request, prompt: source };
  const { prompt, offset } = fitPrompt(model, asked, 0);
  const positionOf = positions(model, prompt);
  const frame: ClassFrame = {
    source: (text) => ({ ...source, text }),
    positionOf: (ids) => positions(model, undefined)(ids),
    hasSpace: !prompt.isChat,
    readsFirstToken: kind === "causal",
  };
  const readout = await classReadout(model, choice.verbalizer, frame);
  const found: ClassTask = { readout, positionOf, versus: 0 };
  const ids = prompt.tokens.map((token) => token.id);
  const [logits] = await classLogits(found, [{ ids }]);
  const explained = labelIndex(readout, choice.label) ?? strongest(logits!);
  const versus = labelIndex(readout, choice.versus) ?? strongest(logits!, explained);
  const classes = { ...found, versus };
  const mask = model.specialIds.mask;
  const masks: Span[] = request.features.includeSpecial
    ? []
    : prompt.tokens.filter(({ id, start, end }) => id === mask && start < end);
  const keep = [
    ...(request.features.keep ?? []),
    ...masks.map(({ start, end }) => ({ start: start + offset, end: end + offset })),
  ];
  return {
    ...taskOver(
      model,
      { ...asked, features: { ...request.features, keep } },
      { prompt, offset },
      {
        targetIds: readout.names.map((_, label) => label),
        span: { start: explained, end: explained + 1 },
        parts: readout.names.map((text, label) => ({
          span: { start: label, end: label + 1 },
          text,
        })),
        value: classValue(request.value, classes),
        memory,
      },
    ),
    classes,
  };
}

/** The explanation of a class task, with every class in place of the parts of an answer. */
export function withClasses(task: TaskOfClasses, explanation: Explanation): Explanation {
  const { parts = [], ...rest } = explanation;
  const { names } = task.classes.readout;
  const values = Float64Array.from(parts, ({ values: { full } }) => full);
  const shares =
    task.request.value === "prob" ? values : logShares(values).map((share) => Math.exp(share));
  const classes = parts.map(
    ({ text, seqAttribution, standardError, values: { full } }, label): ClassResult => ({
      label: text,
      probability: shares[label]!,
      value: full,
      seqAttribution,
      ...(standardError ? { standardError } : {}),
    }),
  );
  const { start } = task.span;
  const token = { id: start, text: names[start]!, logProb: Math.log(shares[start]!) };
  return { ...rest, target: { text: token.text, tokens: [token] }, classes };
}

function checkMethod(method: MethodId | undefined): void {
  if (method === undefined || explainsClasses(method)) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `${methodInfos[method].label} explains an answer, not a class.`,
    remedy: "Choose PromptExplainer, or feature ablation.",
  });
}

function labelIndex({ names }: ClassReadout, label: string | undefined): number | undefined {
  if (label === undefined) return undefined;
  const found = names.indexOf(label);
  if (found !== -1) return found;
  throw new ExplainError({
    kind: "invalid-option",
    message: `The verbalizer has no class ${label}.`,
    remedy: `Choose one of ${names.join(", ")}.`,
  });
}

/** The class with the largest logit, other than `except`. */
function strongest(logits: Float64Array, except = -1): number {
  return logits.reduce(
    (best, logit, label) =>
      label !== except && (best === -1 || logit > logits[best]!) ? label : best,
    -1,
  );
}

/** Where the class is read: at the one mask, or at the last token. Throws ExplainError `invalid-option`. */
function positions(
  model: LabelModel,
  prompt: EncodedPrompt | undefined,
): (ids: readonly number[]) => number {
  if (model.kind === "causal") return (ids) => ids.length - 1;
  const mask = model.specialIds.mask;
  const find = (ids: readonly number[], own: readonly number[] = []) => {
    const places = ids.flatMap((id, place) => (id === mask ? [place] : []));
    if (places.length === 1) return places[0]!;
    // where the mask itself is masked, the class is read from where it stood
    if (places.length === 0 && ids.length === own.length) return own.indexOf(mask!);
    throw new ExplainError({
      kind: "invalid-option",
      message:
        places.length === 0
          ? "There is no <mask> to read a class from, neither in the text nor around it."
          : `There are ${places.length} masks: a class is read from one.`,
      remedy: 'Give a template such as "It was <mask>. {text}", or put one mask into the text.',
    });
  };
  if (!prompt) return find;
  const own = prompt.tokens.map((token) => token.id);
  find(own);
  return (ids) => find(ids, own);
}

function asLabelModel(model: ScoringModel): LabelModel {
  if ("labelLogits" in model) return model as LabelModel;
  throw new ExplainError({
    kind: "model-unsupported",
    message: `${model.name} does not show what classes are read from.`,
    remedy: "Choose a local model.",
  });
}
