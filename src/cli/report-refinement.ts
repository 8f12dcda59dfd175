import type { Explanation, RefinedPart } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { featureCount, scoreText } from "./report-rows.ts";
import type { Naming, ReportSection } from "./report-section.ts";

const shownParts = 3;
/** Columns of a part's text. */
const partWidth = 60;

/** Of ablation coarse to fine: how many words were measured, and the parts that do most beyond their words. */
export function refinementSection(
  { refinement, prompt, features }: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  if (!refinement) return [];
  const { isMeasured, parts } = refinement;
  const aloneCount = isMeasured.filter((is) => is).length;
  const others = isMeasured.length - aloneCount;
  const name = ({ start, end }: RefinedPart) =>
    naming(prompt.text.slice(start, end).trim(), partWidth);
  const joint = parts
    .filter(({ together }) => scoreText(together, request.value) !== scoreText(0, request.value))
    .toSorted((a, b) => Math.abs(b.together) - Math.abs(a.together))
    .slice(0, shownParts);
  return [
    {
      heading: "Coarse to fine",
      blocks: [
        [
          `${aloneCount} of ${featureCount(features.length, request)} were masked alone.${others > 0 ? " The score of each other one is its share of what is left of its part." : ""}`,
        ],
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
