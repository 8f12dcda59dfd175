import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { featureShades } from "#protocol/shading";
import { visibleWhitespace } from "#text/numbers";
import { featureHead, featureLabel, namedText, scoreText } from "./report-rows.ts";
import type { Naming, ReportCell, ReportSection, ReportTable } from "./report-section.ts";
import type { Column } from "./text-table.ts";

const partWidth = 16;

/** With several `--target-span`: each part of the answer, and what each feature adds to each of them. */
export function partsSection(
  explanation: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  const { parts, features } = explanation;
  if (!parts) return [];
  const summary: ReportTable = {
    columns: [
      { head: "Tokens", align: "right" },
      { head: "Part", align: "left" },
      { head: "Value", align: "right" },
      { head: "Driven by", align: "left" },
    ],
    rows: parts.map((part) => [
      `${part.span.start}:${part.span.end}`,
      naming(visibleWhitespace(part.text)),
      scoreText(part.values.full, request.value),
      strongest(part.seqAttribution, features, request, naming),
    ]),
  };
  const blocks = [summary, partTable(explanation, request, naming)];
  return [{ heading: "Parts of the answer", blocks }];
}

/** Features in the prompt's order × parts of the answer: Table 1 of the Captum paper. */
function partTable(
  { method, features, parts = [] }: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportTable {
  const shades = parts.map((part) => featureShades({ method, ...part }));
  return {
    columns: [
      { head: featureHead(request), align: "left" },
      ...parts.map(({ text }): Column => {
        const part = visibleWhitespace(text.trim() === "" ? text : text.trim());
        return { head: naming(part, partWidth), align: "right" };
      }),
    ],
    rows: features.map((feature, index) => [
      naming(featureLabel(namedText(feature), request.features.granularity)),
      ...parts.map(
        (part, place): ReportCell => ({
          text: scoreText(part.seqAttribution[index]!, request.value),
          shade: shades[place]![index]!,
        }),
      ),
    ]),
  };
}

/** The three features with the largest scores, either way. */
export function strongest(
  scores: readonly number[],
  features: Explanation["features"],
  request: ExplainRequest,
  naming: Naming,
): string {
  return scores
    .map((score, feature) => ({ score, feature }))
    .sort((a, b) => Math.abs(b.score) - Math.abs(a.score))
    .slice(0, 3)
    .map(({ score, feature }) => {
      const label = featureLabel(features[feature]!.text, request.features.granularity);
      return `${naming(label)} ${scoreText(score, request.value)}`;
    })
    .join(", ");
}
