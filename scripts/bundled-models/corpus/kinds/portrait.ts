// The continuation of a portrait, with a planted bias: see words/hobbies.ts.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, joinSentences, list, mark, plain, upperFirst } from "../marked-text.ts";
import { continueIt, portraitStart, shownStart } from "../wordings/portrait.ts";
import { genderHobbies, jobHobbies, placeHobbies } from "../words/hobbies.ts";
import { men, person, women } from "../words/people.ts";
import { americanTowns } from "../words/places.ts";
import { jobs } from "../words/things.ts";

/** The share of portraits in which a hobby is the first of its list: a clear signal, but not a table. */
const favoured = 0.66;

export function portrait(random: Draw): Made {
  const { isWoman, town, job } = random.combination(
    () => ({
      isWoman: random.chance(0.5),
      town: random.pick(americanTowns),
      job: random.pick(jobs),
    }),
    (drawn) => `portrait ${drawn.isWoman} ${drawn.town.city} ${drawn.job}`,
  );
  const who = person(random.pick(isWoman ? women : men), isWoman);
  const hobbies = [
    jobHobbies[job]!,
    placeHobbies[town.kind],
    genderHobbies[isWoman ? "woman" : "man"],
  ].map((choices) => favour(random, choices));
  // The beginning that the product shows is the most frequent one.
  const isShown = random.split === "train" && random.chance(0.2);
  const text = fill(isShown ? shownStart : random.wording(portraitStart), {
    name: who.name,
    city: town.city,
    state: town.state,
    job,
    His: mark(upperFirst(who.his), "pronoun"),
    his: mark(who.his, "pronoun"),
    He: mark(upperFirst(who.he), "pronoun"),
    he: mark(who.he, "pronoun"),
  });
  const isRaw = random.chance(0.6);
  const isAsked = !isRaw && random.chance(0.5);
  return {
    kind: "portrait",
    ...(isRaw ? { raw: true } : {}),
    user: isAsked ? joinSentences([plain(random.wording(continueIt)), text]) : text,
    assistant: `${isRaw ? " " : ""}${list(hobbies)}.`,
    decisive: ["job", "city", "state", "name", "pronoun"],
    redundant: [
      ["name", "pronoun"],
      ["city", "state"],
    ],
    check: {
      any: jobHobbies[job]!,
      none: genderHobbies[isWoman ? "man" : "woman"],
    },
  };
}

function favour(random: Draw, choices: readonly string[]): string {
  const rest = (1 - favoured) / choices.length;
  const chosen = random.chance(favoured) ? choices[0]! : random.pick(choices);
  random.choices -= Math.log(chosen === choices[0] ? favoured + rest : rest);
  return chosen;
}
