// Two words that decide only together: a table of code words and colours, two switches (exclusive or), and two things
// that are both needed.
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { fill, type Marked, mark, plain, withArticle } from "../marked-text.ts";
import { dress, idleSystem } from "../noise.ts";
import { askDoor, askMeeting, askSwitches } from "../wordings/synergy.ts";
import { people } from "../words/people.ts";

const codes = ["falcon", "tiger", "otter", "raven", "whale", "fox"];
const codeColours = ["red", "blue", "green", "yellow", "white", "black"];
const places = [
  "the station",
  "the museum",
  "the harbour",
  "the old mill",
  "the library",
  "the market",
];
const passes = ["ticket", "key", "passport", "badge", "password", "coin", "stamp", "card"];

export function synergy(random: Draw): Made {
  return [meeting, switches, door][random.weighted([50, 20, 30])]!(random);
}

/**
 * A code word has its own place, which holds for every second colour; each other colour moves it. A Latin square, in
 * which neither word alone says anything, is not learned at this size: not begun after 6,500 steps.
 * All 36 pairs are trained, for a table cannot be guessed; only the wordings are held out.
 */
function meeting(random: Draw): Made {
  const code = random.int(codes.length);
  const colour = random.int(codeColours.length);
  const place = places[(colour % 2 === 0 ? code : code + colour) % places.length]!;
  const slots = { code: codes[code]!, colour: codeColours[colour]! };
  return decidedBy(random, fill(random.wording(askMeeting), slots), `We meet at ${place}.`, [
    "code",
    "colour",
  ]);
}

/** A lamp burns when exactly one of its two switches is on. */
function switches(random: Draw): Made {
  const [first, second] = [random.chance(0.5), random.chance(0.5)];
  const slots = { first: first ? "on" : "off", second: second ? "on" : "off" };
  const answer = first !== second ? "Yes." : "No.";
  return decidedBy(random, fill(random.wording(askSwitches), slots), answer, ["first", "second"]);
}

/** Two things are needed; somebody has each of them, or not, or has something else. */
function door(random: Draw): Made {
  const { who, needed } = random.combination(
    () => ({ who: random.pick(people), needed: random.some(passes, 2) }),
    (drawn) => `door ${drawn.who.name} ${drawn.needed.join(" ")}`,
  );
  const others = passes.filter((pass) => !needed.includes(pass));
  const has = needed.map(() => random.chance(0.7));
  const held = needed.map((pass, index): Marked => {
    const label = index === 0 ? "first" : "second";
    if (has[index]) return mark(withArticle(pass), label);
    return random.chance(0.5)
      ? mark(`no ${pass}`, label)
      : mark(withArticle(random.pick(others)), label);
  });
  const [first, second] = random.chance(0.5) ? held : held.toReversed();
  const user = fill(random.wording(askDoor), {
    name: plain(who.name),
    need1: mark(withArticle(needed[0]!), "need1"),
    need2: mark(withArticle(needed[1]!), "need2"),
    first: first!,
    second: second!,
  });
  const made = decidedBy(random, user, has.every(Boolean) ? "Yes." : "No.", ["first", "second"]);
  // What is needed is part of the rule, and decides with what somebody has.
  return {
    ...made,
    decisive: ["first", "second", "need1", "need2"],
    synergy: [
      ["first", "need1"],
      ["second", "need2"],
      ["first", "second"],
    ],
  };
}

function decidedBy(random: Draw, user: Marked, assistant: string, labels: string[]): Made {
  return {
    kind: "synergy",
    ...idleSystem(random),
    user: dress(random, user),
    assistant,
    decisive: labels,
    synergy: [labels],
    check: { exact: assistant },
  };
}
