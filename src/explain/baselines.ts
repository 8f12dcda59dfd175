import type { Feature } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { BaselineChoice, FeatureChoice } from "#protocol/request";
import { fillTemplate, replaceSpans } from "#text/template";
import { spansOf } from "./features.ts";
import type { Mask } from "./masks.ts";
import { seededRandom } from "./random.ts";
import type { EncodedPrompt, ScoringModel, Variant } from "./scoring-model.ts";

/** The versions of a prompt whose mean value is the value of the coalition `mask`: one, or one per sample. */
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
    if (mask.every((bit) => bit)) return { ids };
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
        return [
          {
            ids: startable(
              model,
              ids.filter((_, index) => !gone[index]),
            ),
          },
        ];
      };
    case "token": {
      const id = tokenId(model, baseline.id);
      return (mask) => {
        const gone = absent(mask);
        return [{ ids: ids.map((own, index) => (gone[index] ? id : own)) }];
      };
    }
    case "text": {
      const texts = slotBaselines(features, choice);
      return (mask) => [
        rewritten(mask, (feature, place) => texts?.[feature]?.[place] ?? baseline.text),
      ];
    }
    case "sampled":
      return (mask) =>
        baseline.texts.map((_, sample) => {
          const random = seededRandom(seed + sample);
          const shift = features.map(() => random.below(baseline.texts.length));
          return rewritten(
            mask,
            (feature) => baseline.texts[(sample + shift[feature]!) % baseline.texts.length]!,
          );
        });
  }
}

/** [features][places] what each slot becomes, in the order of the feature's spans; only with a template. */
function slotBaselines(
  features: readonly Feature[],
  { granularity, template }: FeatureChoice,
): string[][] | undefined {
  if (granularity !== "slot" || !template) return undefined;
  const { slots } = fillTemplate(template.template, template.values);
  return features.map((feature) =>
    spansOf(feature).map((span) => {
      const slot = slots.find(({ spans }) =>
        spans.some((own) => own.start === span.start && own.end === span.end),
      );
      return (slot && template.baselines[slot.name]) ?? "";
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
