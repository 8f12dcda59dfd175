import type { LabelModel } from "#explain/inner-model";
import type { Verbalizer } from "#protocol/classes";
import { ExplainError } from "#protocol/failure";
import type { ClassFrame } from "./class-readout.ts";
import { type LabelWords, labelWords, tokensOf } from "./label-words.ts";

type Kpt = Extract<Verbalizer, { kind: "kpt" }>;
type Lists = Readonly<Record<string, readonly string[]>>;

/**
 * The words of a knowledgeable verbalizer (Hu et al. 2022, KPT), refined on the support texts: `frequency` drops the half of
 * a class's words that the model expects least, by their prior, the mean of p(v | text); `relevance` drops words whose
 * p over the texts resembles that of their class's first word no more than those of the other classes; `calibration`
 * divides p(v | text) by the prior. p is the softmax over all label words. A class keeps at least its first word.
 */
export async function refineWords(
  model: LabelModel,
  verbalizer: Kpt,
  frame: ClassFrame,
): Promise<LabelWords> {
  const { support = [], refine = [], neighbours } = verbalizer;
  const labels = neighbours
    ? await withNeighbours(model, verbalizer.labels, neighbours, frame)
    : verbalizer.labels;
  if (refine.length === 0) return labelWords(model, labels, frame);
  if (support.length === 0)
    throw new ExplainError({
      kind: "invalid-option",
      message: "Label words are refined on support texts, and there are none.",
      remedy: 'Add "support": a list of texts without labels, or leave "refine" out.',
    });
  const expected = await expectations(model, labels, support, frame);
  const byFrequency = refine.includes("frequency") ? keepFrequent(labels, expected) : labels;
  const byRelevance = refine.includes("relevance")
    ? keepRelevant(byFrequency, expected)
    : byFrequency;
  const calibration = (word: string) => -Math.log(mean(expected.get(word)!));
  return labelWords(
    model,
    byRelevance,
    frame,
    refine.includes("calibration") ? calibration : undefined,
  );
}

/** By word [texts] p(v | text). */
type Expectations = ReadonlyMap<string, Float64Array>;

async function expectations(
  model: LabelModel,
  labels: Lists,
  support: readonly string[],
  frame: ClassFrame,
): Promise<Expectations> {
  const entries = Object.entries(labels).flatMap(([name, words]) =>
    words.map((word) => ({ word, tokens: tokensOf(model, word, name, frame) })),
  );
  const ids = [...new Set(entries.flatMap(({ tokens }) => tokens))];
  const found = new Map(entries.map(({ word }) => [word, new Float64Array(support.length)]));
  for (const [place, text] of support.entries()) {
    const logits = await logitsAt(model, text, ids, frame);
    const ofWords = entries.map(({ tokens }) => mean(tokens.map((id) => logits[ids.indexOf(id)]!)));
    const probabilities = softmax(ofWords);
    for (const [at, { word }] of entries.entries()) found.get(word)![place] = probabilities[at]!;
  }
  return found;
}

function keepFrequent(labels: Lists, expected: Expectations): Lists {
  return filterWords(labels, (words) => {
    const priors = words.map((word) => mean(expected.get(word)!));
    const middle = [...priors].sort((a, b) => b - a)[Math.ceil(words.length / 2) - 1]!;
    return words.filter((_, at) => priors[at]! >= middle);
  });
}

/** Keeps words with r(v, own) (|Y| − 1) ≥ Σ r(v, other), r the cosine with the first word of a class. */
function keepRelevant(labels: Lists, expected: Expectations): Lists {
  const heads = Object.entries(labels).map(([name, words]) => ({
    name,
    head: expected.get(words[0]!)!,
  }));
  return filterWords(labels, (words, own) =>
    words.filter((word) => {
      const cosines = heads.map(({ head }) => cosine(expected.get(word)!, head));
      const at = heads.findIndex(({ name }) => name === own);
      const others = cosines.reduce((sum, value, other) => sum + (other === at ? 0 : value), 0);
      return cosines[at]! * (heads.length - 1) >= others;
    }),
  );
}

function filterWords(
  labels: Lists,
  keep: (words: readonly string[], name: string) => readonly string[],
): Lists {
  return Object.fromEntries(
    Object.entries(labels).map(([name, words]) => {
      const kept = keep(words, name);
      return [name, kept.length > 0 ? kept : words.slice(0, 1)];
    }),
  );
}

/**
 * Each class's words and the `count` whole words that the model predicts more for a text that only names the class
 * than for the others, by log p.
 */
async function withNeighbours(
  model: LabelModel,
  labels: Lists,
  count: number,
  frame: ClassFrame,
): Promise<Lists> {
  const candidates = wholeWords(model);
  const ids = candidates.map(({ id }) => id);
  const names = Object.keys(labels);
  const rows: Float64Array[] = [];
  for (const name of names) {
    const text = labels[name]![0] ?? name;
    rows.push(softmax([...(await logitsAt(model, text, ids, frame))]).map(Math.log));
  }
  return Object.fromEntries(
    names.map((name, own) => {
      const excess = candidates.map((_, at) => rows[own]![at]! - mean(rows.map((row) => row[at]!)));
      const order = [...candidates.keys()].sort((a, b) => excess[b]! - excess[a]!);
      const found = order.slice(0, count).map((at) => candidates[at]!.word);
      const given = labels[name]!.length > 0 ? labels[name]! : [name];
      return [name, [...new Set([...given, ...found])]];
    }),
  );
}

/** Tokens that are words of three letters and more behind a space. */
function wholeWords(model: LabelModel): { id: number; word: string }[] {
  const special = new Set(Object.values(model.specialIds));
  return Array.from({ length: model.vocabularySize }, (_, id) => id).flatMap((id) => {
    if (special.has(id)) return [];
    const [text] = model.decode([id]);
    const word = /^ (\p{L}{3,})$/u.exec(text ?? "")?.[1];
    return word ? [{ id, word }] : [];
  });
}

/** [labels] where the class is read. */
async function logitsAt(
  model: LabelModel,
  text: string,
  labels: readonly number[],
  frame: ClassFrame,
): Promise<Float32Array> {
  const ids = model.encode(frame.source(text)).tokens.map((token) => token.id);
  const [logits] = await model.labelLogits([{ ids }], labels);
  const position = frame.positionOf(ids);
  return logits!.subarray(position * labels.length, (position + 1) * labels.length);
}

function softmax(logits: readonly number[]): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const parts = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

function cosine(left: Float64Array, right: Float64Array): number {
  const product = left.reduce((sum, value, at) => sum + value * right[at]!, 0);
  return product / (Math.hypot(...left) * Math.hypot(...right));
}

function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at]!;
  return total / values.length;
}
