import { stepCount } from "#protocol/shading";

export type ThemeName = "dark" | "light" | "highContrast" | "highContrastLight";

/** A row of package.json's `contributes.colors`. */
export interface ContributedColor {
  readonly id: string;
  readonly defaults: Readonly<Record<ThemeName, string>>;
}

/** What one step of the scale looks like: a colour of the theme by its id, or a fixed one. */
export interface StepStyle {
  readonly background: { readonly themeColor: string } | { readonly fixed: string };
  readonly underline?: {
    readonly themeColor: string;
    readonly widthPx: number;
    readonly style: "solid" | "dashed";
  };
}

export interface PaletteOptions {
  readonly theme: ThemeName;
  /** Factor on the colours' alpha, 0.5 to 1.5. */
  readonly intensity: number;
  readonly underline: boolean;
}

export const poles = ["support", "oppose"] as const;

const staleAlpha = 0.4;

/**
 * The looks of every step, [pole][step − 1] (design/palette.md). At intensity 1 fresh scores have
 * the theme's own colours, which the user may customise; otherwise the contributed ones with their
 * alpha scaled, stale ones by 0.4.
 */
export function stepStyles(
  colors: readonly ContributedColor[],
  { theme, intensity, underline }: PaletteOptions,
  { isStale = false } = {},
): Record<(typeof poles)[number], StepStyle[]> {
  const factor = intensity * (isStale ? staleAlpha : 1);
  const underlined = underline || theme.startsWith("highContrast");
  const style = (pole: (typeof poles)[number], step: number): StepStyle => {
    const id = `promptlight.${pole}${step}`;
    const color = colors.find((own) => own.id === id)?.defaults[theme];
    return {
      background:
        factor === 1 || !color ? { themeColor: id } : { fixed: scaleAlpha(color, factor) },
      ...(underlined && !isStale
        ? {
            underline: {
              themeColor: `promptlight.${pole}Line`,
              widthPx: Math.ceil(step / 3),
              style: pole === "support" ? "solid" : "dashed",
            },
          }
        : {}),
    };
  };
  const steps = Array.from({ length: stepCount }, (_, index) => index + 1);
  return {
    support: steps.map((step) => style("support", step)),
    oppose: steps.map((step) => style("oppose", step)),
  };
}

/** `#rrggbbaa` with its alpha times `factor`, at most opaque. */
export function scaleAlpha(color: string, factor: number): string {
  const alpha = color.length === 9 ? Number.parseInt(color.slice(7), 16) : 255;
  const scaled = Math.min(255, Math.round(alpha * factor));
  return color.slice(0, 7) + scaled.toString(16).padStart(2, "0");
}
