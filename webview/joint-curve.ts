import type { JointCurvePoint } from "#protocol/joint";

/** The chart of the probability ratio over k, in px: the plot lies within its margins. */
export const chart = { width: 256, height: 164, left: 30, right: 8, top: 8, bottom: 24 } as const;

/** A size of set on the chart. */
export interface CurveMark {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface CurveDrawing {
  /** The found sets. */
  readonly marks: readonly CurveMark[];
  /** Paths through the found sets, and through the k words that matter most alone; the random band, closed. */
  readonly found: string;
  readonly alone: string;
  readonly band: string;
  /** Where the band ends on the right, for its label. */
  readonly bandEnd?: { readonly x: number; readonly y: number };
}

/** Where a probability ratio stands; beyond 1 is the upper end. */
export function ratioHeight(ratio: number): number {
  const within = Math.max(0, Math.min(1, ratio));
  return chart.top + (1 - within) * (chart.height - chart.top - chart.bottom);
}

/** The curve over the sizes that have a probability ratio; undefined where fewer than two have one. */
export function curveDrawing(sizes: readonly JointCurvePoint[]): CurveDrawing | undefined {
  const points = sizes.filter(({ probabilityRatio }) => probabilityRatio !== undefined);
  const [first, last] = [points[0]?.k, points.at(-1)?.k];
  if (first === undefined || last === undefined || first === last) return undefined;
  const x = (k: number) =>
    chart.left + ((k - first) / (last - first)) * (chart.width - chart.left - chart.right);
  const at = (k: number, ratio: number) => `${x(k).toFixed(1)} ${ratioHeight(ratio).toFixed(1)}`;
  const path = (places: readonly string[]) =>
    places.map((place, index) => `${index === 0 ? "M" : "L"}${place}`).join("");
  const banded = points.flatMap(({ k, random }) => (random ? [{ k, random }] : []));
  const edge = [
    ...banded.map(({ k, random }) => at(k, random.high)),
    ...banded.toReversed().map(({ k, random }) => at(k, random.low)),
  ];
  const end = banded.at(-1);
  return {
    marks: points.map(({ k, probabilityRatio }) => ({
      k,
      x: x(k),
      y: ratioHeight(probabilityRatio!),
    })),
    found: path(points.map(({ k, probabilityRatio }) => at(k, probabilityRatio!))),
    alone: path(
      points.flatMap(({ k, alone }) =>
        alone?.probabilityRatio === undefined ? [] : [at(k, alone.probabilityRatio)],
      ),
    ),
    band: edge.length > 2 ? `${path(edge)}Z` : "",
    ...(end && edge.length > 2
      ? { bandEnd: { x: x(end.k), y: ratioHeight(end.random.high) } }
      : {}),
  };
}
