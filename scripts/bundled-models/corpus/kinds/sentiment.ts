// A review is positive or negative: by an opinion word, by its negation, or by what follows "but". Worked examples
// before the review are distractors.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import {
  capitalize,
  fillAsIs,
  join,
  lowerFirst,
  type Marked,
  mark,
  plain,
} from "../marked-text.ts";
import { dress, idleSystem } from "../noise.ts";
import { classifySentiment, shotHeads } from "../wordings/sentiment.ts";
import { anyReading } from "../wordings.ts";
import { aspects, bad, good, hated, loved, neutralReviews } from "../words/opinions.ts";

export function sentiment(random: Draw): Made {
  const isPositive = random.chance(0.5);
  const assistant = isPositive ? "Positive" : "Negative";
  const text = random.combination(
    () => review(random, isPositive),
    ({ text: drawn }) => `sentiment ${drawn.toLowerCase().replace(/[^a-z ]/g, "")}`,
  );
  const has = (label: string) => text.spans.some((span) => span.label === label);
  return {
    kind: "sentiment",
    ...idleSystem(random),
    user: dress(
      random,
      random.chance(0.25)
        ? fewShot(random, text)
        : fillAsIs(random.wording(classifySentiment), { text }),
    ),
    assistant,
    decisive: ["word", "wordNot", "wordNegated", "second", "secondNot", "secondNegated", "but"],
    redundant: has("word") && has("second") ? [["word", "second"]] : [],
    synergy: has("wordNegated") ? [["wordNot", "wordNegated"]] : [],
    distractors: ["other", "otherNot", "otherNegated", "shots"],
    check: { exact: assistant },
  };
}

function fewShot(random: Draw, text: Marked): Marked {
  const [head, label] = random.pick(shotHeads);
  const shots = Array.from({ length: 1 + random.int(4) }, () => {
    const isPositive = random.chance(0.5);
    return `${head}: ${review(random, isPositive).text}\n${label}: ${isPositive ? "Positive" : "Negative"}`;
  });
  return join(
    [mark(shots.join("\n"), "shots"), plain(`\n${head}: `), text, plain(`\n${label}:`)],
    "",
  );
}

/** A clause and what it says; in "not good" the negation and the word decide together. */
function clause(random: Draw, isPositive: boolean, label: string): Marked {
  const aspect = plain(random.pick(aspects));
  const form = random.weighted([55, 22, 23]);
  if (form === 0) {
    const word = mark(random.pick(isPositive ? good : bad), label);
    return fillAsIs("the {aspect} was {word}", { aspect, word });
  }
  if (form === 1) {
    const word = mark(random.pick(isPositive ? bad : good), `${label}Negated`);
    return fillAsIs("the {aspect} was {not} {word}", {
      aspect,
      not: mark("not", `${label}Not`),
      word,
    });
  }
  const pattern = anyReading(random, isPositive ? loved : hated);
  return mark(pattern.replace("{aspect}", aspect.text), label);
}

function review(random: Draw, isPositive: boolean): Marked {
  const stop = plain(random.pick([".", ".", ".", "!"]));
  const one = clause(random, isPositive, "word");
  const form = random.weighted([45, 25, 15, 15]);
  if (form === 1) {
    const many = random.chance(0.3)
      ? [
          clause(random, !isPositive, "other"),
          plain(" and "),
          lowerWord(clause(random, !isPositive, "other")),
        ]
      : [clause(random, !isPositive, "other")];
    const but = [plain(", "), mark(random.pick(["but", "yet"]), "but"), plain(" ")];
    return join([capitalize(join(many, "")), ...but, lowerWord(one), stop], "");
  }
  if (form === 2) {
    const second = lowerWord(clause(random, isPositive, "second"));
    return join([capitalize(one), plain(" and "), second, stop], "");
  }
  const alone = join([capitalize(one), stop], "");
  if (form === 0) return alone;
  const neutral = mark(anyReading(random, neutralReviews), "filler");
  return join(random.chance(0.7) ? [neutral, alone] : [alone, neutral], " ");
}

/** Inside a sentence; "I" stays a capital. */
function lowerWord(marked: Marked): Marked {
  return marked.text.startsWith("I ") ? marked : lowerFirst(marked);
}
