import type { Masking, MaskingMetrics } from "#protocol/masking";
import type { Rival } from "#protocol/panel-methods";
import { featureName, listed, type Sentence } from "./words.ts";

/** A figure of every set that is compared, as a row of the table. */
export interface RivalRow {
  readonly id: keyof MaskingMetrics;
  readonly name: string;
  readonly unit: string;
  /** Of the joint set, then of each rival; absent while it is not there. */
  readonly figures: readonly (Figure | undefined)[];
  readonly random:
    | { readonly mean: number; readonly low: number; readonly high: number }
    | undefined;
}

export interface Figure {
  readonly value: number;
  /** Precision and recall, where there are any. */
  readonly detail: string | undefined;
}

const rows = [
  { id: "probabilityRatio", name: "Probability ratio", unit: "per token" },
  { id: "klDivergence", name: "KL divergence", unit: "nats" },
  { id: "bleu", name: "BLEU-4 words", unit: "" },
  { id: "bleuCharacters", name: "BLEU-4 characters", unit: "" },
  { id: "rouge1", name: "ROUGE-1 F1", unit: "words" },
  { id: "rouge2", name: "ROUGE-2 F1", unit: "words" },
  { id: "rougeL", name: "ROUGE-L F1", unit: "words" },
  { id: "cosine", name: "Embedding cosine", unit: "" },
] as const satisfies readonly { id: keyof MaskingMetrics; name: string; unit: string }[];

/** What a method is called: as a whole, and where there is little room; and whether it is many. */
const rivalNames = {
  "feature-ablation": { name: "Feature ablation", short: "Ablation", puts: "puts" },
  "integrated-gradients": { name: "Integrated gradients", short: "Gradients", puts: "put" },
} as const satisfies Record<Rival["method"], unknown>;

export function rivalNamed({ method }: Rival) {
  return rivalNames[method];
}

/** Every measure that the joint set has, with what it is for the rivals and for random sets. */
export function rivalRows(joint: Masking, rivals: readonly Rival[]): RivalRow[] {
  return rows.flatMap(({ id, name, unit }): RivalRow[] => {
    const own = figureOf(joint, id);
    if (!own) return [];
    const others = rivals.map(({ masking }) => masking && figureOf(masking, id));
    return [{ id, name, unit, figures: [own, ...others], random: joint.random?.[id] }];
  });
}

function figureOf({ metrics }: Masking, id: keyof MaskingMetrics): Figure | undefined {
  const measured = metrics[id];
  if (measured === undefined) return undefined;
  if (typeof measured === "number") return { value: measured, detail: undefined };
  const { precision, recall, f1 } = measured;
  return { value: f1, detail: `precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}` };
}

/** What the rivals would mask in place of the joint set, and by how many measures that changes the answer less. */
export function rivalsSentence(joint: Masking, rivals: readonly Rival[]): Sentence {
  return rivals.flatMap((rival): Sentence => {
    const { masked, masking } = rival;
    if (!masked || !masking) return [];
    const { name, puts } = rivalNamed(rival);
    if (masked.join() === joint.masked.join()) return [`${name} ${puts} the same words first. `];
    const compared = rivalRows(joint, [rival]).filter(({ figures }) => figures[1]);
    const behind = compared.filter(({ id, figures: [own, other] }) =>
      id === "klDivergence" ? other!.value < own!.value : other!.value > own!.value,
    );
    const words = listed(masked.map((index) => ({ strong: featureName(joint.features[index]!) })));
    const verdict =
      behind.length === 0
        ? "which changes the answer no less"
        : behind.length === compared.length
          ? `which changes the answer less by all ${compared.length} measures`
          : `which changes the answer less by ${behind.length} of ${compared.length} measures`;
    return [`${name} ${puts} `, ...words, ` first, ${verdict}. `];
  });
}
