import type { Explanation } from "#protocol/explanation";
import type { ExplainRequest } from "#protocol/request";
import { comparedSection } from "./report-compared.ts";
import { interestSection } from "./report-interest.ts";
import { jointSection } from "./report-joint.ts";
import { partsSection } from "./report-parts.ts";
import { refinementSection } from "./report-refinement.ts";
import type { Naming, ReportSection } from "./report-section.ts";

/** What a report has after its scores, where the explanation has it: the same in a terminal, in HTML and in Markdown. */
export function reportSections(
  explanation: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  return [refinementSection, jointSection, interestSection, partsSection, comparedSection].flatMap(
    (section) => section(explanation, request, naming),
  );
}
