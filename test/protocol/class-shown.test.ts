import { describe, expect, it } from "vitest";
import { classScores, classSubject, withShownClass } from "#protocol/class-shown";
import { featureShades } from "#protocol/shading";
import { unitWord } from "#protocol/value-words";
import { classExplanation } from "../webview/class-sample.ts";

const { classes = [] } = classExplanation;
const ablation = { ...classExplanation, method: "feature-ablation" } as const;

describe("A class that is shown", () => {
  it("is the explained one unless another is chosen, in nats against chance", () => {
    const shown = withShownClass(classExplanation, {});
    expect(shown.target.text).toBe("medicine");
    expect(shown.seqAttribution[6]).toBeCloseTo(Math.log(0.9 / 0.25), 12);
    expect(shown.seqAttribution[1]).toBe(0);
    expect(unitWord(shown)).toBe("nats");
    const other = withShownClass(classExplanation, { shown: 2 });
    expect(other.seqAttribution[6]).toBeCloseTo(Math.log(0.02 / 0.25), 12);
    expect(featureShades(other)[6]).toMatchObject({ pole: "oppose" });
  });

  it("can be set against another, whose turn the signs round", () => {
    const ofClass = withShownClass(classExplanation, { shown: 0, versus: 1 });
    expect(ofClass.against).toBe("school");
    expect(ofClass.seqAttribution[6]).toBeCloseTo(Math.log(0.9 / 0.05), 12);
    const reverse = classScores(classExplanation, classes, 1, 0);
    expect(reverse).toEqual(ofClass.seqAttribution.map((score) => 0 - score));
    expect(classSubject(classExplanation, { shown: 0, versus: 1 })).toBe(
      "medicine rather than school",
    );
  });

  it("is never set against itself, nor taken from outside the classes", () => {
    expect(withShownClass(classExplanation, { shown: 1, versus: 1 }).against).toBe("chance");
    expect(withShownClass(classExplanation, { shown: 9 }).target.text).toBe("medicine");
  });

  it("of a share of 0 has a finite score", () => {
    const none = classes.map((own) => ({ ...own, seqAttribution: [0] }));
    expect(classScores(classExplanation, none, 0)[0]).toBeCloseTo(Math.log(4e-9), 9);
  });

  it("of other methods has its attributions, or their difference, in their own unit", () => {
    const shown = withShownClass(ablation, { shown: 1 });
    expect(shown.seqAttribution).toEqual(classes[1]!.seqAttribution);
    expect(shown.against).toBeUndefined();
    const difference = withShownClass(ablation, { shown: 0, versus: 1 });
    expect(difference.seqAttribution[6]).toBeCloseTo(0.85, 12);
    expect(difference.values.full).toBeCloseTo(Math.log(0.93 / 0.03), 12);
  });

  it("is the explanation itself where there are no classes", () => {
    const { classes: _, ...plain } = classExplanation;
    expect(withShownClass(plain, { shown: 1 })).toBe(plain);
  });
});
