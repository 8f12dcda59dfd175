import { type Agreement, agreementOf } from "./agreement.ts";
import type { Explanation } from "./explanation.ts";
import type { MethodId } from "./methods.ts";
import type { ExplainRequest } from "./request.ts";

/** What another method says of the features of an explanation. */
export interface ComparedScores
  extends Pick<
    Explanation,
    | "method"
    | "settings"
    | "values"
    | "seqAttribution"
    | "standardError"
    | "evaluations"
    | "plannedEvaluations"
    | "seconds"
    | "partial"
  > {
  /** With the explanation's own scores. */
  readonly agreement: Agreement;
}

/**
 * `request`, which led to `explanation`, for another method: the very tokens that were answered, all features, and its
 * own defaults.
 */
export function comparedRequest(
  request: ExplainRequest,
  { target: answered }: Explanation,
  method: MethodId,
): ExplainRequest {
  const {
    joint: _,
    surrogate: __,
    smoothing: ___,
    relevance: ____,
    norm: _____,
    ...shared
  } = request;
  const { parts: ______, ...asked } = request.target;
  const { coarseToFine: _______, ...features } = request.features;
  const isNamed = asked.span !== undefined || request.classes !== undefined;
  const target = isNamed ? asked : { ...asked, ids: answered.tokens.map((token) => token.id) };
  return { ...shared, method, target, features, perToken: false };
}

/** `explanation` with what `others` say of its features. */
export function withCompared(
  explanation: Explanation,
  others: readonly Explanation[],
): Explanation {
  const compared = others.map(
    ({
      method,
      settings,
      values,
      seqAttribution,
      standardError,
      evaluations,
      plannedEvaluations,
      seconds,
      partial,
    }): ComparedScores => ({
      method,
      settings,
      values,
      seqAttribution,
      ...(standardError ? { standardError } : {}),
      agreement: agreementOf(explanation.seqAttribution, seqAttribution),
      evaluations,
      plannedEvaluations,
      seconds,
      partial,
    }),
  );
  return { ...explanation, compared };
}
