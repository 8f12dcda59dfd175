import type { Agreement } from "#protocol/agreement";
import type { ComparedScores } from "#protocol/compared";
import type { Explanation } from "#protocol/explanation";
import { methodInfos } from "#protocol/methods";
import type { ExplainRequest } from "#protocol/request";
import { featureShades } from "#protocol/shading";
import { formatRatio } from "#text/numbers";
import { costText, featureHead, featureLabel, namedText, scoreText } from "./report-rows.ts";
import type { Naming, ReportCell, ReportSection, ReportTable } from "./report-section.ts";

/** The methods of a report with `--compare`: the explanation's own first. */
export interface ReportMethod {
  readonly label: string;
  /** As if it were the report's own. */
  readonly explanation: Explanation;
  /** With the first; absent for the first itself. */
  readonly agreement?: Agreement;
}

/** None where nothing was compared. */
export function reportMethods(explanation: Explanation): ReportMethod[] {
  const { compared = [], ...own } = explanation;
  if (compared.length === 0) return [];
  const { standardError: _, maskedAlone: __, joint: ___, ...shared } = own;
  const other = ({ agreement, ...scores }: ComparedScores): ReportMethod => ({
    label: methodInfos[scores.method].label,
    explanation: { ...shared, ...scores },
    agreement,
  });
  return [{ label: methodInfos[own.method].label, explanation: own }, ...compared.map(other)];
}

/** `ρ 0.91, top 3: 2 of 3`: how far a method agrees with the first. */
export function agreementText({ rankCorrelation, topShared, topCount }: Agreement): string {
  const correlation = rankCorrelation === undefined ? [] : [`ρ ${formatRatio(rankCorrelation)}`];
  return [...correlation, `top ${topCount}: ${topShared} of ${topCount}`].join(", ");
}

/** What a method's row says beside its name. */
export function methodText({ explanation, agreement }: ReportMethod): string {
  return [...(agreement ? [agreementText(agreement)] : []), costText(explanation)].join("; ");
}

/** The features × methods table in the prompt's order, each score in its method's own unit, and how far they agree. */
export function comparedSection(
  explanation: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  const methods = reportMethods(explanation);
  const [first, ...others] = methods;
  if (!first) return [];
  const shades = methods.map((own) => featureShades(own.explanation));
  const table: ReportTable = {
    columns: [
      { head: featureHead(request), align: "left" },
      ...methods.map(({ label }) => ({ head: naming(label), align: "right" }) as const),
    ],
    rows: explanation.features.map((feature, index) => [
      naming(featureLabel(namedText(feature), request.features.granularity)),
      ...methods.map(
        (own, place): ReportCell => ({
          text: scoreText(own.explanation.seqAttribution[index]!, request.value),
          shade: shades[place]![index]!,
        }),
      ),
    ]),
  };
  const agreement = [
    `Beside ${first.label}, rank agreement ρ and shared top parts:`,
    ...others.map((method) => `${method.label}: ${methodText(method)}.`),
  ];
  return [{ heading: "Methods", blocks: [table, agreement] }];
}
