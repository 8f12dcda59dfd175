import { isMethodId, type MethodId, methodIds } from "#protocol/methods";
import {
  type ExplainRequest,
  type InterestOptions,
  type RelevanceRule,
  relevanceRules,
  type SaliencyNorm,
  type SmoothingOptions,
  type SurrogateOptions,
  saliencyNorms,
  smoothedMethods,
} from "#protocol/request";
import type { GivenOptions } from "./given-options.ts";
import { jointOf, jointOptionNames } from "./joint-arguments.ts";
import {
  parseAmount,
  parseChoice,
  parseCount,
  parseIntegers,
  parseShare as parseWeight,
} from "./option-values.ts";
import type { OptionName } from "./options.ts";
import { didYouMean, usageError } from "./usage.ts";

/** A method and how it is to work. */
export type MethodArgument = Pick<
  ExplainRequest,
  | "method"
  | "evaluations"
  | "confidence"
  | "steps"
  | "surrogate"
  | "smoothing"
  | "relevance"
  | "norm"
  | "joint"
  | "interest"
>;

const surrogateOptionNames = [
  "surrogate",
  "penalty",
  "similarity",
  "kernel-width",
  "keep-probability",
] as const;

const smoothingOptionNames = ["noise", "base"] as const;

const interestOptionNames = ["lambda", "sweep", "layers"] as const;

export const methodOptionNames = [
  "method",
  "evaluations",
  "confidence",
  "steps",
  ...surrogateOptionNames,
  ...smoothingOptionNames,
  "relevance",
  "norm",
  ...interestOptionNames,
  ...jointOptionNames,
] as const;

export function methodOf(
  given: GivenOptions,
  fallback: MethodId = "feature-ablation",
): MethodArgument {
  const method = parseMethod(given.text("method") ?? fallback);
  return {
    method,
    ...given.property("evaluations", "evaluations", (text) => parseCount("evaluations", text, 1)),
    ...given.property("confidence", "confidence", (text) => parseShare("confidence", text)),
    ...given.property("steps", "steps", (text) => parseCount("steps", text, 1)),
    ...surrogateOf(given, method),
    ...smoothingOf(given, method),
    ...relevanceOf(given, method),
    ...normOf(given, method),
    ...interestOf(given, method),
    ...jointOf(given, method),
  };
}

/** The methods of `--compare`. */
export function comparedOf(given: GivenOptions): { readonly compared?: readonly MethodId[] } {
  const compared = given.texts("compare").map(parseMethod);
  if (compared.length === 0) return {};
  if (given.has("coarse-to-fine") && methodOf(given).method !== "feature-ablation")
    throw usageError(
      "With --coarse-to-fine this method has parts of its own, so there is nothing to --compare.",
      "Leave one of them out, or let --method be feature-ablation, which scores every feature.",
    );
  return { compared: [...new Set(compared)] };
}

function surrogateOf(given: GivenOptions, method: MethodId): { surrogate?: SurrogateOptions } {
  const fits = { lime: surrogateOptionNames, rise: ["keep-probability"] as const };
  if (!isGiven(given, method, surrogateOptionNames, fits)) return {};
  return {
    surrogate: {
      ...given.property("model", "surrogate", (text) =>
        parseChoice("surrogate", text, ["lasso", "ridge", "least-squares"] as const),
      ),
      ...given.property("penalty", "penalty", (text) => parseAmount("penalty", text)),
      ...given.property("similarity", "similarity", (text) =>
        parseChoice("similarity", text, ["cosine", "euclidean"] as const),
      ),
      ...given.property("width", "kernel-width", parseWidth),
      ...given.property("keepProbability", "keep-probability", (text) =>
        parseShare("keep-probability", text),
      ),
    },
  };
}

function smoothingOf(given: GivenOptions, method: MethodId): { smoothing?: SmoothingOptions } {
  const fits = { "smooth-grad": smoothingOptionNames, "gradient-shap": ["noise"] as const };
  if (!isGiven(given, method, smoothingOptionNames, fits)) return {};
  return {
    smoothing: {
      ...given.property("noise", "noise", (text) => parseAmount("noise", text)),
      ...given.property("base", "base", (text) => parseChoice("base", text, smoothedMethods)),
    },
  };
}

function relevanceOf(given: GivenOptions, method: MethodId): { relevance?: RelevanceRule } {
  if (!isGiven(given, method, ["relevance"], { lrp: ["relevance"] })) return {};
  return given.property("relevance", "relevance", (text) =>
    parseChoice("relevance", text, relevanceRules),
  );
}

function normOf(given: GivenOptions, method: MethodId): { norm?: SaliencyNorm } {
  if (!isGiven(given, method, ["norm"], { saliency: ["norm"] })) return {};
  return given.property("norm", "norm", (text) => parseChoice("norm", text, saliencyNorms));
}

function interestOf(given: GivenOptions, method: MethodId): { interest?: InterestOptions } {
  const fits = { "model-interest": interestOptionNames };
  if (!isGiven(given, method, interestOptionNames, fits)) return {};
  return {
    interest: {
      ...given.property("lambda", "lambda", (text) => parseWeight("lambda", text)),
      ...given.property("sweep", "sweep", (text) =>
        text.split(",").map((own) => parseWeight("sweep", own)),
      ),
      ...given.property("layers", "layers", (text) =>
        text === "all" ? text : parseIntegers("layers", text),
      ),
    },
  };
}

/** True when any of `names` is given. Throws where one is that the method does not have, as `fits` lists them. */
function isGiven<N extends OptionName>(
  given: GivenOptions,
  method: MethodId,
  names: readonly N[],
  fits: { readonly [M in MethodId]?: readonly N[] },
): boolean {
  const named = names.filter((name) => given.has(name));
  const stray = named.find((name) => !fits[method]?.includes(name));
  if (stray === undefined) return named.length > 0;
  const owners = Object.keys(fits).filter((id) => fits[id as MethodId]!.includes(stray));
  throw usageError(
    `--${stray} is not for the method ${method}.`,
    `Add --method ${owners[0]}, or leave --${stray} out.`,
  );
}

function parseWidth(text: string): number {
  const width = parseAmount("kernel-width", text);
  if (width > 0) return width;
  throw usageError("--kernel-width 0 gives every coalition no weight.", "Write a number above 0.");
}

/** A number between 0 and 1, neither of them. */
function parseShare(name: string, text: string): number {
  const share = parseAmount(name, text);
  if (share > 0 && share < 1) return share;
  throw usageError(`--${name} ${text} is not between 0 and 1.`, `Write for example --${name} 0.9.`);
}

export function parseMethod(name: string): MethodId {
  if (isMethodId(name)) return name;
  const available = `Available: ${methodIds.join(", ")}.`;
  throw usageError(`Unknown method ${name}.`, didYouMean(name, methodIds, available));
}
