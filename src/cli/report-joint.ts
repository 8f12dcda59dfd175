import type { Explanation } from "#protocol/explanation";
import type { JointCurvePoint } from "#protocol/joint";
import {
  certificateSentence,
  curveSetWords,
  interactionSentence,
  jointSentence,
} from "#protocol/joint-words";
import type { ExplainRequest } from "#protocol/request";
import { formatRatio } from "#text/numbers";
import { featureLabel, scoreText } from "./report-rows.ts";
import type { Naming, ReportSection, ReportTable } from "./report-section.ts";
import type { Column } from "./text-table.ts";

const shownPairs = 5;

/** Of `joint-prompt`: the set and what is established about it, the curve over k, the strongest interactions. */
export function jointSection(
  explanation: Explanation,
  request: ExplainRequest,
  naming: Naming,
): ReportSection[] {
  const { joint, features } = explanation;
  if (!joint) return [];
  const name = (feature: number) =>
    naming(featureLabel(features[feature]!.text, request.features.granularity));
  const { certificate, k, setCount, probabilityRatio } = joint;
  const ratio =
    probabilityRatio === undefined
      ? ""
      : ` Probability ratio per token ${formatRatio(probabilityRatio)}.`;
  return [
    {
      heading: "Joint set",
      blocks: [
        [
          jointSentence(explanation, name, request.value),
          `${certificateSentence(certificate, k, setCount)}${ratio}`,
        ],
        ...curveTable(joint.curve ?? [], name),
        ...pairBlocks(explanation, request, name),
      ],
    },
  ];
}

function curveTable(
  curve: readonly JointCurvePoint[],
  name: (feature: number) => string,
): ReportTable[] {
  if (curve.length === 0) return [];
  const hasAlone = curve.some(({ alone }) => alone?.probabilityRatio !== undefined);
  const hasRandom = curve.some(({ random }) => random);
  const columns: Column[] = [
    { head: "k", align: "right" },
    { head: "Most decisive set", align: "left" },
    { head: "Ratio", align: "right" },
    ...(hasAlone ? [{ head: "Alone", align: "right" } as const] : []),
    ...(hasRandom
      ? ([
          { head: "Random", align: "right" },
          { head: "5 to 95 %", align: "right" },
        ] as const)
      : []),
    { head: "Certificate", align: "left" },
  ];
  const rows = curve.map((point, place) => {
    const { alone, random } = point;
    return [
      String(point.k),
      curveSetWords(point, curve[place - 1], name),
      ratioText(point.probabilityRatio),
      ...(hasAlone ? [ratioText(alone?.probabilityRatio)] : []),
      ...(hasRandom
        ? [
            ratioText(random?.mean),
            random ? `${formatRatio(random.low)} to ${formatRatio(random.high)}` : "",
          ]
        : []),
      point.certificate,
    ];
  });
  return [{ columns, rows }];
}

function pairBlocks(
  { joint, features }: Explanation,
  { value }: ExplainRequest,
  name: (feature: number) => string,
): ReportSection["blocks"] {
  const interactions = joint?.interactions ?? [];
  if (interactions.length === 0 || features.length < 2) return [];
  const table: ReportTable = {
    columns: [
      { head: "Interaction", align: "right" },
      { head: "Kind", align: "left" },
      { head: "Pair", align: "left" },
    ],
    rows: interactions
      .slice(0, shownPairs)
      .map(({ value: size, kind, pair: [i, j], isInside }) => [
        scoreText(size, value),
        kind,
        `${name(i)}, ${name(j)}${isInside ? "" : " (outside the set)"}`,
      ]),
  };
  const telling = interactions.filter(({ kind }) => kind !== "independent");
  const named = [
    ...telling.filter(({ isInside }) => isInside),
    ...telling.filter(({ isInside }) => !isInside),
  ].slice(0, 2);
  const sentences = named.map((own) =>
    interactionSentence(own, [name(own.pair[0]), name(own.pair[1])], value),
  );
  return sentences.length > 0 ? [table, sentences] : [table];
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? "" : formatRatio(ratio);
}
