import { spearman } from "#protocol/agreement";
import type { Explanation } from "#protocol/explanation";
import { ranking, type Shade, shadeOf } from "#protocol/shading";
import type { HeatmapRow } from "./heatmap-rows.ts";
import { featureName, listed, type Sentence } from "./words.ts";

/** What a row holds of a block's interest. */
export interface LayerCell {
  /** Of the block's total, in [0, 1]. */
  readonly share: number;
  /** Times the even share. */
  readonly times: number;
  readonly shade: Shade;
}

/** [rows][blocks] shares, shaded as the editor shades the block: by their excess over the even share. */
export function layerCells(
  { layers = [], features }: Explanation,
  rows: readonly HeatmapRow[],
): LayerCell[][] {
  const blocks = layers.map(({ scores, standardError }) => {
    const total = scores.reduce((sum, score) => sum + score, 0) || 1;
    const shares = scores.map((score) => score / total);
    return {
      shares,
      isUnsure: scores.map((score, feature) => score < 2 * standardError[feature]!),
      largest: Math.max(...shares) * features.length - 1,
    };
  });
  return rows.map(({ features: own }) =>
    blocks.map(({ shares, isUnsure, largest }) => {
      const share = own.reduce((sum, feature) => sum + shares[feature]!, 0);
      const times = (share * features.length) / own.length;
      const isBare = own.length === 1 && isUnsure[own[0]!];
      const shade = shadeOf(isBare ? 0 : Math.max(0, times - 1), largest);
      return { share, times, shade };
    }),
  );
}

/** [blocks] Spearman's ρ with the last block; undefined where a block has the same interest in all. */
export function agreementWithLast({ layers = [] }: Explanation): (number | undefined)[] {
  const last = layers.at(-1)?.scores ?? [];
  return layers.map(({ scores }) => spearman(scores, last));
}

/** As few words are named as hold over half of the last block's interest, but no more than these. */
const mostNamed = 3;
const half = 0.5;
/** A block spreads its interest almost evenly where no word has so many times the even share. */
const almostEven = 2;

/** Where the interest goes over the blocks: `From block 7 on, doctor and patient hold over half of the interest.` */
export function layersSentence(explanation: Explanation): Sentence {
  const { layers = [], features } = explanation;
  const shares = layers.map(({ scores }) => {
    const total = scores.reduce((sum, score) => sum + score, 0) || 1;
    return scores.map((score) => score / total);
  });
  const last = shares.at(-1);
  if (!last) return [];
  const ranked = ranking(last).slice(0, mostNamed);
  const held = (block: readonly number[], count: number) =>
    ranked.slice(0, count).reduce((sum, feature) => sum + block[feature]!, 0);
  const count = ranked.findIndex((_, place) => held(last, place + 1) > half) + 1;
  const names = listed(
    ranked
      .slice(0, count || mostNamed)
      .map((feature) => ({ strong: featureName(features[feature]!) })),
  );
  const lastName = layers.at(-1)!.layer;
  if (count === 0)
    return ["After block ", `${lastName} the interest is highest in `, ...names, "."];
  const first = shares.findLastIndex((block) => held(block, count) <= half) + 1;
  const verb = count === 1 ? "holds" : "hold";
  const evenCount = shares.findIndex((block) => Math.max(...block) * features.length >= almostEven);
  const isBefore = evenCount > 0 && evenCount <= first;
  return [
    first === 0 ? "After every block, " : `From block ${layers[first]!.layer} on, `,
    ...names,
    ` ${verb} over half of the interest.`,
    ...(isBefore
      ? [
          evenCount === 1
            ? " The first block spreads it almost evenly."
            : " The first blocks spread it almost evenly.",
        ]
      : []),
  ];
}
