import type { Explanation } from "#protocol/explanation";
import type { SettledInterest } from "#protocol/interest";
import type { ExplainRequest } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { formatRatio, formatShare } from "#text/numbers";
import { featureHead, featureLabel, namedText } from "./report-rows.ts";
import type { Naming, ReportSection, ReportTable } from "./report-section.ts";

const shownWords = 3;

/** Of `model-interest`: how far its noise goes, the sweep over λ, and features × blocks. */
export function interestSection(
  explanation: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  const { interest, features } = explanation;
  if (!interest) return [];
  const name = (feature: number) =>
    naming(featureLabel(namedText(features[feature]!), request.features.granularity));
  const { lambda, change, unbounded } = interest;
  const free =
    unbounded.length === 0
      ? ""
      : ` The model notices no noise, or no more of it, on ${unbounded.map(name).join(", ")}: their interest is at most what is shown.`;
  return [
    {
      heading: "Interest",
      blocks: [
        [
          `At λ = ${lambda} the noise moves the prediction ${formatRatio(change)} times as far as the reference noise would.${free}`,
        ],
        ...sweepTable(explanation, name),
        ...layerTable(explanation, request, name),
      ],
    },
  ];
}

/** Its Figure 4: what the interest is in, and how far the prediction moves, over λ. */
function sweepTable({ interest }: Explanation, name: (feature: number) => string): ReportTable[] {
  if (!interest?.sweep) return [];
  return [
    {
      columns: [
        { head: "λ", align: "right" },
        { head: "Change", align: "right" },
        { head: "Most interest in", align: "left" },
      ],
      rows: interest.sweep.map((own) => [
        String(own.lambda),
        formatRatio(own.change),
        ranking(own.scores)
          .slice(0, shownWords)
          .map((feature) => `${name(feature)} ${share(own, feature)}`)
          .join(", "),
      ]),
    },
  ];
}

/** Its Figure 5: features in the prompt's order × blocks, each block's shares. */
function layerTable(
  { layers, features }: Explanation,
  request: ExplainRequest,
  name: (feature: number) => string,
): ReportTable[] {
  if (!layers) return [];
  return [
    {
      columns: [
        { head: featureHead(request), align: "left" },
        ...layers.map(({ layer }) => ({ head: `Block ${layer}`, align: "right" }) as const),
      ],
      rows: features.map((_, feature) => [
        name(feature),
        ...layers.map((layer) => share(layer, feature)),
      ]),
    },
  ];
}

/** Of all interest, in percent. */
function share({ scores }: SettledInterest, feature: number): string {
  const sum = scores.reduce((total, own) => total + own, 0);
  return formatShare(scores[feature]! / sum);
}
