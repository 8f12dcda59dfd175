import type { Draw } from "./draw.ts";
import { join, joinSentences, type Marked, mark, plain } from "./marked-text.ts";
import { anyReading } from "./wordings.ts";
import {
  courtesyAfter,
  courtesyBefore,
  fillers,
  helperPrompts,
  irrelevant,
} from "./words/neutral.ts";

/** Everyday noise around an instruction: courtesy, an irrelevant sentence (label "noise"), a slip of the keyboard. */
export function dress(random: Draw, user: Marked): Marked {
  let out = user;
  // After "Answer:" and after an arrow nothing may follow.
  const isOpen = /(:|->)$/.test(user.text);
  if (random.chance(0.09)) out = join([plain(random.pick(courtesyBefore)), out], " ");
  if (random.chance(0.1)) {
    const aside = mark(anyReading(random, irrelevant), "noise");
    out = isOpen || random.chance(0.5) ? joinSentences([aside, out]) : joinSentences([out, aside]);
  }
  if (!isOpen && random.chance(0.09)) out = joinSentences([out, plain(random.pick(courtesyAfter))]);
  if (random.chance(0.04)) out = slip(random, out);
  return out;
}

/** A system prompt that asks for nothing in particular, in one example of twelve. */
export function idleSystem(random: Draw): { system?: string } {
  return random.chance(0.08) ? { system: anyReading(random, helperPrompts) } : {};
}

export function filler(random: Draw): Marked {
  return mark(anyReading(random, fillers), "filler");
}

/** A paragraph that decides nothing. */
export function fillerParagraph(random: Draw, sentenceCount: number): Marked {
  const sentences = Array.from({ length: sentenceCount }, () => anyReading(random, fillers));
  return mark(sentences.join(" "), "filler");
}

/** The text somewhere between paragraphs that decide nothing, up to some five hundred words. */
export function inLongText(random: Draw, text: Marked): Marked {
  const around = Array.from({ length: 3 + random.int(6) }, () =>
    fillerParagraph(random, 4 + random.int(6)),
  );
  const at = random.int(around.length + 1);
  return join([...around.slice(0, at), text, ...around.slice(at)], "\n\n");
}

/** Swaps two neighbouring inner letters of one unmarked word: the length stays, so every span stays true. */
function slip(random: Draw, marked: Marked): Marked {
  const words = [...marked.text.matchAll(/[a-z]{5,}/g)].filter(
    (word) =>
      !marked.spans.some(
        (span) => span.start < word.index + word[0].length && word.index < span.end,
      ),
  );
  if (!words.length) return marked;
  const word = random.pick(words);
  const at = word.index + 1 + random.int(word[0].length - 3);
  const { text, spans } = marked;
  return { text: text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2), spans };
}
