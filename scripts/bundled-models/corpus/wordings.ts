import { type Draw, hash, type Split } from "./draw.ts";
import { loosen } from "./loosen.ts";

interface Pattern {
  text: string;
  readings: number;
}

/**
 * Many wordings from few words: `[Write|Tell me] a story[.|, please.]` has four readings; brackets do not nest. A small
 * model has no language but what it is shown: with a dozen fixed sentences per task it learns the sentences, with
 * thousands of readings it learns which words carry the request.
 *
 * Held out are the patterns written for `test` and `final`, whose wording is new, and of every trained pattern with at
 * least eight readings one reading in sixteen for each of the two, where only the combination of the words is new.
 */
export class Wordings {
  private readonly patterns: Record<"train" | "test" | "final", readonly Pattern[]>;
  private readonly grown: readonly Pattern[];
  private readonly shares: readonly number[];
  private readonly matchers: readonly RegExp[];
  /** Of the patterns written for held-out splits. */
  private readonly heldOut: readonly RegExp[];

  constructor(written: {
    train: readonly string[];
    test?: readonly string[];
    final?: readonly string[];
  }) {
    const measured = (texts: readonly string[] = []) =>
      texts.map((text) => ({ text, readings: countReadings(text) }));
    this.patterns = {
      train: measured(written.train),
      test: measured(written.test),
      final: measured(written.final),
    };
    this.grown = this.patterns.train.filter(({ readings }) => readings >= 8);
    this.shares = this.patterns.train.map(({ readings }) => 1 + Math.log2(readings));
    this.matchers = written.train.map(matcher);
    this.heldOut = [...(written.test ?? []), ...(written.final ?? [])].map(matcher);
  }

  /**
   * One reading that the draw's split may show; held-out splits take written and grown wordings by halves, and
   * where no pattern has enough readings to grow from, written and trained ones: so some sentences of a held-out
   * text are told as in training, while the request around them is new. A family so small that it holds nothing out
   * for a split gives a trained reading too (one in a hundred of small talk).
   */
  draw(random: Draw): string {
    const { split } = random;
    if (split === "train" || split === "combo") {
      const pattern = this.patterns.train[random.weighted(this.shares)]!;
      const text = retried(
        () => reading(random, pattern.text),
        (text) => heldOutFor(pattern, text) === undefined,
      );
      return random.isLoose ? this.loosened(random, text) : text;
    }
    const written = this.patterns[split];
    if (written.length && random.chance(0.5)) {
      const fresh = (text: string) => !this.isTrained(text);
      return retried(() => reading(random, random.pick(written).text), fresh);
    }
    if (!this.grown.length) return reading(random, random.pick(this.patterns.train).text);
    let pattern = this.grown[0]!;
    return retried(
      () => {
        pattern = random.pick(this.grown);
        return reading(random, pattern.text);
      },
      (text) => heldOutFor(pattern, text) === split && !this.isTrained(text),
      () => reading(random, pattern.text),
    );
  }

  /** In looser words, unless they happen to be those of a reading that is held out. */
  private loosened(random: Draw, text: string): string {
    const loose = loosen(random, text);
    const isHeldOut =
      this.heldOut.some((written) => written.test(loose)) ||
      this.patterns.train.some(
        (pattern, index) =>
          heldOutFor(pattern, loose) !== undefined && this.matchers[index]!.test(loose),
      );
    return isHeldOut ? text : loose;
  }

  /** Whether training may show this reading. */
  isTrained(text: string): boolean {
    return this.patterns.train.some(
      (pattern, index) =>
        this.matchers[index]!.test(text) && heldOutFor(pattern, text) === undefined,
    );
  }
}

/** For lists that are content rather than wording: no reading of theirs is held out. */
export function anyReading(random: Draw, patterns: readonly string[]): string {
  return reading(random, random.pick(patterns));
}

/** The same for answers: the choice counts as the generator's entropy. */
export function freeReading(random: Draw, pattern: string): string {
  return pattern.replace(/\[([^\]]*)\]/g, (_, choices: string) =>
    random.freePick(choices.split("|")),
  );
}

function heldOutFor(pattern: Pattern, text: string): Split | undefined {
  if (pattern.readings < 8) return undefined;
  const part = hash(text) % 16;
  return part === 0 ? "test" : part === 1 ? "final" : undefined;
}

function reading(random: Draw, pattern: string): string {
  return pattern.replace(/\[([^\]]*)\]/g, (_, choices: string) => random.pick(choices.split("|")));
}

function countReadings(pattern: string): number {
  return [...pattern.matchAll(/\[([^\]]*)\]/g)].reduce(
    (product, found) => product * found[1]!.split("|").length,
    1,
  );
}

function matcher(pattern: string): RegExp {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const source = pattern
    .split(/(\[[^\]]*\])/)
    .map((part) =>
      part.startsWith("[")
        ? `(?:${part.slice(1, -1).split("|").map(escaped).join("|")})`
        : escaped(part),
    );
  return new RegExp(`^${source.join("")}$`);
}

function retried(
  draw: () => string,
  accept: (text: string) => boolean,
  otherwise?: () => string,
): string {
  for (let attempt = 0; attempt < 400; attempt++) {
    const text = draw();
    if (accept(text)) return text;
  }
  if (otherwise) return otherwise();
  throw new Error("every reading is held out");
}
