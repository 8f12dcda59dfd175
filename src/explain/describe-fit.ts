import type { ExplainedPart, Explanation } from "#protocol/explanation";
import type { Span } from "#text/span";
import type { Readings } from "./coalitions.ts";
import type { Fit, MethodOptions, PerturbationMethod, Plan } from "./explainer.ts";
import type { RunOfCoalitions } from "./run-of-coalitions.ts";
import { standardErrors } from "./statistics.ts";
import type { Task } from "./task.ts";

/** One number of a coalition's readings: a column of values. */
export type Column = (samples: Readings) => number;

export function columnFitter<P extends Plan>(
  run: RunOfCoalitions,
  method: PerturbationMethod<P>,
  plan: P,
): (column: Column) => Fit {
  const solve = method.fit(plan, run.masks);
  return (column) => solve(Float64Array.from(run.readings, column), column(run.full));
}

/** The value of a stretch of the target: the mean over the baseline's samples. */
function stretch({ value }: Task, { start, end }: Span): Column {
  return (samples) => mean(samples, (readings) => value.ofTarget(readings.subarray(start, end)));
}

export function wholeTarget(task: Task): Column {
  return stretch(task, task.span);
}

export function describeFit(
  task: Task,
  run: RunOfCoalitions,
  fitColumn: (column: Column) => Fit,
  { perToken }: MethodOptions,
): Pick<
  Explanation,
  | "values"
  | "seqAttribution"
  | "tokenAttribution"
  | "standardError"
  | "intercept"
  | "roundCount"
  | "parts"
  | "maskedAlone"
> {
  const { value, span, parts } = task;
  const ofTarget = wholeTarget(task);
  const whole = describeStretch(task, run, fitColumn, span);
  const { roundCount, intercept } = fitColumn(ofTarget);
  const ofToken =
    (token: number): Column =>
    (samples) =>
      mean(samples, (readings) => value.ofToken(readings[token]!));
  const tokens = Array.from({ length: span.end - span.start }, (_, place) => span.start + place);
  const { withoutEach } = run;
  return {
    ...whole,
    ...(intercept === undefined ? {} : { intercept }),
    ...(roundCount === undefined ? {} : { roundCount }),
    ...(perToken
      ? { tokenAttribution: tokens.map((token) => [...fitColumn(ofToken(token)).attributions]) }
      : {}),
    ...(parts.length > 0
      ? {
          parts: parts.map((part) => ({
            span: part.span,
            text: part.text,
            ...describeStretch(task, run, fitColumn, part.span),
          })),
        }
      : {}),
    ...(withoutEach
      ? { maskedAlone: withoutEach.map((readings) => ofTarget(run.full) - ofTarget(readings)) }
      : {}),
  };
}

function describeStretch(
  task: Task,
  run: RunOfCoalitions,
  fitColumn: (column: Column) => Fit,
  span: Span,
): Pick<ExplainedPart, "values" | "seqAttribution" | "standardError"> {
  const column = stretch(task, span);
  const { attributions, replicates } = fitColumn(column);
  const errors = [
    ...(replicates ? [standardErrors(replicates)] : []),
    ...baselineErrors(task, run, fitColumn, span),
  ];
  return {
    values: { full: column(run.full), none: column(run.none) },
    seqAttribution: [...attributions],
    ...(errors.length > 0
      ? {
          standardError: [...attributions].map((_, feature) =>
            Math.hypot(...errors.map((error) => error[feature]!)),
          ),
        }
      : {}),
  };
}

/** [1 or 0][features] what the draw of the baseline's samples adds to the error: one fit for each sample. */
function baselineErrors(
  { value }: Task,
  run: RunOfCoalitions,
  fitColumn: (column: Column) => Fit,
  { start, end }: Span,
): Float64Array[] {
  const count = run.none.length;
  if (count < 2) return [];
  const rows = Array.from({ length: count }, (_, sample) => {
    const column: Column = (samples) =>
      value.ofTarget((samples[sample] ?? samples[0]!).subarray(start, end));
    return fitColumn(column).attributions;
  });
  return [standardErrors(rows)];
}

function mean<T>(items: readonly T[], read: (item: T) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0) / items.length;
}
