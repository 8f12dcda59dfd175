import {
  type CurveTask,
  erasedShares,
  type MethodCurve,
  type MethodErasure,
  type MethodEvaluation,
} from "#protocol/evaluation";
import { type EvaluationTask, isCurveTask } from "./evaluate-arguments.ts";
import { type Estimate, estimate, shownCounts } from "./evaluation-estimates.ts";
import {
  costMeasures,
  curveMeasures,
  curveNumbers,
  differenceMeasures,
  erasedAccuracy,
  erasureCosts,
  erasureMeasures,
  type Measure,
  maskingMeasures,
} from "./evaluation-measures.ts";
import { type EvaluationRow, resultsOf } from "./evaluation-rows.ts";

export interface EvaluationTable {
  readonly title: string;
  readonly columns: readonly Pick<Measure<never>, "label" | "better">[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (Estimate | null)[] }[];
}

export interface EvaluationFigure {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (Estimate & { readonly x: number })[];
  }[];
}

/** What is known of the prompts that every method has been through: tables and figures as in the papers. */
export interface EvaluationReport {
  readonly schema: 1;
  readonly task: EvaluationTask;
  readonly settings: object;
  /** Prompts that every method has been through, and those passed over. */
  readonly promptCount: number;
  readonly skippedCount: number;
  /** Prompts that were asked for. */
  readonly plannedCount: number;
  readonly embeddedBy?: string;
  /** For each template and verbalizer, how often the model's own class is the true one. */
  readonly accuracy?: readonly { readonly title: string; readonly share: number }[];
  /** What an absent word was, in the classes' tasks. */
  readonly absent?: string;
  readonly tables: readonly EvaluationTable[];
  readonly figures: readonly EvaluationFigure[];
}

/** What rows of one template and verbalizer have in common, and how a table names it. */
export interface EvaluationVariant {
  readonly setting: string | undefined;
  readonly title: string | undefined;
}

/** What was asked: of which prompts, under which templates and verbalizers, by which methods. */
export interface AskedEvaluation {
  readonly task: EvaluationTask;
  readonly settings: object;
  readonly k: number;
  readonly seed: number;
  readonly keys: readonly string[];
  /** Templates and verbalizers; one without either where answers are measured. */
  readonly variants: readonly EvaluationVariant[];
  readonly methods: readonly string[];
}

