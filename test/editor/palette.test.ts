import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { type ContributedColor, scaleAlpha, stepStyles } from "#editor/palette";

const manifest = path.resolve(import.meta.dirname, "../../package.json");
const colors: ContributedColor[] = JSON.parse(fs.readFileSync(manifest, "utf8")).contributes.colors;
const plain = { theme: "dark", intensity: 1, underline: false } as const;

describe("the looks of the steps", () => {
  it("are the theme's own colours at intensity 1", () => {
    const { support, oppose } = stepStyles(colors, plain);
    expect(support.map((style) => style.background)).toEqual(
      Array.from({ length: 9 }, (_, index) => ({ themeColor: `promptlight.support${index + 1}` })),
    );
    expect(oppose[8]).toEqual({ background: { themeColor: "promptlight.oppose9" } });
  });

  it("are the contributed colours with alpha scaled where intensity is not 1", () => {
    // design/palette.md: dark support 9 is #004a95cf; 0xcf × 0.5 = 103.5.
    const { support } = stepStyles(colors, { ...plain, intensity: 0.5 });
    expect(support[8]!.background).toEqual({ fixed: "#004a9568" });
  });

  it("fade to 0.4 when stale, as design/palette.json lists them", () => {
    const hc = { ...plain, theme: "highContrast" } as const;
    const { support } = stepStyles(colors, hc, { isStale: true });
    const listed = ["05", "08", "0b", "0e", "12", "17", "1d", "22", "29"];
    expect(support.map((style) => style.background)).toEqual(
      listed.map((alpha) => ({ fixed: `#0472ed${alpha}` })),
    );
    expect(support[0]!.underline).toBeUndefined();
  });

  it.each([
    [{ ...plain, theme: "highContrast" as const }],
    [{ ...plain, theme: "highContrastLight" as const }],
    [{ ...plain, underline: true }],
  ])("have underlines of three weights, solid and dashed: %j", (options) => {
    const { support, oppose } = stepStyles(colors, options);
    expect(support.map((style) => style.underline?.widthPx)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect(new Set(support.map((style) => style.underline?.style))).toEqual(new Set(["solid"]));
    expect(new Set(oppose.map((style) => style.underline?.style))).toEqual(new Set(["dashed"]));
  });

  it("are at most opaque", () => {
    expect(scaleAlpha("#112233cc", 1.5)).toBe("#112233ff");
    expect(scaleAlpha("#112233", 0.5)).toBe("#11223380");
  });
});
