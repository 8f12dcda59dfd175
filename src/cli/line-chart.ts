import type { EvaluationFigure } from "./evaluation-report.ts";
import { digits } from "./report-evaluation.ts";
import { escaped } from "./report-html-parts.ts";

const width = 680;
const height = 320;
const margin = { left: 56, right: 212, top: 12, bottom: 44 };
const tickCount = 4;
/** Lines differ by more than colour. */
const dashes = ["", "6 3", "2 3", "8 3 2 3", "12 4", "1 4", "4 4"];

/** A figure as inline SVG: a line for each series with its 95 % band, both ends of the axes, and a legend. */
export function lineChart({ title, x, y, series }: EvaluationFigure): string {
  const points = series.flatMap((own) => own.points);
  if (points.length === 0) return "";
  const across = scale(
    points.map((point) => point.x),
    margin.left,
    width - margin.right,
  );
  const up = scale(
    points.flatMap(({ low, high }) => [low, high]),
    height - margin.bottom,
    margin.top,
  );
  const at = (px: number, py: number) =>
    `${across.place(px).toFixed(1)},${up.place(py).toFixed(1)}`;
  const lines = series.map(({ name, points: own }, index) => {
    const band = [
      ...own.map((point) => at(point.x, point.high)),
      ...own.toReversed().map((point) => at(point.x, point.low)),
    ];
    const line = own.map((point) => at(point.x, point.mean));
    const legendY = margin.top + 12 + 20 * index;
    const legendX = width - margin.right + 16;
    const dash = dashes[index % dashes.length]!;
    const stroke = `class="line c${index % 7}"${dash ? ` stroke-dasharray="${dash}"` : ""}`;
    return [
      `<polygon class="band c${index % 7}" points="${band.join(" ")}"/>`,
      `<polyline ${stroke} points="${line.join(" ")}"/>`,
      `<line ${stroke} x1="${legendX}" x2="${legendX + 24}" y1="${legendY}" y2="${legendY}"/>`,
      `<text x="${legendX + 30}" y="${legendY + 4}">${escaped(name)}</text>`,
    ].join("");
  });
  const middle = (margin.top + height - margin.bottom) / 2;
  return `<figure>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
${up.ticks.map((tick) => horizontal(tick, up.place(tick))).join("")}
${across.ticks.map((tick) => label(tick, across.place(tick))).join("")}
${lines.join("\n")}
<text class="name" x="${(margin.left + width - margin.right) / 2}" y="${height - 6}">${escaped(x)}</text>
<text class="name" transform="translate(12 ${middle}) rotate(-90)">${escaped(y)}</text>
</svg>
<figcaption>${escaped(title)}</figcaption>
</figure>`;
}

/** Places of numbers between two ends of the picture, and round numbers to name. */
function scale(values: readonly number[], from: number, to: number) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const reach = high - low || 1;
  const step = roundStep(reach / tickCount);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return {
    ticks: Array.from({ length: Math.max(1, count) }, (_, place) => (first + place) * step),
    place: (value: number) => from + ((value - low) / reach) * (to - from),
  };
}

/** 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((own) => own * power >= least) ?? 10);
}

function horizontal(tick: number, y: number): string {
  return `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${y}" y2="${y}"/><text class="tick" x="${margin.left - 6}" y="${y + 4}">${tickText(tick)}</text>`;
}

function label(tick: number, x: number): string {
  return `<text class="name" x="${x}" y="${height - margin.bottom + 16}">${tickText(tick)}</text>`;
}

function tickText(tick: number): string {
  return Number.isInteger(tick) ? String(tick) : digits(tick);
}
