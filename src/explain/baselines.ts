import type { Feature } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { BaselineChoice, FeatureChoice } from "#protocol/request";
import type { Span } from "#text/span";
import { fillTemplate, replaceSpans } from "#text/template";
import { spansOf } from "./features.ts";
import type { Mask } from "./masks.ts";
import { seededRandom } from "./random.ts";
import type { EncodedPrompt, ScoringModel, Variant } from "./scoring-model.ts";

/**
 * The versions of a prompt whose mean value is the value of the coalition `mask`: one, or one per sample of the
 * baseline, in the same order for every mask.
 */
export type Perturb = (mask: Mask) => Variant[];

/**
 * How masked features are made absent (methods.md section 1). Throws ExplainError `invalid-option`
 * where the model has no such token or the baseline does not fit.
 */
export function perturbation(
  model: ScoringModel,
  prompt: EncodedPrompt,
  features: readonly Feature[],
  choice: FeatureChoice,
  baseline: BaselineChoice,
  seed: number,
): Perturb {
  const ids = prompt.tokens.map((token) => token.id);
  const absent = (mask: Mask) => {
    const flags = new Uint8Array(ids.length);
    for (const [index, feature] of features.entries())
      if (!mask[index]) for (const token of feature.tokens) flags[token] = 1;
    return flags;
  };
  const present = (mask: Mask) => Array.from(absent(mask), (flag) => 1 - flag);
  const rewritten = (mask: Mask, replacement: (feature: number, place: number) => string) => {
    const edits = features.flatMap((feature, index) =>
      mask[index]
        ? []
        : spansOf(feature).map((span, place) => ({ span, replacement: replacement(index, place) })),
    );
    const text = replaceSpans(prompt.source.text, edits);
    return { ids: startable(model, idsOf(model.encode({ ...prompt.source, text }))) };
  };

  switch (baseline.kind) {
    case "zero":
      return (mask) => [{ ids, embeddingMask: present(mask) }];
    case "attention":
      return (mask) => [{ ids, attentionMask: present(mask) }];
    case "remove":
      return (mask) => {
        const gone = absent(mask);
        const kept = ids.filter((_, index) => !gone[index]);
        return [{ ids: startable(model, kept) }];
      };
    case "token": {
      const id = tokenId(model, baseline.id);
      return (mask) => {
        const gone = absent(mask);
        return [{ ids: ids.map((own, index) => (gone[index] ? id : own)) }];
      };
    }
    case "noise":
      return unlessWhole((mask) => {
        const sizes = Array.from(absent(mask), (flag) => flag * baseline.size);
        return Array.from({ length: baseline.draws }, (_, draw) => ({
          ids,
          noise: { sizes, seed: seed + draw },
        }));
      });
    case "text":
    case "sampled": {
      const texts = replacements(features, choice, baseline);
      const count = Math.max(1, ...texts.flat().map((list) => list.length));
      const random = seededRandom(seed);
      const starts = features.map(() => (count > 1 ? random.below(count) : 0));
      return unlessWhole((mask) =>
        Array.from({ length: count }, (_, sample) =>
          rewritten(mask, (feature, place) => {
            const list = texts[feature]![place]!;
            return list[(sample + starts[feature]!) % list.length]!;
          }),
        ),
      );
    }
  }

  /** The whole prompt has but one version, which no sample changes. */
  function unlessWhole(perturb: Perturb): Perturb {
    return (mask) => (mask.every((bit) => bit) ? [{ ids }] : perturb(mask));
  }
}

/**
 * [features][stretches][texts] what each stretch becomes. Sample after sample takes the next text of each list, from
 * a start drawn for the feature: all texts come equally often, and the stretches of one feature change together.
 */
function replacements(
  features: readonly Feature[],
  { granularity, template }: FeatureChoice,
  baseline: Extract<BaselineChoice, { kind: "text" | "sampled" }>,
): (readonly string[])[][] {
  const filled =
    granularity === "slot" && template && fillTemplate(template.template, template.values);
  return features.map((feature) =>
    spansOf(feature).map((span) => {
      if (baseline.kind === "sampled") return baseline.texts;
      const isHere = (other: Span) => other.start === span.start && other.end === span.end;
      const place = baseline.places?.find((own) => isHere(own.span));
      if (place) return place.texts;
      if (!filled) return [baseline.text];
      const slot = filled.slots.find(({ spans }) => spans.some(isHere));
      const own = (slot && template?.baselines[slot.name]) ?? "";
      return typeof own === "string" ? [own] : own;
    }),
  );
}

function tokenId(model: ScoringModel, id: number | keyof ScoringModel["specialIds"]): number {
  const found = typeof id === "number" ? id : model.specialIds[id];
  if (found !== undefined && Number.isInteger(found) && found >= 0 && found < model.vocabularySize)
    return found;
  throw new ExplainError({
    kind: "invalid-option",
    message:
      typeof id === "number"
        ? `${model.name} has no token ${id}: its ids are 0 to ${model.vocabularySize - 1}.`
        : `${model.name} has no ${id} token.`,
    remedy: `Choose another baseline, such as zero, remove or token:ID${namesOf(model)}.`,
  });
}

function namesOf({ specialIds }: ScoringModel): string {
  const names = Object.keys(specialIds);
  return names.length > 0 ? ` (it has ${names.map((name) => `token:${name}`).join(", ")})` : "";
}

/** A model must read something before the answer: where nothing is left, its start token. */
function startable(model: ScoringModel, ids: readonly number[]): readonly number[] {
  const { bos, eos, pad } = model.specialIds;
  return ids.length > 0 ? ids : [bos ?? eos ?? pad ?? 0];
}

function idsOf(prompt: EncodedPrompt): number[] {
  return prompt.tokens.map((token) => token.id);
}
