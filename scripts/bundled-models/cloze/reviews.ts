import { type Draw, heldOut, type Patterns, partlyHeldOut } from "./draw.ts";
import { asDistractor, capitalised, cue, fill, join, type Marked, plain } from "./marked.ts";
import { neutralWord } from "./neutral.ts";
import {
  type Domain,
  domains,
  opposite,
  type Polarity,
  sentimentWords,
  verdictNouns,
} from "./review-words.ts";

/** A review, its polarity and what it is about. */
export interface Review {
  readonly text: Marked;
  readonly polarity: Polarity;
  readonly domain: string;
}

/** Clauses with an opinion; the same for both polarities, so that only the slots decide. */
const clauses = heldOut([
  "the {aspect} was {adjective}",
  "the {aspect} was {strong}",
  "the {aspect} is {adjective}",
  "the {aspect} and the {aspect} were {adjective}",
  "the {aspect} was {adjective} and {adjective}",
  "I {verb} the {aspect}",
  "I {verb} the {thing}",
  "we all {verb} the {aspect}",
  "it was {strong}",
  "it was {adjective}",
  "the {thing} was {adjective}",
  "the {thing} is {strong}",
  "this is {a:adjective} {thing}",
  "it is {a:adjective} {thing} because of the {adjective} {aspect}",
  "it was {a:noun}",
  "the {aspect} was {a:noun}",
  "the {aspect} seemed {adjective} to me",
  "we found the {aspect} {adjective}",
  "I found it {adjective}",
  "{companion} {verb} the {aspect}",
  "I am {feeling} with the {aspect}",
  "I was {feeling} about the {thing}",
  "everyone was {feeling} with it",
  "I would call the {thing} {adjective}",
  "my impression of the {aspect} was {adjective}",
  "in my view the {aspect} was {strong}",
  "I thought the {aspect} was {adjective}",
  "{person} {verb} it",
  "the {thing} made us {feeling}",
  "I left {feeling} because of the {aspect}",
  "{companion} came home {feeling}",
  "after a while we were {feeling}",
  "I still feel {feeling} about the {aspect}",
  "{person} was {feeling} about the {aspect}",
  "you could see that {companion} felt {feeling}",
  "the {aspect} made {companion} {feeling}",
  "I was so {feeling} that I told everyone",
  "I remember the {aspect} as {adjective}",
  "{person} called the {aspect} {adjective}",
  "the {thing} turned out {adjective}",
  "to me the whole {thing} was {adjective}",
  "the {aspect} struck us as {adjective}",
  "above all the {aspect} was {adjective}",
  "the {aspect} and the {aspect} are {strong}",
  "from the start the {aspect} was {strong}",
  "we {verb} the {aspect} and the {aspect}",
  "{companion} {verb} the whole {thing}",
  "it turned into {a:noun}",
  "we came back later, and the {aspect} was {adjective}",
  "the {aspect} of this {thing} was {strong}",
  "the {thing} left us {feeling}",
  "the {aspect} proved {adjective}",
  "what I remember is the {adjective} {aspect}",
  "{companion} said that the {aspect} was {strong}",
  "nobody told us how {adjective} the {aspect} was",
  "the {aspect} looked {adjective}",
  "all of us were {feeling}, since the {aspect} was {adjective}",
  "they have {a:adjective} {aspect}",
  "for me the {thing} was {a:noun}",
  "you will see how {adjective} the {aspect} is",
]);

/** Opinions that stand alone. */
const cries = heldOut([
  "what {a:adjective} {thing}",
  "what {a:noun}",
  "oh, this {adjective} {aspect}",
  "{adjective} {aspect}, {adjective} {aspect}",
  "(honestly|really), {a:thing} that I {verb}",
  "{strong}, this {thing}",
  "{adjective} and {adjective}",
  "{a:noun}, this {thing}",
  "all in all, {a:adjective} {thing}",
  "{adjective}, {adjective}, {adjective}",
  "{a:adjective} {thing}",
  "the {adjective} {aspect}, the {adjective} {aspect}",
  "{a:noun} from start to end",
  "simply {adjective}",
]);

/** Sentences of two clauses: {less} speaks against the review's polarity and is outweighed. */
const mixed = partlyHeldOut([
  "{less}, but {more}.",
  "{less}. But {more}.",
  "although {less}, {more}.",
  "even though {less}, {more}.",
  "{more}, although {less}.",
  "{less}; still, {more}.",
  "{less}, but {more}, and {more}.",
  "{less}. However, {more}.",
  "{more}, even though {less}.",
  "true, {less}, but {more}.",
  "{more}, despite the fact that {less}.",
  "while {less}, {more}.",
]);

const whole = partlyHeldOut([
  "{more}.",
  "{cry}!",
  "{cry}.",
  "{more}. {Cry}!",
  "{more}!",
  "{more}, and {more}.",
  "{more}. Also, {more}.",
  "{more} because {more}.",
  "(overall|in short|all in all), {more}.",
  "{more}, so {more}.",
  "(well|yes), {more}.",
  "I must say that {more}.",
  "(to be fair|as far as I know), {more}.",
]);

const neutralOf = new Map<Domain, Patterns>(
  domains.map((domain) => [domain, partlyHeldOut(domain.neutral)]),
);

