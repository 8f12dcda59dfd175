import type { LabelModel, RepresentationModel } from "#explain/inner-model";
import type { ScoringModel, Variant } from "#explain/scoring-model";
import type { Verbalizer } from "#protocol/classes";
import { ExplainError } from "#protocol/failure";
import type { PromptSource } from "#protocol/request";
import { type LabelWords, labelWords } from "./label-words.ts";
import { refineWords } from "./refine-words.ts";

/** What reads class logits off a model. */
export interface ClassReadout {
  readonly names: readonly string[];
  /** [variants][tokens × classes] H_D at every token. */
  logits(variants: readonly Variant[]): Promise<Float64Array[]>;
  /** Where class logits are sums of words' logits: H_D = weights · H_V + offset. */
  readonly words?: LabelWords;
}

/** How a text is put to the model, and where the class is read: both as for the text that is explained. */
export interface ClassFrame {
  source(text: string): PromptSource;
  /** The token that predicts the class. */
  positionOf(ids: readonly number[]): number;
  /** Label words stand behind a space. */
  readonly hasSpace: boolean;
  /** Only a word's first token can be predicted there. */
  readonly readsFirstToken: boolean;
}

/** Throws ExplainError `invalid-option` for words that the tokenizer does not know, `model-unsupported`. */
export async function classReadout(
  model: ScoringModel,
  verbalizer: Verbalizer,
  frame: ClassFrame,
): Promise<ClassReadout> {
  switch (verbalizer.kind) {
    case "manual":
      return byWords(asLabelModel(model), labelWords(model, verbalizer.labels, frame));
    case "kpt": {
      const reader = asLabelModel(model);
      return byWords(reader, await refineWords(reader, verbalizer, frame));
    }
    case "prototypical": {
      const reader = asRepresentationModel(model);
      const names = [...new Set(verbalizer.examples.map(({ label }) => label))];
      const states = await statesOf(
        reader,
        verbalizer.examples.map(({ text }) => text),
        frame,
      );
      const prototypes = names.map((name) =>
        meanDirection(states.filter((_, at) => verbalizer.examples[at]!.label === name)),
      );
      return byStates(
        reader,
        names,
        prototypes,
        (state, prototype) => prototypeSharpness * dot(unit(state), prototype),
      );
    }
    case "soft": {
      const reader = asRepresentationModel(model);
      const names = Object.keys(verbalizer.labels);
      const vectors = names.map((name) => Float64Array.from(verbalizer.labels[name]!));
      return byStates(reader, names, vectors, dot);
    }
  }
}

/** What the cosine with a class's prototype is multiplied by to make a logit. */
const prototypeSharpness = 10;

function byWords(model: LabelModel, words: LabelWords): ClassReadout {
  const { ids, weights, offsets } = words;
  return {
    names: words.names,
    words,
    logits: async (variants) => {
      const rows = await model.labelLogits(variants, ids);
      return rows.map((row) => {
        const tokenCount = row.length / ids.length;
        const logits = new Float64Array(tokenCount * weights.length);
        for (let token = 0; token < tokenCount; token++)
          for (const [label, own] of weights.entries())
            logits[token * weights.length + label] = own.reduce(
              (sum, weight, at) => sum + weight * row[token * ids.length + at]!,
              offsets[label]!,
            );
        return logits;
      });
    },
  };
}

function byStates(
  model: RepresentationModel,
  names: readonly string[],
  vectors: readonly Float64Array[],
  read: (state: Float64Array, vector: Float64Array) => number,
): ClassReadout {
  return {
    names,
    logits: async (variants) => {
      const states = await model.hiddenStates(variants, "last");
      return variants.map(({ ids }, at) => {
        const width = states[at]!.length / ids.length;
        checkWidth(names, vectors, width);
        return Float64Array.from({ length: ids.length * names.length }, (_, entry) => {
          const token = Math.floor(entry / names.length);
          const state = states[at]!.subarray(token * width, (token + 1) * width);
          return read(Float64Array.from(state), vectors[entry % names.length]!);
        });
      });
    },
  };
}

function checkWidth(
  names: readonly string[],
  vectors: readonly Float64Array[],
  width: number,
): void {
  const wrong = vectors.findIndex((vector) => vector.length !== width);
  if (wrong === -1) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `The class ${names[wrong]} has a vector of ${vectors[wrong]!.length} numbers, the model's states have ${width}.`,
    remedy: "Use label vectors that were learnt for this model.",
  });
}

/** [texts] the state that the class is read from. */
async function statesOf(
  model: RepresentationModel,
  texts: readonly string[],
  frame: ClassFrame,
): Promise<Float64Array[]> {
  const found: Float64Array[] = [];
  for (const text of texts) {
    const ids = model.encode(frame.source(text)).tokens.map((token) => token.id);
    const [states] = await model.hiddenStates([{ ids }], "last");
    const width = states!.length / ids.length;
    const position = frame.positionOf(ids);
    found.push(Float64Array.from(states!.subarray(position * width, (position + 1) * width)));
  }
  return found;
}

function meanDirection(states: readonly Float64Array[]): Float64Array {
  const directions = states.map(unit);
  return unit(
    directions[0]!.map((_, d) => directions.reduce((sum, own) => sum + own[d]!, 0) / states.length),
  );
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, d) => sum + value * right[d]!, 0);
}

function asLabelModel(model: ScoringModel): LabelModel {
  if ("labelLogits" in model) return model as LabelModel;
  throw noReadout(model);
}

function asRepresentationModel(model: ScoringModel): RepresentationModel {
  if ("hiddenStates" in model) return model as RepresentationModel;
  throw noReadout(model);
}

function noReadout(model: ScoringModel): ExplainError {
  return new ExplainError({
    kind: "model-unsupported",
    message: `${model.name} does not show what classes are read from.`,
    remedy: "Choose a local model.",
  });
}
