import type { MethodId } from "#protocol/methods";
import type { JointOptions } from "#protocol/request";
import type { GivenOptions } from "./given-options.ts";
import { parseChoice, parseCount, parseShare } from "./option-values.ts";
import { usageError } from "./usage.ts";

export const jointOptionNames = [
  "k",
  "below",
  "initialisation",
  "probabilities",
  "search",
] as const;

/** How `joint-prompt` is to search; nothing for other methods, which have none of its options. */
export function jointOf(given: GivenOptions, method: MethodId): { joint?: JointOptions } {
  const named = jointOptionNames.filter((name) => given.has(name));
  if (named[0] !== undefined && method !== "joint-prompt")
    throw usageError(
      `--${named[0]} is not for the method ${method}.`,
      `Add --method joint-prompt, or leave --${named[0]} out.`,
    );
  if (named.length === 0) return {};
  return {
    joint: {
      ...sizesOf(given.text("k")),
      ...given.property("below", "below", (text) => parseShare("below", text)),
      ...given.property("initialisation", "initialisation", (text) =>
        parseChoice("initialisation", text, ["gradient", "random"] as const),
      ),
      ...given.property("probabilities", "probabilities", (text) =>
        parseChoice("probabilities", text, ["gradient", "uniform"] as const),
      ),
      ...given.property("search", "search", (text) =>
        parseChoice("search", text, ["guided", "published"] as const),
      ),
    },
  };
}

/** `3`, or `1..6`. */
function sizesOf(text: string | undefined): Pick<JointOptions, "k" | "from"> {
  if (text === undefined) return {};
  const [first, last] = text.split("..");
  if (last === undefined) return { k: parseCount("k", text, 1) };
  const from = parseCount("k", first!, 1);
  const k = parseCount("k", last, 1);
  if (from > k) throw usageError(`--k ${text} is empty.`, "Write for example --k 1..6.");
  return { from, k };
}
