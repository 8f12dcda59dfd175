import { describe, expect, it } from "vitest";
import { factorOf, mostSteps, stepOf } from "../../webview/steering-scale.ts";

describe("the sliders' scale", () => {
  it("mutes at its left end, leaves in the middle, and multiplies by 16 at its right end", () => {
    expect([0, mostSteps / 2, mostSteps].map(factorOf)).toEqual([0, 1, 16]);
    expect(factorOf(mostSteps / 2 + 4)).toBe(2);
    expect(factorOf(mostSteps / 2 - 4)).toBe(0.5);
  });

  it("has a step for each of its factors, and the nearest for others", () => {
    for (let step = 0; step <= mostSteps; step++) expect(stepOf(factorOf(step))).toBe(step);
    expect(stepOf(1000)).toBe(mostSteps);
    expect(stepOf(0.001)).toBe(1);
  });
});
