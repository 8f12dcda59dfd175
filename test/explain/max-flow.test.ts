import { describe, expect, it } from "vitest";
import { maxFlows } from "#explain/max-flow";
import { seededRandom } from "#explain/random";

/** The least capacity that parts `source` above from `sink` below, over all 2^nodes ways to cut. */
function leastCut(capacities: readonly Float64Array[], source: number, sink: number): number {
  const width = Math.sqrt(capacities[0]!.length);
  const top = capacities.length * width + source;
  let least = Number.POSITIVE_INFINITY;
  for (let side = 0; side < 2 ** ((capacities.length + 1) * width); side++) {
    const isAbove = (node: number) => (side >> node) % 2 === 1;
    if (!isAbove(top) || isAbove(sink)) continue;
    let cut = 0;
    for (const [layer, edges] of capacities.entries())
      for (const [entry, capacity] of edges.entries()) {
        const upper = (layer + 1) * width + Math.floor(entry / width);
        if (isAbove(upper) && !isAbove(layer * width + (entry % width))) cut += capacity;
      }
    least = Math.min(least, cut);
  }
  return least;
}

describe("The largest flow", () => {
  it("is the least cut, on random networks", () => {
    const random = seededRandom(7);
    for (let trial = 0; trial < 40; trial++) {
      const width = 2 + (trial % 2);
      const capacities = Array.from({ length: 3 }, () =>
        Float64Array.from({ length: width * width }, () =>
          random.next() < 0.3 ? 0 : random.next(),
        ),
      );
      const source = random.below(width);
      const flows = maxFlows(capacities, source);
      for (const [sink, flow] of flows.entries())
        expect(flow).toBeCloseTo(leastCut(capacities, source, sink), 9);
    }
  });

  it("takes back what an earlier path took from a better one", () => {
    // 1 → {0, 1} → {0, 1} → 0: the path over (0, 0) first leaves nothing but the way around.
    const both = Float64Array.of(1, 1, 1, 1);
    const narrow = Float64Array.of(1, 0, 1, 0);
    expect(maxFlows([narrow, both, both], 1)[0]).toBeCloseTo(2, 12);
  });
});
