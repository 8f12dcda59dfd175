import type { Explanation } from "#protocol/explanation";
import type { SettledInterest } from "#protocol/interest";
import type { ExplainRequest } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { formatRatio, formatShare } from "#text/numbers";
import { featureHead, featureLabel, namedText } from "./report-rows.ts";
import { bold, type TextStyle } from "./text-style.ts";
import { type Cell, type Column, clip, printable, textTable } from "./text-table.ts";

const labelWidth = 28;
const shownWords = 3;

/** Of `model-interest`: how far its noise goes, the sweep over λ, and features × blocks. */
export function interestLines(
  explanation: Explanation,
  request: ExplainRequest,
  style: TextStyle,
): string[] {
  const { interest, features } = explanation;
  if (!interest) return [];
  const name = (feature: number) => {
    const label = featureLabel(namedText(features[feature]!), request.features.granularity);
    return clip(printable(label), labelWidth);
  };
  const { lambda, change, unbounded } = interest;
  const free =
    unbounded.length === 0
      ? ""
      : ` The model notices no noise, or no more of it, on ${unbounded.map(name).join(", ")}: their interest is at most what is shown.`;
  return [
    `At λ = ${lambda} the noise moves the prediction ${formatRatio(change)} times as far as the reference noise would.${free}`,
    ...sweepTable(explanation, name, style),
    ...layerTable(explanation, request, name, style),
  ];
}

/** Its Figure 4: what the interest is in, and how far the prediction moves, over λ. */
function sweepTable(
  { interest }: Explanation,
  name: (feature: number) => string,
  style: TextStyle,
): string[] {
  if (!interest?.sweep) return [];
  const [head, ...body] = textTable(
    [
      { head: "λ", align: "right" },
      { head: "Change", align: "right" },
      { head: "Most interest in", align: "left" },
    ],
    interest.sweep.map((own): Cell[] => [
      String(own.lambda),
      formatRatio(own.change),
      ranking(own.scores)
        .slice(0, shownWords)
        .map((feature) => `${name(feature)} ${share(own, feature)}`)
        .join(", "),
    ]),
  );
  return ["", bold(head!, style), ...body];
}

/** Its Figure 5: features in the prompt's order × blocks, each block's shares. */
function layerTable(
  { layers, features }: Explanation,
  request: ExplainRequest,
  name: (feature: number) => string,
  style: TextStyle,
): string[] {
  if (!layers) return [];
  const [head, ...body] = textTable(
    [
      { head: featureHead(request), align: "left" },
      ...layers.map(({ layer }): Column => ({ head: `Block ${layer}`, align: "right" })),
    ],
    features.map((_, feature): Cell[] => [
      name(feature),
      ...layers.map((layer) => share(layer, feature)),
    ]),
  );
  return ["", bold(head!, style), ...body];
}

/** Of all interest, in percent. */
function share({ scores }: SettledInterest, feature: number): string {
  const sum = scores.reduce((total, own) => total + own, 0);
  return formatShare(scores[feature]! / sum);
}
