import { ExplainError } from "#protocol/failure";
import type { SuggestRequest } from "#protocol/request";
import type { Suggestion } from "#protocol/worker-methods";
import { type Span, spansOverlap } from "#text/span";
import type { EncodedPrompt, ScoringModel } from "./scoring-model.ts";

/** First tokens that are looked at, and how many more tokens a word may take. */
const candidateCount = 64;
const furtherTokenCount = 4;
/** Tokens after the word that a word in its place must go well with. */
const followingTokenCount = 8;

/**
 * Words that could stand in a word's place, the likeliest first: whole words that the model itself would go on with
 * there, of the same shape (capitals, digits), without the word itself. Ranked by log p of the word after what stands
 * before it and of the next tokens after it: so a name is replaced by a name. Cost: about 5 runs over the text before
 * the word, and one evaluation a candidate. Throws ExplainError `invalid-option` where `span` holds no word.
 */
export async function suggestBaselines(
  model: ScoringModel,
  prompt: EncodedPrompt,
  { span, count }: Pick<SuggestRequest, "span" | "count">,
  signal: AbortSignal,
): Promise<Suggestion[]> {
  const { text } = prompt.source;
  const word = text.slice(span.start, span.end).trim();
  const place = placeOf(prompt, span);
  if (!place || !isWord(word))
    throw new ExplainError({
      kind: "invalid-option",
      message: `There is no single word at ${span.start} to ${span.end} to find others for.`,
      remedy: "Put the cursor on a word of the prompt.",
    });
  const { own, after } = place;
  // A longer text is cut in front: near the word is what decides.
  const room = model.contextTokenCount - furtherTokenCount - followingTokenCount - 1;
  const before = place.before.slice(-room);
  // As the word is written: with the space before it, where its first token holds that.
  const space = model.decode(own).join("").startsWith(" ") ? " " : "";
  const isSameShape = (other: string) =>
    isWord(other) && shapeOf(other) === shapeOf(word) && other.toLowerCase() !== word.toLowerCase();

  const [first] = await nextTokens(model, [before], candidateCount);
  let growing = first!.map((ids) => [ids]);
  const words = new Map<string, number[]>();
  for (let more = 0; more <= furtherTokenCount && growing.length > 0; more++) {
    if (signal.aborted) return [];
    const grown = growing.filter((ids) => {
      const piece = model.decode(ids).join("");
      return piece.startsWith(space) && isWord(piece.slice(space.length));
    });
    const next =
      grown.length === 0
        ? []
        : await nextTokens(
            model,
            grown.map((ids) => [...before, ...ids]),
            1,
          );
    growing = [];
    for (const [index, ids] of grown.entries()) {
      const longer = [...ids, next[index]![0]!];
      const [piece, longerPiece] = [ids, longer].map((each) => model.decode(each).join(""));
      const goesOn =
        longerPiece!.length > piece!.length && isWord(longerPiece!.slice(space.length));
      if (goesOn) growing.push(longer);
      else if (isSameShape(piece!.slice(space.length))) words.set(piece!.slice(space.length), ids);
    }
  }
  const following = after.slice(0, followingTokenCount);
  const suggestions: Suggestion[] = [];
  for (const [other, ids] of words) {
    if (signal.aborted) return [];
    const [logProbs] = await model.score([{ ids: before }], [...ids, ...following]);
    suggestions.push({ text: other, logProb: logProbs!.reduce((sum, one) => sum + one, 0) });
  }
  return suggestions.sort((a, b) => b.logProb - a.logProb).slice(0, count);
}

/** The ids before, of and after the word; undefined where no token of the user's stands there. */
function placeOf({ tokens }: EncodedPrompt, span: Span) {
  const isOwn = (token: (typeof tokens)[number]) =>
    token.role === "user" && spansOverlap(token, span);
  const first = tokens.findIndex(isOwn);
  if (first < 0) return undefined;
  const ids = tokens.map((token) => token.id);
  const end = tokens.findLastIndex(isOwn) + 1;
  return { before: ids.slice(0, first), own: ids.slice(first, end), after: ids.slice(end) };
}

/** [variants][count] the likeliest next tokens after each, best first. */
async function nextTokens(
  model: ScoringModel,
  variants: readonly (readonly number[])[],
  count: number,
): Promise<number[][]> {
  const rows = await model.read(
    variants.map((ids) => ({ ids })),
    [0],
    (logits) => highest(logits, count),
  );
  return rows.map(([ids]) => ids!);
}

function highest(logits: Float32Array, count: number): number[] {
  const ids: number[] = [];
  for (const [id, logit] of logits.entries()) {
    const last = ids[count - 1];
    if (last !== undefined && logits[last]! >= logit) continue;
    let at = ids.length;
    while (at > 0 && logits[ids[at - 1]!]! < logit) at--;
    ids.splice(at, 0, id);
    ids.length = Math.min(ids.length, count);
  }
  return ids;
}

function isWord(text: string): boolean {
  return /^[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*$/u.test(text);
}

/** Words of one shape can stand for each other: names, words in small letters, abbreviations, numbers. */
function shapeOf(word: string): string {
  if (/\p{N}/u.test(word)) return "number";
  if (word.length > 1 && word === word.toUpperCase()) return "capitals";
  return word[0] === word[0]!.toUpperCase() ? "name" : "small";
}
