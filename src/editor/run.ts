import { topCountOf } from "#protocol/agreement";
import {
  type ShownClass,
  type ShownExplanation,
  shownClassIndex,
  versusIndex,
} from "#protocol/class-shown";
import type { ClassChoice, NamedClasses } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import { listWords } from "#protocol/joint-words";
import { methodInfos } from "#protocol/methods";
import type { PanelState, RunState } from "#protocol/panel-methods";
import type { ExplainRequest, Granularity } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { hasUnit, valueLabel } from "#protocol/value-words";
import { mapSpan } from "#text/mapped-text";
import { formatCount, formatRatio } from "#text/numbers";
import type { Span } from "#text/span";
import type { Placement } from "./placement.ts";
import type { Subject } from "./selection.ts";

/** What one run is asked differently than the settings say. */
export type RequestChange = Partial<
  Pick<ExplainRequest, "tooLong" | "model" | "method" | "baseline" | "value" | "versus" | "target">
> & {
  readonly granularity?: Granularity;
  /** Feature ablation of a long prompt, the words that promise most first. */
  readonly coarseToFine?: boolean;
  /** Explains a class instead of an answer. */
  readonly classes?: NamedClasses;
};

/** One *Explain Generation* or *Explain Classification*: what was asked, of which text, and what is known so far. */
export interface Run {
  readonly id: string;
  readonly subject: Subject;
  readonly request: ExplainRequest;
  readonly change: RequestChange;
  /** What the panel shows of it. */
  readonly state: RunState;
  /** Where it stands in the document now. */
  readonly placement: Placement;
}

/** A run before its first result. */
export function startRun(
  id: string,
  subject: Subject,
  request: ExplainRequest,
  change: RequestChange,
): Run {
  const { mapped } = subject;
  const span = mapSpan(mapped, { start: 0, end: mapped.text.length });
  return {
    id,
    subject,
    request,
    change,
    placement: { whole: span, features: [], isStale: false },
    state: {
      id,
      fileName: subject.fileName,
      uri: subject.uri,
      span,
      method: request.method,
      methodLabel: methodLabel(request),
      granularityLabel: granularityLabels[request.features.granularity],
      baselineLabel: baselineLabel(request),
      valueLabel: valueLabel(request.value),
      ...(request.versus === undefined ? {} : { versus: request.versus }),
      ...(change.classes ? { classes: change.classes } : {}),
      isStale: false,
      isCancelled: false,
      progress: { stage: "loading", past: [], done: 0 },
    },
  };
}

/** `request` as `change` wants it. */
export function changedRequest(
  request: ExplainRequest,
  { granularity, coarseToFine, classes: _, ...change }: RequestChange,
): ExplainRequest {
  const { coarseToFine: usual = false, ...features } = request.features;
  const method = change.method ?? request.method;
  const isRefined = method === "feature-ablation" && !request.classes && (coarseToFine ?? usual);
  const changed: ExplainRequest = {
    ...request,
    ...change,
    features: {
      ...features,
      ...(granularity ? { granularity } : {}),
      ...(isRefined ? { coarseToFine: true } : {}),
    },
  };
  // Sets of one word up to several, so that the panel can show the curve over them.
  return changed.method === "joint-prompt" ? { ...changed, joint: { from: 1 } } : changed;
}

function methodLabel({ method, features }: ExplainRequest): string {
  const { label } = methodInfos[method];
  return features.coarseToFine ? `${label}, coarse to fine` : label;
}

/** What the worker is asked about classes. */
export function classChoice({ verbalizer, template }: NamedClasses): ClassChoice {
  return { verbalizer, ...(template === undefined ? {} : { template }) };
}

/** What a run is asked again when nothing else is chosen: the same, but no contrast with an answer that is gone. */
export function sameChange({ change, placement }: Run, wish: RequestChange): RequestChange {
  const { value, versus, target, ...others } = change;
  const isKept = !placement.isStale && wish.value === undefined && value !== undefined;
  return {
    ...others,
    ...(isKept ? { value } : {}),
    ...(isKept && versus !== undefined ? { versus } : {}),
    ...(isKept && target !== undefined ? { target } : {}),
    ...wish,
  };
}

