// Wordings with a word dropped, replaced, put in or exchanged with its neighbour. A small model has met every word of its
// wordings hundreds of times; here it learns to go by the other words where it does not know one.
import type { Draw } from "./draw.ts";

/** Words that may stand almost anywhere and change nothing. */
const additions = (
  "actually also anyway briefly exactly first here honestly indeed just kindly maybe now perhaps quickly quite rather " +
  "really simply somehow then there today well"
).split(" ");
/** Where one of these is lost, the request is another one. */
const kept =
  /^(no|not|none|nothing|never|nobody|without|instead|opposite|but|except|unless|only)$/i;
const starts = "b br c d f g gl h l m n p pr r s st t tr v w".split(" ");
const vowels = "a e i o u ea oo ai".split(" ");
const ends = ["", ..."d ge l ll m n nd r s st t ve ing er ion".split(" ")];

/** Half of all wordings, with about one word in nine changed; slots, line ends and punctuation stay. */
export function loosen(random: Draw, wording: string): string {
  if (random.chance(0.5)) return wording;
  const words = wording.split(" ");
  const loose: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const [, stem, end] = /^([A-Za-z]+)([.,?!]?)$/.exec(word) ?? [];
    if (!stem || kept.test(stem) || !random.chance(0.11)) {
      loose.push(word);
      continue;
    }
    const change = random.weighted([30, 40, 20, 10]);
    const next = words[index + 1];
    if (change === 0) {
      if (end && loose.length) loose.push(`${loose.pop()}${end}`.replace(/([.,?!:])[.,?!]$/, "$1"));
    } else if (change === 1) loose.push(asCapital(stem, inventedWord(random)) + end);
    else if (change === 2) loose.push(asCapital(stem, random.pick(additions)), asSmall(word));
    else if (next && !end && /^[a-z]+$/.test(next)) {
      loose.push(asCapital(stem, next), asSmall(word));
      index++;
    } else loose.push(word);
  }
  return loose.join(" ");
}

/** A word of one or two syllables that means nothing. */
export function inventedWord(random: Draw): string {
  const syllable = () => random.pick(starts) + random.pick(vowels) + random.pick(ends);
  return random.chance(0.5) ? syllable() : syllable() + syllable();
}

function asCapital(model: string, word: string): string {
  return /^[A-Z]/.test(model) ? word[0]!.toUpperCase() + word.slice(1) : word;
}

function asSmall(word: string): string {
  return /^[A-Z][a-z]/.test(word) ? word[0]!.toLowerCase() + word.slice(1) : word;
}
