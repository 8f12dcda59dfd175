import {
  type CurveStep,
  type CurveTask,
  erasedShares,
  type MethodCurve,
  type MethodErasure,
  type MethodEvaluation,
} from "#protocol/evaluation";

/** A column of a table: one number of a method on a prompt, and which way is the more faithful. */
export interface Measure<T> {
  readonly label: string;
  readonly better?: "lower" | "higher";
  /** Undefined where the prompt has no such number. */
  read(result: T): number | undefined;
}

/** XPrompt's table 1, with what the labels say. */
export const maskingMeasures: readonly Measure<MethodEvaluation>[] = [
  { label: "BLEU", better: "lower", read: ({ metrics }) => metrics.bleu },
  { label: "BLEU characters", better: "lower", read: ({ metrics }) => metrics.bleuCharacters },
  { label: "ROUGE-L P", better: "lower", read: ({ metrics }) => metrics.rougeL?.precision },
  { label: "ROUGE-L R", better: "lower", read: ({ metrics }) => metrics.rougeL?.recall },
  { label: "ROUGE-L F1", better: "lower", read: ({ metrics }) => metrics.rougeL?.f1 },
  { label: "Cosine", better: "lower", read: ({ metrics }) => metrics.cosine },
  { label: "PR", better: "lower", read: ({ metrics }) => metrics.probabilityRatio },
  { label: "KL", better: "higher", read: ({ metrics }) => metrics.klDivergence },
  { label: "Decisive found", better: "higher", read: ({ decisiveFound }) => decisiveFound },
  { label: "Decisive AUC", better: "higher", read: ({ decisiveAuc }) => decisiveAuc },
  { label: "Pairs found", better: "higher", read: ({ pairsFound }) => pairsFound },
];

/** Of two methods on one prompt, how much more the first has; undefined where either has no such number. */
export const differenceMeasures: readonly Measure<readonly [MethodEvaluation, MethodEvaluation]>[] =
  maskingMeasures.map(({ label, read }) => ({
    label,
    read: ([one, other]) => {
      const [a, b] = [read(one), read(other)];
      return a === undefined || b === undefined ? undefined : a - b;
    },
  }));

/** Its table 2. */
export const costMeasures: readonly Measure<MethodEvaluation>[] = [
  { label: "Seconds", better: "lower", read: ({ seconds }) => seconds },
  { label: "Evaluations", better: "lower", read: ({ evaluations }) => evaluations },
];

interface CurveNumber {
  readonly label: string;
  readonly better: "lower" | "higher";
  of(step: CurveStep): number;
}

/** What is averaged over the steps, the first of each the published one. */
export const curveNumbers: Readonly<Record<CurveTask, readonly CurveNumber[]>> = {
  activation: [
    { label: "Probability", better: "higher", of: ({ probability }) => probability },
    { label: "Logit", better: "higher", of: ({ logit }) => logit },
  ],
  pruning: [
    { label: "Logit error", better: "lower", of: ({ logitError }) => logitError },
    { label: "Probability error", better: "lower", of: (step) => step.probabilityError },
    { label: "Probability", better: "higher", of: ({ probability }) => probability },
  ],
};

/** Each number by both averagings: the mean of the steps, and the area under the curve of unit width. */
export function curveMeasures(task: CurveTask): Measure<MethodCurve>[] {
  const ofSteps = curveNumbers[task].flatMap(
    ({ label, better, of }) =>
      [
        { label: `${label}, mean`, better, read: ({ steps }: MethodCurve) => mean(steps.map(of)) },
        { label: `${label}, area`, better, read: ({ steps }: MethodCurve) => area(steps.map(of)) },
      ] as const,
  );
  return [
    ...ofSteps,
    { label: "Decisive first", better: "higher", read: ({ decisiveFirst }) => decisiveFirst },
    { label: "Seconds", better: "lower", read: ({ seconds }) => seconds },
  ];
}

/** The accuracy of one text, 0 or 1, without a share of its words; undefined where `misclassified` and right before. */
export function erasedAccuracy(
  { steps }: MethodErasure,
  share: (typeof erasedShares)[number],
  misclassified: boolean,
): number | undefined {
  if (misclassified && steps[0]!.isRight) return undefined;
  return Number(steps[erasedShares.indexOf(share)]!.isRight);
}

/** The model-interest paper's tables 1, of the misclassified texts, and 3, of all. */
export function erasureMeasures(misclassified: boolean): Measure<MethodErasure>[] {
  return erasedShares.map((share) => ({
    label: share === 0 ? "Before" : `${Math.round(100 * share)} %`,
    ...(share === 0 ? {} : { better: "higher" as const }),
    read: (result) => erasedAccuracy(result, share, misclassified),
  }));
}

/** What it costs. */
export const erasureCosts: readonly Measure<MethodErasure>[] = [
  { label: "Seconds", better: "lower", read: ({ seconds }) => seconds },
];

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By the trapezoidal rule over [0, 1]. */
export function area(values: readonly number[]): number {
  const ends = (values[0]! + values.at(-1)!) / 2;
  return (values.reduce((sum, value) => sum + value, 0) - ends) / (values.length - 1);
}
