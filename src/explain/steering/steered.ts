import type { Variant } from "#explain/scoring-model";
import type { Task } from "#explain/task";
import { ExplainError } from "#protocol/failure";
import type { Steering, SteeringWay } from "#protocol/request";

/**
 * The variant with stretches of the prompt turned up or down (model-interest paper, section 5.4.2; methods.md section 7).
 * A factor f multiplies by
 * - `attention`: the likelihood of attending to the tokens, before the softmax is normalised: log f is added to its
 *   logits in every head, and f = 0 hides them;
 * - `embedding`: the tokens' embeddings, f·e: towards the zero baseline below 1;
 * - `noise`: (1 − f) root mean squares of the prompt's embeddings as the size of Gaussian noise on theirs, f in [0, 1].
 * Where stretches overlap their factors multiply. With all factors at 1 the variant comes back as it is. Throws
 * ExplainError `invalid-option` for a factor that the way has no meaning for.
 */
export function steered(
  variant: Variant,
  { prompt, offset, request }: Pick<Task, "prompt" | "offset" | "request">,
  steering: Steering | undefined,
): Variant {
  if (!steering) return variant;
  const { way, spans } = steering;
  for (const { factor } of spans) checkFactor(way, factor);
  const factors = prompt.tokens.map(({ start, end }) =>
    spans
      .filter((span) => start + offset < span.end && span.start < end + offset)
      .reduce((product, { factor }) => product * factor, 1),
  );
  if (factors.every((factor) => factor === 1)) return variant;
  if (factors.length !== variant.ids.length) throw movedTokens();
  const times = (old: readonly number[] | undefined) =>
    factors.map((factor, at) => factor * (old?.[at] ?? 1));
  switch (way) {
    case "attention": {
      const isHiding = factors.includes(0);
      const isBiasing = factors.some((factor) => factor !== 0 && factor !== 1);
      return {
        ...variant,
        ...(isHiding
          ? { attentionMask: times(variant.attentionMask).map((factor) => (factor === 0 ? 0 : 1)) }
          : {}),
        ...(isBiasing
          ? { attentionBias: factors.map((factor) => (factor === 0 ? 0 : Math.log(factor))) }
          : {}),
      };
    }
    case "embedding":
      return { ...variant, embeddingMask: times(variant.embeddingMask) };
    case "noise":
      return {
        ...variant,
        noise: { sizes: factors.map((factor) => 1 - factor), seed: request.seed },
      };
  }
}

const most: Readonly<Record<SteeringWay, number>> = {
  attention: 1e6,
  embedding: 100,
  noise: 1,
};

function checkFactor(way: SteeringWay, factor: number): void {
  if (factor >= 0 && factor <= most[way]) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `${way} cannot be multiplied by ${factor}.`,
    remedy:
      way === "noise"
        ? "Noise only turns words down: choose a factor from 0 (mute) to 1, or steer by attention."
        : `Choose a factor from 0 (mute) over 1 (as it is) to ${most[way]}.`,
  });
}

/** A mask that removes or replaces tokens leaves none of the places that the stretches name. */
function movedTokens(): ExplainError {
  return new ExplainError({
    kind: "invalid-option",
    message: "Words that are removed or replaced by other tokens cannot be steered around.",
    remedy: "Mask with the baseline zero or attention while words are muted or boosted.",
  });
}
