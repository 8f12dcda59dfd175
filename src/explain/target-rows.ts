import { idsOf } from "./gradient-task.ts";
import type { Task } from "./task.ts";

/** The position of the sequence, prompt and target, that predicts target token t; or that of the classes. */
export function queryOf(task: Task, t: number): number {
  if (task.classes) return task.classes.positionOf(idsOf(task));
  return task.prompt.tokens.length - 1 + t;
}

/**
 * [cotangents][features] in the order of `cotangentsOf` from [explained tokens][prompt tokens], of which the first few
 * may be there: the whole target is the mean of its rows, a part that of its own; a feature is the sum of its tokens.
 */
export function rowsOverTargets(
  { features, span, parts, classes }: Task,
  tokenRows: readonly Float64Array[],
  perToken: boolean,
): Float64Array[] {
  const rows = tokenRows.map((row) =>
    Float64Array.from(features, ({ tokens }) =>
      tokens.reduce((sum, token) => sum + row[token]!, 0),
    ),
  );
  // in a class task every class has its row
  if (classes) return [rows[span.start]!, ...(perToken ? [rows[span.start]!] : []), ...rows];
  const none = new Float64Array(features.length);
  const mean = (own: readonly Float64Array[]) =>
    none.map((_, feature) => own.reduce((sum, row) => sum + row[feature]!, 0) / (own.length || 1));
  const all = Array.from({ length: span.end - span.start }, (_, t) => rows[t] ?? none);
  return [
    mean(rows),
    ...(perToken ? all : []),
    ...parts.map((part) =>
      mean(rows.slice(part.span.start - span.start, part.span.end - span.start)),
    ),
  ];
}
