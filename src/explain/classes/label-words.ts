import type { ScoringModel } from "#explain/scoring-model";
import { ExplainError } from "#protocol/failure";
import type { ClassFrame } from "./class-readout.ts";

/** Class logits as sums of tokens' logits. */
export interface LabelWords {
  readonly names: readonly string[];
  /** [labels] tokens whose logits are read, each once. */
  readonly ids: readonly number[];
  /** [classes][labels] */
  readonly weights: readonly Float64Array[];
  /** [classes] */
  readonly offsets: Float64Array;
}

/**
 * The mean over a class's words, of a word's mean over its tokens; where only the next token is predicted, of its first.
 * `offsetOf` is added to a word's logit. Throws ExplainError `invalid-option` for a word the tokenizer does not know.
 */
export function labelWords(
  model: ScoringModel,
  labels: Readonly<Record<string, readonly string[]>>,
  frame: ClassFrame,
  offsetOf: (word: string) => number = () => 0,
): LabelWords {
  const classes = Object.entries(labels).map(([name, words]) => ({
    words,
    tokens: words.map((word) => tokensOf(model, word, name, frame)),
  }));
  const ids = [...new Set(classes.flatMap(({ tokens }) => tokens.flat()))];
  const places = new Map(ids.map((id, place) => [id, place]));
  return {
    names: Object.keys(labels),
    ids,
    weights: classes.map(({ tokens }) => {
      const row = new Float64Array(ids.length);
      for (const own of tokens)
        for (const id of own) row[places.get(id)!]! += 1 / own.length / tokens.length;
      return row;
    }),
    offsets: Float64Array.from(
      classes,
      ({ words }) => words.reduce((sum, word) => sum + offsetOf(word), 0) / words.length,
    ),
  };
}

/** The tokens that a word is read from. */
export function tokensOf(
  model: ScoringModel,
  word: string,
  name: string,
  { hasSpace, readsFirstToken }: ClassFrame,
): number[] {
  const tokens = model.encodeText(hasSpace ? ` ${word}` : word);
  if (tokens.length === 0 || tokens.includes(model.specialIds.unk ?? -1))
    throw new ExplainError({
      kind: "invalid-option",
      message: `${model.name} does not know the label word "${word}" of the class ${name}.`,
      remedy: "Choose another word for this class.",
    });
  return readsFirstToken ? tokens.slice(0, 1) : tokens;
}