/** The stretches of the document that each feature of `explanation` covers. */
export function placeFeatures(subject: Subject, explanation: Explanation): Span[][] {
  return explanation.features.map((feature) =>
    (feature.spans ?? [feature]).map((span) => mapSpan(subject.mapped, span)),
  );
}

/** The features that a new comparison masks: the highest scores, one word in four, at most three. */
export function topFeatures({ seqAttribution }: Explanation): number[] {
  return ranking(seqAttribution)
    .slice(0, topCountOf(seqAttribution.length))
    .filter((feature) => seqAttribution[feature]! > 0)
    .sort((a, b) => a - b);
}

/** A larger joint set is not named word by word above the prompt. */
const namedTogether = 4;

/** What a run found about `subject`, in the words above its prompt: the words that decide, or that none does. */
export function finding(explanation: ShownExplanation, subject = "the answer"): string {
  const scores = explanation.seqAttribution;
  if (hasUnit(explanation)) {
    if (scores.every((score) => Math.abs(score) < Math.log(1.05))) return "No word matters much";
  }
  const name = (feature: number) => shorten(explanation.features[feature]!.text);
  const together = explanation.joint?.indices ?? [];
  if (together.length > 1 && together.length <= namedTogether)
    return `${listWords(together.map(name))} decide it together`;
  if (together.length > 1) return `${together.length} words decide it together`;
  const [first, second] = ranking(scores).filter((feature) => scores[feature]! > 0);
  if (first === undefined)
    return `No word supports ${subject === "the answer" ? "this answer" : subject}`;
  const isClose = second !== undefined && scores[second]! > scores[first]! / 2;
  return isClose
    ? `${name(first)} and ${name(second)} drive ${subject} most`
    : `${name(first)} drives ${subject} most`;
}

/** What a run found about its classes, in the words above its text: `Class sports, 0.93`. */
export function classFinding(explanation: Explanation, choice: ShownClass): string {
  const shown = explanation.classes?.[shownClassIndex(explanation, choice)];
  if (!shown) return "";
  const versus = versusIndex(explanation, choice);
  const other = versus === undefined ? "" : ` against ${explanation.classes![versus]!.label}`;
  return `Class ${shown.label}${other}, ${formatRatio(shown.probability)}`;
}

export const granularityLabels: Readonly<Record<Granularity, string>> = {
  token: "tokens",
  word: "words",
  sentence: "sentences",
  line: "lines",
  paragraph: "paragraphs",
  example: "examples",
  slot: "slots",
};

export function baselineLabel({
  baseline,
  features,
}: Pick<ExplainRequest, "baseline" | "features">): string {
  switch (baseline.kind) {
    case "zero":
      return "zero baseline";
    case "remove":
      return "removed";
    case "attention":
      return "hidden from attention";
    case "token":
      return `token ${baseline.id}`;
    case "text":
      if (features.granularity === "slot") return "template baselines";
      return [
        baseline.text === "" ? "empty text" : `text “${shorten(baseline.text)}”`,
        ...(baseline.places ? [formatCount(baseline.places.length, "slot")] : []),
      ].join(", ");
    case "sampled":
      return "sampled texts";
    case "noise":
      return "noise";
  }
}

/** What a model is called: its folder's own name, or its hub id. */
export function modelName(source: string): string {
  const isPath = /^(?:[~.]?[\\/]|\.\.[\\/]|[a-z]:[\\/])/i.test(source);
  return (isPath && source.split(/[\\/]/).findLast((part) => part !== "")) || source;
}

export function panelState(
  run: Run | undefined,
  model: PanelState["model"],
  promptFile: string | undefined,
  { intensity, underline }: PanelState["look"],
  { idle, steering }: { readonly [name in "idle" | "steering"]?: RunState[name] | undefined } = {},
): PanelState {
  const look = { intensity, underline };
  const more = { ...(idle ? { idle } : {}), ...(steering ? { steering } : {}) };
  const state = run && { run: { ...run.state, ...more } };
  return { model, look, ...(promptFile ? { promptFile } : {}), ...state };
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 24 ? `${line.slice(0, 23)}…` : line;
}
