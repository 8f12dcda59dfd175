// A review is positive or negative: by an opinion word, by its negation, or by what follows "but". Worked examples
// before the review are distractors.
import { clipped } from "../clipped.ts";
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
import { classifySentiment, shotLayouts } from "../wordings/sentiment.ts";
import { anyReading } from "../wordings.ts";
import { aspects, bad, good, hated, loved, neutralReviews } from "../words/opinions.ts";

export function sentiment(random: Draw): Made {
  if (random.chance(0.25)) return fewShot(random);
  const isPositive = random.chance(0.5);
  const text = drawReview(random, isPositive);
  const user = fillAsIs(random.wording(classifySentiment), { text });
  return judged(random, user, text, isPositive ? "Positive" : "Negative");
}

export function clippedSentiment(random: Draw): Made {
  return clipped(random, sentiment(random));
}

function drawReview(random: Draw, isPositive: boolean): Marked {
  return random.combination(
    () => review(random, isPositive),
    ({ text }) => `sentiment ${text.toLowerCase().replace(/[^a-z ]/g, "")}`,
  );
}

function judged(random: Draw, user: Marked, text: Marked, assistant: string): Made {
  const has = (label: string) => text.spans.some((span) => span.label === label);
  return {
    kind: "sentiment",
    ...idleSystem(random),
    user: dress(random, user),
    assistant,
    decisive: [
      "word",
      "wordNot",
      "wordNegated",
      "second",
      "secondNot",
      "secondNegated",
      "but",
      "shotLabel",
    ],
    redundant: has("word") && has("second") ? [["word", "second"]] : [],
    synergy: has("wordNegated") ? [["wordNot", "wordNegated"]] : [],
    distractors: ["other", "otherNot", "otherNegated", "shots"],
    check: { exact: assistant },
  };
}

const usualLabels: readonly [string, string] = ["Positive", "Negative"];
/** Label words that only the worked examples explain; of the last ones either may stand for praise. */
const plainLabels = [
  ["Good", "Bad"],
  ["Yes", "No"],
  ["Happy", "Sad"],
  ["Like", "Dislike"],
] as const;
const freeLabels = [
  ["A", "B"],
  ["X", "Y"],
  ["One", "Two"],
  ["Red", "Blue"],
  ["Left", "Right"],
] as const;

/** Worked examples before the text. Half of them have label words of their own, and then decide what is answered. */
function fewShot(random: Draw): Made {
  const { before, between } = random.pick(shotLayouts);
  const form = random.weighted([50, 20, 30]);
  const [praise, blame] =
    form === 0
      ? usualLabels
      : form === 1
        ? random.pick(plainLabels)
        : random.shuffle(random.pick(freeLabels));
  const isPositive = random.chance(0.5);
  const text = drawReview(random, isPositive);
  const shown =
    form === 0
      ? Array.from({ length: 1 + random.int(4) }, () => random.chance(0.5))
      : random.shuffle([true, false, ...random.some([true, false], random.int(3))]);
  const shots = shown.map((isPraise) =>
    join(
      [
        mark(`${before}${review(random, isPraise).text}`, "shots"),
        plain(`${between} `),
        mark(isPraise ? praise! : blame!, form === 0 ? "shots" : "shotLabel"),
      ],
      "",
    ),
  );
  const user = join([join(shots, "\n"), plain(`\n${before}`), text, plain(between)], "");
  return judged(random, user, text, isPositive ? praise! : blame!);
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
