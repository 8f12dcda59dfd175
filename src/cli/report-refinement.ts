import type { Explanation, RefinedPart } from "#protocol/explanation";
import { partsTogether, refinementSentence } from "#protocol/refinement-words";
import type { ExplainRequest } from "#protocol/request";
import { scoreText } from "./report-rows.ts";
import type { Naming, ReportSection } from "./report-section.ts";

/** Columns of a part's text. */
const partWidth = 60;

/** Of ablation coarse to fine: how many words were measured, and the parts that do most beyond their words. */
export function refinementSection(
  { refinement, prompt }: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  if (!refinement) return [];
  const name = ({ start, end }: RefinedPart) =>
    naming(prompt.text.slice(start, end).trim(), partWidth);
  const joint = partsTogether(refinement, (score) => scoreText(score, request.value));
  return [
    {
      heading: "Coarse to fine",
      blocks: [
        [refinementSentence(refinement, request.features.granularity)],
        ...(joint.length > 0
          ? [
              {
                columns: [
                  { head: "Part", align: "left" } as const,
                  { head: "Masked whole", align: "right" } as const,
                  { head: "Only together", align: "right" } as const,
                ],
                rows: joint.map((part) => [
                  name(part),
                  scoreText(part.score, request.value),
                  scoreText(part.together, request.value),
                ]),
              },
            ]
          : []),
      ],
    },
  ];
}
