import { describe, expect, it } from "vitest";
import { seededRandom } from "#explain/random";
import { drawToken } from "#model/draw-token";

/** How often each token comes of 1000 evenly spread numbers: 1000 times its probability, exactly. */
function counts(
  probabilities: readonly number[],
  options: { temperature?: number; topK?: number; topP?: number } = {},
): number[] {
  const logits = Float32Array.from(probabilities, Math.log);
  const found = probabilities.map(() => 0);
  for (let i = 0; i < 1000; i++)
    found[drawToken(logits, { temperature: 1, ...options }, (i + 0.5) / 1000)]! += 1;
  return found;
}

describe("drawing a token", () => {
  const p = [0.1, 0.4, 0.2, 0.3];
  it.each([
    ["in proportion", {}, [100, 400, 200, 300]],
    // squares: 0.01, 0.16, 0.04, 0.09, together 0.3
    ["at temperature 1/2, the squares", { temperature: 0.5 }, [33, 534, 133, 300]],
    ["at a low temperature, the likeliest", { temperature: 0.01 }, [0, 1000, 0, 0]],
    ["top-k 1", { topK: 1 }, [0, 1000, 0, 0]],
    ["top-k 2: 4/7 and 3/7", { topK: 2 }, [0, 571, 0, 429]],
    ["top-k beyond the vocabulary", { topK: 9 }, [100, 400, 200, 300]],
    ["top-p below the likeliest keeps it", { topP: 0.1 }, [0, 1000, 0, 0]],
    ["top-p 0.5: the one that crosses it is kept", { topP: 0.5 }, [0, 571, 0, 429]],
    ["top-p 0.85: 4/9, 2/9, 3/9", { topP: 0.85 }, [0, 444, 222, 334]],
    ["top-p 1", { topP: 1 }, [100, 400, 200, 300]],
    // of 4/7 and 3/7 the first alone has more than 0.55
    ["top-k goes before top-p", { topK: 2, topP: 0.55 }, [0, 1000, 0, 0]],
    ["the temperature goes before top-p", { temperature: 0.5, topP: 0.5 }, [0, 1000, 0, 0]],
  ])("%s", (_, options, expected) => {
    const found = counts(p, options);
    expect(found.reduce((sum, count) => sum + count, 0)).toBe(1000);
    found.forEach((count, id) => {
      expect(Math.abs(count - expected[id]!)).toBeLessThanOrEqual(1);
    });
  });

  it("keeps the lower ids of equally likely ones", () => {
    expect(counts([0.25, 0.25, 0.25, 0.25], { topK: 2 })).toEqual([500, 500, 0, 0]);
    expect(counts([0.2, 0.4, 0.2, 0.2], { topK: 3 })).toEqual([250, 500, 250, 0]);
  });

  it("never draws what has no probability, whatever is rounded", () => {
    const logits = Float32Array.of(Number.NEGATIVE_INFINITY, 0, 0, Number.NEGATIVE_INFINITY);
    for (const uniform of [0, 0.5, 1 - 2 ** -32])
      expect([1, 2]).toContain(drawToken(logits, { temperature: 1 }, uniform));
  });

  it("is not changed by the rounding of logits, but at a border", () => {
    const random = seededRandom(1);
    const logits = Float32Array.from({ length: 500 }, () => 4 * random.next());
    const rounded = logits.map((logit) => logit + 1e-6 * (random.next() - 0.5));
    let changed = 0;
    for (let i = 0; i < 2000; i++) {
      const uniform = random.next();
      const options = { temperature: 0.8, topP: 0.95 };
      if (drawToken(logits, options, uniform) !== drawToken(rounded, options, uniform)) changed++;
    }
    expect(changed).toBeLessThanOrEqual(2);
  });
});
