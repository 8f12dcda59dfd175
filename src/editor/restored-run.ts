import type { Explanation } from "#protocol/explanation";
import type { RunState } from "#protocol/panel-methods";
import type { ExplainRequest, FeatureChoice } from "#protocol/request";
import type { Span } from "#text/span";
import { placeFeatures, type RequestChange, type Run } from "./run.ts";
import type { Subject } from "./selection.ts";

/**
 * A run that a panel kept over a reload, as it stands now: `subject` is its text where that is still there, and it is
 * stale where the text is another. What was going on then is over.
 */
export function restoredRun(
  state: RunState & { readonly explanation?: Explanation },
  subject: Subject | undefined,
  requestOf: (subject: Subject, change: RequestChange) => ExplainRequest,
): Run {
  const {
    progress,
    failure,
    parts,
    comparison,
    explanation,
    idle,
    lens,
    steering,
    compared,
    shownMethod,
    interest = {},
    ...rest
  } = state;
  const isStale = !explanation || subject?.mapped.text !== explanation.prompt.text;
  const known: Subject = subject ?? {
    uri: state.uri,
    fileName: state.fileName,
    kind: "selection",
    mapped: { text: "", place: () => state.span.start, placeEnd: () => state.span.start },
    fileSettings: {},
    problems: [],
  };
  const change: RequestChange = state.classes ? { classes: state.classes } : {};
  return {
    id: state.id,
    subject: known,
    request: { ...requestOf(known, change), ...(explanation ? askedBefore(explanation) : {}) },
    change,
    placement: {
      whole: state.span,
      features: isStale ? [] : placeFeatures(known, explanation),
      isStale,
    },
    state: {
      ...rest,
      ...(explanation ? { explanation } : {}),
      isStale,
      isCancelled: state.isCancelled || progress !== undefined,
      ...(comparison ? { comparison: withoutProgress(comparison) } : {}),
      ...(parts ? { parts: parts.map(withoutProgress) } : {}),
      ...(compared
        ? { compared: compared.filter((own) => own.explanation).map(withoutProgress) }
        : {}),
      interest: Object.fromEntries(
        Object.entries(interest)
          .filter(([, own]) => own.explanation)
          .map(([part, own]) => [part, withoutProgress(own)]),
      ),
    },
  };
}

function withoutProgress<T extends { readonly progress?: unknown }>(of: T): Omit<T, "progress"> {
  const { progress: _, ...rest } = of;
  return rest;
}

/** What a kept explanation says of its request: its features are those that can be masked on. */
function askedBefore({
  method,
  settings: { value, versus, granularity, keep, marks, groups, coarseToFine },
}: Explanation): Pick<ExplainRequest, "method" | "value" | "versus" | "features"> {
  return {
    method,
    value: (value ?? "log-prob") as ExplainRequest["value"],
    ...(typeof versus === "string" ? { versus } : {}),
    features: {
      granularity: (granularity ?? "word") as FeatureChoice["granularity"],
      ...(keep ? { keep: keep as readonly Span[] } : {}),
      ...(marks ? { marks: marks as readonly (readonly Span[])[] } : {}),
      ...(coarseToFine ? { coarseToFine: true } : {}),
      ...(groups ? { groups: groups as readonly (readonly number[])[] } : {}),
    },
  };
}
