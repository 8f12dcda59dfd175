import type { Explanation } from "#protocol/explanation";
import type { Interaction } from "#protocol/joint";
import { featureName } from "./words.ts";

/** A word of the line under the arcs; `x` is its middle, in px. */
export interface LineWord {
  readonly feature: number | undefined;
  readonly text: string;
  readonly x: number;
}

export interface Arc {
  readonly interaction: Interaction;
  readonly path: string;
  /** In px: by the interaction's size, a factor of a hundred from 0.2 on is three of them. */
  readonly thickness: number;
  /** Both words are of the joint set that is shown. */
  readonly isInside: boolean;
}

export interface ArcDrawing {
  readonly words: readonly LineWord[];
  readonly arcs: readonly Arc[];
  readonly width: number;
}

export const arcsHeight = 112;
export const baseLine = 92;

/** Of 13 px in a fixed-width font. */
const narrowWidth = 7.83;
const wideWidth = 13;
const wordPadding = 4;
const gapWidth = 7;

/** Words beside which a longer prompt's are left out. */
const shownWhole = 40;

/** The words of the prompt in a line, and over them an arc for each of `interactions`, the strongest on top. */
export function interactionArcs(
  explanation: Explanation,
  interactions: readonly Interaction[],
): ArcDrawing {
  const { words, width } = lineOf(explanation, new Set(interactions.flatMap(({ pair }) => pair)));
  const members = explanation.joint?.indices ?? [];
  const placeOf = (feature: number) => words.find((word) => word.feature === feature)!.x;
  const arcs = interactions.toReversed().map((interaction): Arc => {
    const [a, b] = interaction.pair.map(placeOf) as [number, number];
    const foot = baseLine - 6;
    const top = foot - 1.2 * Math.min(92, 6 + 0.62 * Math.abs(b - a) ** 0.92);
    const size = 1 + (3 * Math.log(Math.abs(interaction.value) / 0.2)) / Math.log(100);
    const [from, to, up] = [a, b, top].map((place) => place.toFixed(1));
    return {
      interaction,
      path: `M${from} ${foot}C${from} ${up} ${to} ${up} ${to} ${foot}`,
      thickness: Math.max(1, Math.min(4, size)),
      isInside:
        interaction.kind !== "independent" &&
        interaction.pair.every((feature) => members.includes(feature)),
    };
  });
  return { words, arcs, width };
}

function lineOf({ prompt, features }: Explanation, named: ReadonlySet<number>) {
  const isShown = (feature: number) => features.length <= shownWhole || named.has(feature);
  const words: LineWord[] = [];
  let place = 0;
  const put = (feature: number | undefined, text: string) => {
    const width = textWidth(text) + wordPadding;
    words.push({ feature, text, x: place + width / 2 });
    place += width;
  };
  for (const [feature, { start }] of features.entries()) {
    const isNext = isShown(feature) || isShown(feature - 1);
    if (!isNext) continue;
    const between = feature === 0 ? "" : prompt.text.slice(features[feature - 1]!.end, start);
    if (/\s/.test(between) || !isShown(feature)) place += words.length > 0 ? gapWidth : 0;
    put(
      isShown(feature) ? feature : undefined,
      isShown(feature) ? featureName(features[feature]!) : "…",
    );
  }
  return { words, width: Math.ceil(place) };
}

function textWidth(text: string): number {
  const widths = [...text].map((letter) => (letter >= "\u1100" ? wideWidth : narrowWidth));
  return widths.reduce((sum, width) => sum + width, 0);
}
