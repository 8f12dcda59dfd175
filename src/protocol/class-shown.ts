import type { ClassResult } from "./classes.ts";
import type { Explanation } from "./explanation.ts";

/** An explanation as it is shown: of one class where it has classes. */
export interface ShownExplanation extends Explanation {
  /**
   * What PromptExplainer's shares are set against: `chance`, or another class. The scores are then nats, the log of the
   * ratio of the two.
   */
  readonly against?: string;
}

/** Which class is shown, and which other it is set against. */
export interface ShownClass {
  /** Index into the classes; absent: the one that was explained. */
  readonly shown?: number;
  /** Absent: none. */
  readonly versus?: number;
}

/** Shares below it are shown as it: a softmax can be 0. */
const leastShare = 1e-9;

/** The class that is shown, by its index; 0 where it is not among the classes. */
export function shownClassIndex(explanation: Explanation, { shown }: ShownClass): number {
  const { classes = [], target } = explanation;
  if (shown !== undefined && shown < classes.length) return shown;
  return Math.max(
    0,
    classes.findIndex(({ label }) => label === target.text),
  );
}

/** The other class that it is set against; none where it is the same one. */
export function versusIndex(explanation: Explanation, choice: ShownClass): number | undefined {
  const { versus } = choice;
  const isOther = versus !== undefined && versus !== shownClassIndex(explanation, choice);
  return isOther && versus < (explanation.classes?.length ?? 0) ? versus : undefined;
}

/**
 * [n] what is shaded for a class: PromptExplainer's share against chance, ln(p · classes), or against another class,
 * ln(p / q), in nats; of other methods the attribution, or the difference of the two attributions.
 */
export function classScores(
  { method }: Pick<Explanation, "method">,
  classes: readonly ClassResult[],
  label: number,
  versus?: number,
): number[] {
  const own = classes[label]!.seqAttribution;
  const other = versus === undefined ? undefined : classes[versus]!.seqAttribution;
  if (method !== "prompt-explainer")
    return own.map((score, feature) => score - (other?.[feature] ?? 0));
  const log = (share: number) => Math.log(Math.max(leastShare, share));
  return own.map(
    (share, feature) => log(share) - log(other ? other[feature]! : 1 / classes.length),
  );
}

/** `explanation` as of one of its classes; as it is where it has none. */
export function withShownClass(explanation: Explanation, choice: ShownClass): ShownExplanation {
  const { classes, method, target, values } = explanation;
  if (!classes || classes.length === 0) return explanation;
  const label = shownClassIndex(explanation, choice);
  const versus = versusIndex(explanation, choice);
  const own = classes[label]!;
  const other = versus === undefined ? undefined : classes[versus]!;
  const isExplained = own.label === target.text && !other;
  const { standardError: _, maskedAlone: __, ...rest } = explanation;
  return {
    ...rest,
    target: { text: own.label, tokens: [] },
    values: isExplained ? values : { full: own.value - (other?.value ?? 0) },
    seqAttribution: classScores(explanation, classes, label, versus),
    // The error of a difference is not known from those of its parts: they rest on the same samples.
    ...(own.standardError && !other ? { standardError: own.standardError } : {}),
    ...(isExplained && explanation.maskedAlone ? { maskedAlone: explanation.maskedAlone } : {}),
    ...(method === "prompt-explainer" ? { against: other?.label ?? "chance" } : {}),
  };
}

/** What the scores of a class are about, in a sentence: `the class sports`, or `sports rather than world`. */
export function classSubject(explanation: Explanation, choice: ShownClass): string {
  const { classes = [] } = explanation;
  const { label } = classes[shownClassIndex(explanation, choice)] ?? { label: "" };
  const versus = versusIndex(explanation, choice);
  return versus === undefined
    ? `the class ${label}`
    : `${label} rather than ${classes[versus]!.label}`;
}
