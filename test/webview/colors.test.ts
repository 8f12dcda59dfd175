import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

interface ContributedColor {
  readonly id: string;
  readonly description: string;
  readonly defaults: Readonly<Record<string, string>>;
}

const colors: readonly ContributedColor[] = manifest.contributes.colors;
const idOf = (pole: string, step: number) => `promptlight.${pole}${step}`;
const steps = Array.from({ length: 9 }, (_, index) => index + 1);

test("every step of the scale and every mark has a colour", () => {
  const ids = ["support", "oppose"].flatMap((pole) => steps.map((step) => idOf(pole, step)));
  const marks = ["supportLine", "opposeLine", "jointOutline", "mutedForeground"];
  expect(colors.map(({ id }) => id)).toEqual([
    ...ids,
    ...marks.map((name) => `promptlight.${name}`),
  ]);
});

// One ink a pole and theme, of which a step is only the alpha: design/palette.md.
describe.each(["dark", "light", "highContrast", "highContrastLight"])("in %s", (theme) => {
  test.each(["support", "oppose"])("%s has one ink that grows stronger", (pole) => {
    const inks = steps.map(
      (step) => colors.find(({ id }) => id === idOf(pole, step))?.defaults[theme] ?? "",
    );
    expect(new Set(inks.map((ink) => ink.slice(0, 7))).size).toBe(1);
    const alphas = inks.map((ink) => Number.parseInt(ink.slice(7), 16));
    expect(alphas).toEqual([...new Set(alphas)].sort((a, b) => a - b));
  });
});
