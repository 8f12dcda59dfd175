import { describe, expect, it } from "vitest";
import type { JointCurvePoint } from "#protocol/joint";
import { decisiveSize, jointSizes, withShownSet } from "#protocol/joint-shown";
import { jointExplanation } from "../webview/joint-sample.ts";

const sizes = (...values: number[]): JointCurvePoint[] =>
  values.map((value, place) => ({
    k: place + 1,
    indices: [place],
    value,
    certificate: "exhaustive",
    setCount: 1,
  }));

describe("The size of set that is shown first", () => {
  it.each([
    {
      what: "a pair that decides, after which little is lost",
      values: [-1, -10, -11],
      full: 0,
      k: 2,
    },
    { what: "one word that decides", values: [-10, -11, -12], full: 0, k: 1 },
    { what: "a steady loss", values: [-1, -2, -3], full: 0, k: 3 },
    { what: "one size", values: [-4], full: 0, k: 1 },
  ])("is $k for $what", ({ values, full, k }) => {
    expect(decisiveSize(sizes(...values), full)).toBe(k);
  });

  it("is the pair of the design's example", () => {
    expect(withShownSet(jointExplanation).joint!.indices).toEqual([6, 9]);
    expect(withShownSet(jointExplanation).joint!.curve).toHaveLength(6);
  });

  it("is the one that was chosen, where it was searched", () => {
    expect(withShownSet(jointExplanation, 3).joint!.k).toBe(3);
    expect(withShownSet(jointExplanation, 9).joint!.k).toBe(2);
  });

  it("is the best so far while the search goes on", () => {
    const partial = { ...jointExplanation, partial: true };
    expect(withShownSet(partial)).toBe(partial);
    expect(withShownSet(partial, 2).joint!.indices).toEqual([6, 9]);
  });

  it("is among the sizes that are over and the one that is searched", () => {
    const joint = { ...jointExplanation.joint!, curve: jointExplanation.joint!.curve!.slice(0, 3) };
    expect(jointSizes(joint).map(({ k }) => k)).toEqual([1, 2, 3, 6]);
  });
});
