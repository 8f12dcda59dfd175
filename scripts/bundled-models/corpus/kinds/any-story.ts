// A story about any role and any thing: no knowledge of a topic, both words are copied, so neither is redundant. It
// keeps the model from forcing one of the topics on words it does not know.
import type { Draw } from "../draw.ts";
import { hash } from "../draw.ts";
import type { Made } from "../example.ts";
import { inventedWord } from "../loosen.ts";
import { fill, joinSentences, mark, plain, say } from "../marked-text.ts";
import { dress, idleSystem } from "../noise.ts";
import { askForBoth, withName } from "../wordings/story.ts";
import { freeReading } from "../wordings.ts";
import { men, rareMen, rareWomen, women } from "../words/people.ts";
import { anyPlots, roles, things, traits } from "../words/story.ts";
import { someoneFor, tellGender, topics, wordsOf } from "./story.ts";

interface Pair {
  role: string;
  thing: string;
}

export function anyStory(random: Draw, draw: (random: Draw) => Pair = pair): Made {
  const { role, thing } = random.combination(
    () => draw(random),
    (drawn) => `any ${drawn.role} ${drawn.thing}`,
  );
  const isNameAsked = random.chance(0.35);
  const rare = isNameAsked && random.chance(0.5);
  const who = someoneFor(
    random,
    role,
    isNameAsked,
    rare ? { men: rareMen, women: rareWomen } : { men, women },
  );
  const words = { ...wordsOf(who), role, thing, trait: random.freePick(traits) };
  const ask = fill(random.wording(askForBoth), {
    hero: role,
    partner: thing,
    his: mark(who.his, "gender"),
  });
  if (ask.spans.some(({ label }) => label === "gender")) tellGender(random, role, isNameAsked);
  const name = isNameAsked
    ? [
        fill(random.wording(withName), {
          him: mark(who.him, "gender"),
          name: who.name,
          role: plain(role),
        }),
      ]
    : [];
  return {
    kind: "story-any",
    ...idleSystem(random),
    user: dress(random, joinSentences([ask, ...name])),
    assistant: random
      .freePick(anyPlots)
      .map((sentence) => say(freeReading(random, sentence), words))
      .join(" "),
    decisive: ["hero", "partner", "name"],
    synergy: [["hero", "partner"]],
    check: { all: [role, thing, ...(isNameAsked ? [who.name] : [])] },
  };
}

/** A story most of whose words can only be copied, or pull towards a topic that is not asked for. */
export function inventedStory(random: Draw): Made {
  return anyStory(random, inventedPair);
}

/** A role and a thing that do not belong to one topic; one word in twelve is never trained. */
function pair(random: Draw): Pair {
  for (;;) {
    const role = random.chance(0.12)
      ? random.pick(random.pick(topics).heroes)
      : random.chance(0.05)
        ? invented(random)
        : random.pick(roles);
    const thing = random.chance(0.12)
      ? random.pick(random.pick(topics).partners)
      : random.chance(0.1)
        ? invented(random)
        : random.pick(things);
    if (mayStand(random, { role, thing })) return { role, thing };
  }
}

function inventedPair(random: Draw): Pair {
  const wordOf = (known: readonly string[], topical: readonly string[]) =>
    [() => inventedWord(random), () => random.pick(topical), () => random.pick(known)][
      random.weighted([40, 30, 30])
    ]!();
  for (;;) {
    const role = wordOf(roles, random.pick(topics).heroes);
    const thing = wordOf(things, random.pick(topics).partners);
    if (mayStand(random, { role, thing })) return { role, thing };
  }
}

function mayStand(random: Draw, { role, thing }: Pair): boolean {
  const isOneTopic = topics.some(
    (topic) => topic.partners.includes(thing) && topic.heroes.includes(role),
  );
  const isKept = [role, thing].some((word) => hash(`word ${word}`) % 12 === 0);
  return !isOneTopic && role !== thing && !(random.split === "train" && isKept);
}

const syllables =
  "ba bro dal fen gil hox jem kir lum mar nop pel quin rus sol tam vor wil zem tru".split(" ");

/** A word that is none: it can only be copied. */
function invented(random: Draw): string {
  return random.pick(syllables) + random.pick(syllables) + random.pick(["", "er", "o", "in"]);
}