/** Means over prompts with 95 % intervals, as far as `rows` go. */
export function reportEvaluation(
  asked: AskedEvaluation,
  rows: readonly EvaluationRow[],
): EvaluationReport {
  const { task, settings, keys, variants, methods, seed, k } = asked;
  const known = new Set(keys);
  const own = rows.filter(
    ({ key, setting }) => known.has(key) && variants.some((own) => own.setting === setting),
  );
  const skipped = new Set(own.flatMap((row) => (row.skipped === undefined ? [] : [row.key])));
  const isWhole = (key: string) =>
    variants.every(({ setting }) =>
      methods.every((name) => resultOf(own, key, setting, name) !== undefined),
    );
  const done = [...known].filter((key) => !skipped.has(key) && isWhole(key));
  const embeddedBy = own.find(({ evaluation }) => evaluation?.embeddedBy)?.evaluation?.embeddedBy;
  const absent = own.find(({ curves }) => curves)?.curves?.absent;
  return {
    schema: 1,
    task,
    settings,
    promptCount: done.length,
    skippedCount: skipped.size,
    plannedCount: known.size,
    ...(embeddedBy ? { embeddedBy } : {}),
    ...(absent ? { absent } : {}),
    ...(isCurveTask(task) ? ofCurves(task) : task === "erasure" ? ofErasure() : ofMaskings()),
  };

  function results<T>(setting: string | undefined, name: string): T[] {
    return done.map((key) => resultOf(own, key, setting, name) as T);
  }

  function tableOf<T>(
    title: string,
    setting: string | undefined,
    measures: readonly Measure<T>[],
  ): EvaluationTable {
    const named = methods.map((name) => ({ name, found: results<T>(setting, name) }));
    return table(title, named, measures);
  }

  /** A row for each of `named`, of what was found on every prompt; columns that no prompt has are left out. */
  function table<T>(
    title: string,
    named: readonly { readonly name: string; readonly found: readonly T[] }[],
    measures: readonly Measure<T>[],
  ): EvaluationTable {
    const body = named.map(({ name, found }) => ({
      name,
      cells: measures.map(({ read }) => estimate(found.map(read), seed)),
    }));
    const isKnown = measures.map((_, place) => body.some(({ cells }) => cells[place] !== null));
    const kept = <E>(list: readonly E[]) => list.filter((_, place) => isKnown[place]);
    return {
      title,
      columns: kept(measures).map(({ label, better }) => ({
        label,
        ...(better ? { better } : {}),
      })),
      rows: body.map(({ name, cells }) => ({ name, cells: kept(cells) })),
    };
  }

  function ofMaskings(): Pick<EvaluationReport, "tables" | "figures"> {
    const ofSizes = sizesFigure("PR", ({ probabilityRatio }) => probabilityRatio);
    const ofDivergence = sizesFigure("KL", ({ klDivergence }) => klDivergence);
    const figures = [ofSizes, ofDivergence, trajectories()];
    return {
      tables: [
        tableOf(`The answer without the ${k} strongest`, undefined, maskingMeasures),
        tableOf("Cost per prompt", undefined, costMeasures),
        ...differences(),
      ],
      figures: figures.filter(({ series }) => series.length > 0),
    };
  }

  /** What the other methods have more than the first, prompt by prompt: intervals without 0 tell them apart. */
  function differences(): EvaluationTable[] {
    const [first, ...others] = methods;
    if (first === undefined || others.length === 0) return [];
    const own = results<MethodEvaluation>(undefined, first);
    const named = others.map((name) => ({
      name,
      found: results<MethodEvaluation>(undefined, name).map(
        (other, at) => [other, own[at]!] as const,
      ),
    }));
    return [table(`More than ${first}, prompt by prompt`, named, differenceMeasures)];
  }

  function sizesFigure(
    y: string,
    read: (size: MethodEvaluation["sizes"][number]) => number,
  ): EvaluationFigure {
    const series = methods.flatMap((name) => {
      const sizes = results<MethodEvaluation>(undefined, name).flatMap((result) => result.sizes);
      const all = [...new Set(sizes.map((size) => size.k))].sort((a, b) => a - b);
      const points = all.flatMap((x) => {
        const found = estimate(sizes.filter((size) => size.k === x).map(read), seed);
        return found ? [{ x, ...found }] : [];
      });
      return points.length > 0 ? [{ name, points }] : [];
    });
    return { title: `${y} over k`, x: "k", y, series };
  }

  /** A search that is over stays where it ended. */
  function trajectories(): EvaluationFigure {
    const series = methods.flatMap((name) => {
      const all = results<MethodEvaluation>(undefined, name).flatMap(({ trajectory }) =>
        trajectory && trajectory.length > 0 ? [trajectory] : [],
      );
      if (all.length === 0) return [];
      const points = shownCounts(Math.max(...all.map((own) => own.length))).flatMap((x) => {
        const found = estimate(
          all.map((own) => own[x - 1] ?? own.at(-1)),
          seed,
        );
        return found ? [{ x, ...found }] : [];
      });
      return [{ name, points }];
    });
    return { title: "Convergence of the search", x: "sets tried", y: "best PR so far", series };
  }

  /** Tables 1 and 3 of the model-interest paper, and its Figure 8. */
  function ofErasure(): Pick<EvaluationReport, "accuracy" | "tables" | "figures"> {
    const kinds = [
      { what: "Accuracy on misclassified texts", misclassified: true },
      { what: "Accuracy on all texts", misclassified: false },
    ];
    return {
      accuracy: accuracies(),
      tables: variants
        .flatMap((variant) => [
          ...kinds.map(({ what, misclassified }) =>
            tableOf(titled(what, variant), variant.setting, erasureMeasures(misclassified)),
          ),
          tableOf(titled("Cost per text", variant), variant.setting, erasureCosts),
        ])
        .filter(({ columns }) => columns.length > 0),
      figures: variants.flatMap((variant) =>
        kinds.map(({ what, misclassified }) => ({
          title: titled(`${what} by share erased`, variant),
          x: "% erased",
          y: "Accuracy",
          series: methods.map((name) => {
            const all = results<MethodErasure>(variant.setting, name);
            const points = erasedShares.flatMap((share) => {
              const found = estimate(
                all.map((own) => erasedAccuracy(own, share, misclassified)),
                seed,
              );
              return found ? [{ x: Math.round(100 * share), ...found }] : [];
            });
            return { name, points };
          }),
        })),
      ),
    };
  }

  function titled(what: string, { title }: EvaluationVariant): string {
    return title === undefined ? what : `${what}: ${title}`;
  }

  /** For each template and verbalizer, how often the model's own class is the true one. */
  function accuracies(): NonNullable<EvaluationReport["accuracy"]> {
    return variants.flatMap(({ setting, title = "" }) => {
      const rightOf = (key: string) =>
        own.some(
          (row) => isOf(row, key, setting) && (row.curves ?? row.erasure)?.predicted === row.label,
        );
      const share = done.filter(rightOf).length / done.length;
      return done.length > 0 ? [{ title, share }] : [];
    });
  }

  function ofCurves(curve: CurveTask): Pick<EvaluationReport, "accuracy" | "tables" | "figures"> {
    return {
      accuracy: accuracies(),
      tables: variants.map((variant) =>
        tableOf(
          titled(curve === "activation" ? "Activation" : "Pruning", variant),
          variant.setting,
          curveMeasures(curve),
        ),
      ),
      figures: variants.flatMap((variant) =>
        curveNumbers[curve].map(({ label, of }) => ({
          title: titled(`${label} by share of the words`, variant),
          x: curve === "activation" ? "% put back" : "% taken away",
          y: label,
          series: methods.map((name) => {
            const curves = results<MethodCurve>(variant.setting, name).map(({ steps }) =>
              steps.map(of),
            );
            const points = (curves[0] ?? []).flatMap((_, step) => {
              const found = estimate(
                curves.map((curve) => curve[step]),
                seed,
              );
              return found ? [{ x: 10 * step, ...found }] : [];
            });
            return { name, points };
          }),
        })),
      ),
    };
  }
}

function resultOf(
  rows: readonly EvaluationRow[],
  key: string,
  setting: string | undefined,
  name: string,
): ReturnType<typeof resultsOf>[number] | undefined {
  for (const row of rows) {
    if (!isOf(row, key, setting)) continue;
    const found = resultsOf(row).find((method) => method.name === name);
    if (found) return found;
  }
  return undefined;
}

function isOf(row: EvaluationRow, key: string, setting: string | undefined): boolean {
  return row.key === key && row.setting === setting;
}
