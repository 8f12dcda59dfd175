// Short stories on thirty topics. A topic has two groups of words: the hero's and the partner's. Either group alone
// fixes the topic, and the story names both: so in "a doctor and his patient" each of the two words is redundant while
// the other is there, and the story changes when both go.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import {
  enumerate,
  fill,
  fillAsIs,
  join,
  joinSentences,
  lowerFirst,
  type Marked,
  mark,
  plain,
  say,
  upperFirst,
} from "../marked-text.ts";
import { dress, idleSystem } from "../noise.ts";
import {
  askForAny,
  askForBoth,
  askForList,
  askForOne,
  withElements,
  withMood,
  withName,
  withPlace,
} from "../wordings/story.ts";
import { freeReading } from "../wordings.ts";
import { men, type Person, person, women } from "../words/people.ts";
import { cities } from "../words/places.ts";
import { plotText } from "../words/plots.ts";
import { elements, genders, moods, openings } from "../words/story.ts";

export interface Topic {
  heroes: readonly string[];
  partners: readonly string[];
  places: readonly string[];
  traits: readonly string[];
  plots: readonly (readonly string[])[];
}

export const topics: readonly Topic[] = plotText
  .trim()
  .split(/\n(?!- )/)
  .map((block) => {
    const [head, ...plots] = block.split("\n- ");
    const [, heroes, partners, places, traits] = head!.split(" | ").map((part) => part.split("/"));
    return {
      heroes: heroes!,
      partners: partners!,
      places: places!,
      traits: traits!,
      plots: plots.map((plot) => plot.split(" / ")),
    };
  });

/** Words of a topic as its plots use them. */
export function topicWords(topic: Topic): string[] {
  const words = [...topic.heroes, ...topic.partners];
  return [
    ...new Set(words.map((word) => word.replace(/^(sick|loaf of|space|train|lighthouse) /, ""))),
  ];
}

/** A person for a role; what the role's noun says of the gender holds. */
export function someoneFor(
  random: Draw,
  role: string,
  isNameAsked: boolean,
  names = { men, women },
): Person {
  const known = genders[role];
  // The name is copied from the prompt, or it is the answer's free choice; the gender shows in the prompt or not.
  const isWoman = known ?? (isNameAsked ? random.chance(0.5) : random.freeChance(0.5));
  const list = isWoman ? names.women : names.men;
  return person(isNameAsked ? random.pick(list) : random.freePick(list), isWoman);
}

/** "his" in the prompt: the gender was no free choice of the answer. */
export function tellGender(random: Draw, role: string, isNameAsked: boolean): void {
  if (!isNameAsked && genders[role] === undefined) random.choices -= Math.log(2);
}

interface Plan {
  topic: Topic;
  hero: string;
  partner: string;
  /** Which words of the topic the prompt names. */
  form: "both" | "hero" | "partner" | "none";
  chosen: (typeof elements)[number][];
  mood?: (typeof moods)[number] | undefined;
  plot: readonly string[];
}

function plan(random: Draw): Plan {
  const form = (["both", "hero", "partner", "none"] as const)[random.weighted([58, 18, 18, 6])]!;
  // Without a word of the topic the whole story is the answer's choice.
  const topic = form === "none" ? random.freePick(topics) : random.pick(topics);
  return {
    topic,
    form,
    hero:
      form === "both" || form === "hero"
        ? random.pick(topic.heroes)
        : random.freePick(topic.heroes),
    partner: random.pick(topic.partners),
    chosen: random.chance(0.3) ? random.some(elements, 1 + random.int(2)) : [],
    mood: random.chance(0.2) ? random.pick(moods) : undefined,
    plot: random.freePick(topic.plots),
  };
}

