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
import { bold, type TextStyle } from "./text-style.ts";
import { type Cell, type Column, clip, printable, textTable } from "./text-table.ts";

const labelWidth = 28;
const shownPairs = 5;

/** Of `joint-prompt`: the set and what is established about it, the curve over k, the strongest interactions. */
export function jointLines(
  explanation: Explanation,
  request: ExplainRequest,
  style: TextStyle,
): string[] {
  const { joint, features } = explanation;
  if (!joint) return [];
  const name = (feature: number) => {
    const label = featureLabel(features[feature]!.text, request.features.granularity);
    return clip(printable(label), labelWidth);
  };
  const { certificate, k, setCount, probabilityRatio } = joint;
  const ratio =
    probabilityRatio === undefined
      ? ""
      : ` Probability ratio per token ${formatRatio(probabilityRatio)}.`;
  return [
    "",
    jointSentence(explanation, name, request.value),
    `${certificateSentence(certificate, k, setCount)}${ratio}`,
    ...curveTable(joint.curve ?? [], name, style),
    ...pairLines(explanation, request, name, style),
  ];
}

function curveTable(
  curve: readonly JointCurvePoint[],
  name: (feature: number) => string,
  style: TextStyle,
): string[] {
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
  const rows = curve.map((point, place): Cell[] => {
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
  const [head, ...body] = textTable(columns, rows);
  return ["", bold(head!, style), ...body];
}

function pairLines(
  { joint, features }: Explanation,
  { value }: ExplainRequest,
  name: (feature: number) => string,
  style: TextStyle,
): string[] {
  const interactions = joint?.interactions ?? [];
  if (interactions.length === 0 || features.length < 2) return [];
  const [head, ...body] = textTable(
    [
      { head: "Interaction", align: "right" },
      { head: "Kind", align: "left" },
      { head: "Pair", align: "left" },
    ],
    interactions
      .slice(0, shownPairs)
      .map(({ value: size, kind, pair: [i, j], isInside }): Cell[] => [
        scoreText(size, value),
        kind,
        `${name(i)}, ${name(j)}${isInside ? "" : " (outside the set)"}`,
      ]),
  );
  const telling = interactions.filter(({ kind }) => kind !== "independent");
  const named = [
    ...telling.filter(({ isInside }) => isInside),
    ...telling.filter(({ isInside }) => !isInside),
  ].slice(0, 2);
  const sentences = named.map((own) =>
    interactionSentence(own, [name(own.pair[0]), name(own.pair[1])], value),
  );
  return ["", bold(head!, style), ...body, ...(sentences.length > 0 ? ["", ...sentences] : [])];
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? "" : formatRatio(ratio);
}
