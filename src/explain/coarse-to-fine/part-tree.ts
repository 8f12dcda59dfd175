import { buildFeatures } from "#explain/features";
import { featureChoice, type Task } from "#explain/task";
import type { Granularity } from "#protocol/request";

/** A stretch of the prompt that is masked as one. */
export interface Part {
  /** The task's features in it, by index, in the prompt's order. */
  readonly leaves: readonly number[];
  /** Empty for a single feature. */
  readonly children: readonly Part[];
}

const levels: readonly Granularity[] = ["word", "sentence", "paragraph"];

/** Of more than these, neighbours are gathered in groups of equal size: so looking into a part is never dear. */
const mostChildren = 12;

/** The whole prompt, its paragraphs, their sentences, groups of words where a sentence is long, and the task's features. */
export function partTree({ request, prompt, offset, features }: Task): Part {
  let parts: Part[] = features.map((_, leaf) => ({ leaves: [leaf], children: [] }));
  for (const granularity of levels) {
    const choice = { ...featureChoice(request, offset), groups: [], granularity };
    const unitOf = new Map(
      buildFeatures(prompt, choice).flatMap(({ tokens }, unit) =>
        tokens.map((token) => [token, unit] as const),
      ),
    );
    const members = new Map<number | undefined, Part[]>();
    for (const part of parts) {
      const unit = unitOf.get(features[part.leaves[0]!]!.tokens[0]!);
      members.set(unit, [...(members.get(unit) ?? []), part]);
    }
    parts = [...members.values()].map(joined);
  }
  return joined(parts);
}

function joined(parts: readonly Part[]): Part {
  if (parts.length === 1) return parts[0]!;
  const leaves = parts.flatMap((part) => part.leaves).sort((a, b) => a - b);
  return { leaves, children: gathered(parts) };
}

function gathered(parts: readonly Part[]): readonly Part[] {
  if (parts.length <= mostChildren) return parts;
  const size = Math.ceil(parts.length / mostChildren);
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, group) =>
    joined(parts.slice(group * size, (group + 1) * size)),
  );
}
