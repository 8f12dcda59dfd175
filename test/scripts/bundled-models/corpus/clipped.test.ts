import { expect, it } from "vitest";
import { clipped } from "../../../../scripts/bundled-models/corpus/clipped.ts";
import { Draw } from "../../../../scripts/bundled-models/corpus/draw.ts";
import { sentiment } from "../../../../scripts/bundled-models/corpus/kinds/sentiment.ts";

it("takes small words out of half of the requests, and labels stay on their words", () => {
  const drawn = Array.from({ length: 200 }, (_, seed) => {
    const whole = sentiment(new Draw(seed, "train"));
    return { whole, short: clipped(new Draw(seed, "train"), whole) };
  });
  const shorter = drawn.filter(({ whole, short }) => short.user.text !== whole.user.text);
  expect(shorter.length).toBeGreaterThan(50);
  expect(shorter.length).toBeLessThan(110);
  for (const { whole, short } of drawn) {
    const labelled = ({ text, spans }: typeof whole.user) =>
      spans.map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);
    expect(labelled(short.user)).toEqual(labelled(whole.user));
    expect(short.assistant).toBe(whole.assistant);
  }
});
