import type { Explainer } from "#explain/explainer";
import { methods } from "#explain/methods";
import type { MethodId } from "#protocol/methods";
import { levelByLevel } from "./level-by-level.ts";
import { refinedAblation } from "./refined-ablation.ts";

/** A method for long prompts: feature ablation of the words that promise most, any other method level by level. */
export function coarseToFine(method: MethodId): Explainer {
  return method === "feature-ablation" ? refinedAblation : levelByLevel(methods[method]);
}