export function story(random: Draw): Made {
  const drawn = random.combination(
    () => plan(random),
    ({ hero, partner, chosen, mood, plot }) =>
      `story ${hero} ${partner} ${chosen.map(([element]) => element).join()} ${mood?.[0] ?? ""} ${plot[0]}`,
  );
  const { topic, hero, form, chosen, mood, plot } = drawn;
  const isNameAsked = random.chance(0.25);
  const who = someoneFor(random, hero, isNameAsked);
  const city = random.chance(0.15) ? random.pick(cities) : undefined;
  const ask = askFor(random, drawn, who);
  const extras = ask.isListed || !chosen.length ? [] : [namedElements(random, chosen)];
  if (isNameAsked)
    extras.push(
      fill(random.wording(withName), {
        him: mark(who.him, "gender"),
        name: who.name,
        role: plain(form === "both" || form === "hero" ? hero : "hero"),
      }),
    );
  if (city) extras.push(fill(random.wording(withPlace), { city }));
  if (mood) extras.push(fill(random.wording(withMood), { mood: mood[0] }));
  const words = {
    ...wordsOf(who),
    hero,
    trait: random.freePick(topic.traits),
    place: city ?? random.freePick(topic.places),
  };
  const sentences = [
    random.freePick(openings),
    plot[0]!,
    ...chosen.map(([, told]) => random.freePick(told)),
    ...plot.slice(1),
    ...(mood ? [random.freePick(mood[1])] : []),
  ];
  if (ask.text.spans.some(({ label }) => label === "gender")) tellGender(random, hero, isNameAsked);
  return {
    kind: "story",
    ...idleSystem(random),
    user: dress(random, joinSentences([ask.text, ...random.shuffle(extras)])),
    assistant: sentences.map((sentence) => say(freeReading(random, sentence), words)).join(" "),
    decisive: [
      "hero",
      "partner",
      "word",
      "name",
      "city",
      "mood",
      ...chosen.map((_, index) => `element${index}`),
    ],
    redundant: form === "both" ? [["hero", "partner"]] : [],
    check: {
      ...(form === "none" ? {} : { any: topicWords(topic) }),
      all: [
        ...(isNameAsked ? [who.name] : []),
        ...(city ? [city] : []),
        ...chosen.map(([element]) => element),
      ],
    },
  };
}

export function wordsOf({ name, he, his, him }: Person): Record<string, string> {
  return { N: name, he, He: upperFirst(he), his, him };
}

function askFor(
  random: Draw,
  { form, hero, partner, chosen }: Plan,
  who: Person,
): { text: Marked; isListed: boolean } {
  const only = form === "partner" ? mark(partner, "partner") : mark(hero, "hero");
  if (form !== "none" && chosen.length && random.chance(0.5)) {
    const asked = form === "both" ? [mark(hero, "hero"), mark(partner, "partner")] : [only];
    const items = [
      ...asked.map((word) => lowerFirst(fillAsIs("{a:word}", { word }))),
      ...chosen.map(([element], index) => elementWord(element, index)),
    ];
    const list = enumerate(random.chance(0.7) ? items : random.shuffle(items));
    return { text: fill(random.wording(askForList), { list }), isListed: true };
  }
  // {his} only tells the gender, which decides no topic: it carries a label of its own.
  const slots = { hero, partner, his: mark(who.his, "gender"), word: only };
  const wording = form === "both" ? askForBoth : form === "none" ? askForAny : askForOne;
  return { text: fill(random.wording(wording), slots), isListed: false };
}

function elementWord(element: string, index: number): Marked {
  return fillAsIs("{a:word}", { word: mark(element, `element${index}`) });
}

function namedElements(random: Draw, chosen: Plan["chosen"]): Marked {
  const list = join(
    chosen.map(([element], index) => elementWord(element, index)),
    " and ",
  );
  return fill(random.wording(withElements), { elements: list });
}

/** "Once upon a time, a baker" continued, without the chat frame: so raw completion works too. */
export function storyStart(random: Draw): Made {
  const drawn = random.combination(
    () => {
      const topic = random.pick(topics);
      return {
        topic,
        hero: random.pick(topic.heroes),
        trait: random.pick(topic.traits),
        plot: random.freePick(topic.plots),
      };
    },
    ({ hero, trait, plot }) => `start ${hero} ${trait} ${plot[0]}`,
  );
  const { topic, hero, trait, plot } = drawn;
  const who = someoneFor(random, hero, true);
  const place = mark(random.pick(topic.places), "place");
  const user = fill(random.pick(openings), {
    N: mark(who.name, "name"),
    hero,
    trait: plain(trait),
    place,
  });
  const words = { ...wordsOf(who), hero };
  return {
    kind: "story-start",
    raw: true,
    user,
    assistant: ` ${plot.map((sentence) => say(freeReading(random, sentence), words)).join(" ")}`,
    decisive: ["hero", "place", "name"],
    redundant: [["hero", "place"]],
    check: { any: topicWords(topic) },
  };
}
