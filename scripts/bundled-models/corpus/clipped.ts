// Requests that lost some of their small words: masking takes words out, and what is left must be read all the same.
import type { Draw } from "./draw.ts";
import type { Made } from "./example.ts";
import type { Marked } from "./marked-text.ts";

const small =
  /\b(a|an|the|was|were|is|are|and|of|in|on|at|to|for|with|about|it|its|this|that|had|has)\b ?/gi;

/** Half of the requests, with one small word in four gone; none that a label stands on. */
export function clipped(random: Draw, made: Made): Made {
  if (random.chance(0.5)) return made;
  const { text, spans } = made.user;
  const lost = [...text.matchAll(small)]
    .map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
    .filter(({ start, end }) => !spans.some((span) => span.start < end && start < span.end))
    .filter(() => random.chance(0.25));
  return { ...made, user: without(made.user, lost) };
}

function without({ text, spans }: Marked, lost: readonly { start: number; end: number }[]): Marked {
  const moved = (at: number) =>
    at - lost.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(at, end) - start), 0);
  const kept = lost.reduceRight(
    (left, { start, end }) => left.slice(0, start) + left.slice(end),
    text,
  );
  return {
    text: kept,
    spans: spans.map((span) => ({ ...span, start: moved(span.start), end: moved(span.end) })),
  };
}
