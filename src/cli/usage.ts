import { ExplainError } from "#protocol/failure";
import { nearestName } from "./nearest-name.ts";

/** A command line that cannot be run: `message` names what is wrong, `remedy` the next step. */
export function usageError(message: string, remedy: string): ExplainError {
  return new ExplainError({ kind: "invalid-option", message, remedy });
}

/** `Did you mean x?` where a candidate is near, then `otherwise`. */
export function didYouMean(
  name: string,
  candidates: readonly string[],
  otherwise: string,
  prefix = "",
): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? otherwise : `Did you mean ${prefix}${nearest}? ${otherwise}`;
}