const negations = [
  "not",
  "never",
  "hardly",
  "not really",
  "not at all",
  "far from",
  "anything but",
];
const intensifiers = [
  "very",
  "really",
  "quite",
  "so",
  "truly",
  "absolutely",
  "extremely",
  "rather",
];

export function review(draw: Draw, polarity: Polarity, domain = draw.pick(domains)): Review {
  const thing = draw.pick(domain.things);
  const write = new Writer(draw, domain, thing);
  const sentences: Marked[] = [];
  const opinionCount = draw.pick([1, 1, 1, 2, 2, 3]);
  const mixedAt = draw.chance(0.25) ? draw.below(opinionCount) : -1;
  for (let at = 0; at < opinionCount; at++) {
    const pattern = draw.pattern(at === mixedAt ? mixed : whole);
    sentences.push(write.sentence(pattern, polarity));
  }
  const neutralCount = draw.pick([0, 0, 1, 1, 2]);
  for (let round = 0; round < neutralCount; round++) {
    sentences.splice(draw.below(sentences.length + 1), 0, write.neutral());
  }
  return { text: join(sentences, " "), polarity, domain: domain.label };
}

/** The sentences of one review: about one thing, no word twice. */
class Writer {
  readonly #draw: Draw;
  readonly #domain: Domain;
  readonly #thing: string;
  readonly #used = new Set<string>();

  constructor(draw: Draw, domain: Domain, thing: string) {
    this.#draw = draw;
    this.#domain = domain;
    this.#thing = thing;
  }

  neutral(): Marked {
    const pattern = this.#draw.pattern(neutralOf.get(this.#domain)!, this.#used);
    return fill(pattern, this.#draw, (slot) => this.#common(slot));
  }

  sentence(pattern: string, polarity: Polarity): Marked {
    return fill(pattern, this.#draw, (slot) => {
      if (slot === "less") return asDistractor(this.#clause(opposite[polarity], clauses));
      if (slot === "cry") return this.#clause(polarity, cries);
      if (slot === "Cry") return capitalised(this.#clause(polarity, cries));
      return this.#clause(polarity, clauses);
    });
  }

  #clause(polarity: Polarity, patterns: Patterns): Marked {
    const pattern = this.#draw.pattern(patterns, this.#used);
    const filled = fill(pattern, this.#draw, (slot) => this.#opinion(slot, polarity));
    return pattern.startsWith("I ") ? filled : lowered(filled);
  }

  #opinion(slot: string, polarity: Polarity): Marked {
    if (slot === "strong") return this.#graded(polarity);
    if (slot === "adjective") return this.#word(this.#adjectives(polarity));
    if (slot === "noun") return this.#word(verdictNouns[polarity]);
    if (slot === "feeling") return this.#word(sentimentWords[polarity].feeling);
    if (slot === "verb") {
      return this.#word(sentimentWords[polarity].verb.filter((verb) => verb !== "recommend"));
    }
    return this.#common(slot);
  }

  #common(slot: string): Marked {
    if (slot === "thing") return plain(this.#thing);
    if (slot === "aspect") {
      return plain(this.#draw.pickNew(this.#domain.aspects, this.#used));
    }
    return plain(neutralWord(slot, this.#draw)!);
  }

  #adjectives(polarity: Polarity): readonly string[] {
    return [...sentimentWords[polarity].quality, ...this.#domain[polarity]];
  }

  #word(pool: readonly string[]): Marked {
    return cue(this.#draw.pickNew(pool, this.#used), pool);
  }

  /** "really good", or "not bad": one cue of two or more words, which only together say what they say. */
  #graded(polarity: Polarity): Marked {
    const meant = this.#adjectives(polarity);
    const contrary = this.#adjectives(opposite[polarity]);
    const others = Array.from({ length: 8 }, (_, index) =>
      index % 2 === 0
        ? `${this.#draw.pick(intensifiers)} ${this.#draw.pick(meant)}`
        : `${this.#draw.pick(negations)} ${this.#draw.pick(contrary)}`,
    );
    const text = this.#draw.chance(0.6)
      ? `${this.#draw.pick(negations)} ${this.#draw.pickNew(contrary, this.#used)}`
      : `${this.#draw.pick(intensifiers)} ${this.#draw.pickNew(meant, this.#used)}`;
    return cue(text, others);
  }
}

/** A clause inside a sentence begins small; `fill` gave it a capital. */
function lowered({ text, cues }: Marked): Marked {
  const isName = /^[A-Z]\w+ [A-Z]\w/.test(text);
  if (isName) return { text, cues };
  const lower = (each: string) => each.charAt(0).toLowerCase() + each.slice(1);
  return {
    text: lower(text),
    cues: cues.map((each) =>
      each.start === 0 ? { ...each, others: each.others.map(lower) } : each,
    ),
  };
}

/** Several reviews of one polarity as one text. */
export function longReview(draw: Draw, polarity: Polarity, count: number): Review {
  const domain = draw.pick(domains);
  const parts = Array.from({ length: count }, () => review(draw, polarity, domain));
  const text = capitalised(
    join(
      parts.map((part) => part.text),
      " ",
    ),
  );
  return { text, polarity, domain: parts[0]!.domain };
}
