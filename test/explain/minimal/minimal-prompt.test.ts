import { describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import { everySet, type FeatureSet } from "#explain/joint/feature-sets";
import { AnswerChecks } from "#explain/minimal/answer-checks";
import { findMinimalPrompt } from "#explain/minimal/minimal-prompt";
import { searchIdle } from "#explain/minimal/search-idle";
import { seededRandom } from "#explain/random";
import type { Answer, Variant } from "#explain/scoring-model";
import { buildTask, fitPrompt } from "#explain/task";
import type { MinimalPrompt } from "#protocol/minimal";
import { type NextWord, requestFor, WordModel } from "../word-model.ts";

/** A word model that also answers: the likeliest word each time, until it says "end". */
class AnsweringModel extends WordModel {
  readonly #next: NextWord;
  generatedCount = 0;

  constructor(vocabulary: readonly string[], next: NextWord) {
    super([...vocabulary, "end"], next);
    this.#next = next;
  }

  override async *generate(variant?: Variant): AsyncGenerator<never> {
    this.generatedCount++;
    const prompt = variant!.ids.map((id) => this.vocabulary[id]!);
    const said: string[] = [];
    for (;;) {
      const given = Object.entries(this.#next([...prompt, ...said]));
      const [word] = given.sort((a, b) => b[1] - a[1])[0]!;
      if (word === "end") break;
      said.push(word);
    }
    const tokens = said.map((text) => ({ id: this.vocabulary.indexOf(text), text, logProb: 0 }));
    yield { tokens, text: said.join(" "), finish: "stop" } as Answer as never;
  }
}

async function minimise(
  vocabulary: readonly string[],
  next: NextWord,
  text: string,
  evaluations?: number,
): Promise<{ model: AnsweringModel; seen: MinimalPrompt[]; last: MinimalPrompt }> {
  const model = new AnsweringModel(vocabulary, next);
  const request = requestFor(text);
  const { signal } = new AbortController();
  const fitted = fitPrompt(model, request);
  let answer: Answer | undefined;
  const whole = { ids: fitted.prompt.tokens.map(({ id }) => id) };
  for await (answer of model.generate(whole));
  const ids = answer!.tokens.map(({ id }) => id);
  const task = buildTask(model, request, fitted, ids, new CoalitionMemory());
  const seen: MinimalPrompt[] = [];
  for await (const minimal of findMinimalPrompt(model, task, answer!, evaluations, signal))
    seen.push(minimal);
  return { model, seen, last: seen.at(-1)! };
}

/** Says yes while `isEnough` of what it reads, else no; then ends. */
const says =
  (isEnough: (words: readonly string[]) => boolean): NextWord =>
  (words) => {
    if (words.at(-1) === "yes" || words.at(-1) === "no") return { end: 2, rest: 0 };
    return isEnough(words) ? { yes: 2, no: 1, rest: 0 } : { no: 2, yes: 1, rest: 0 };
  };

const vocabulary = ["a", "b", "c", "d", "e", "yes", "no"];

describe("the minimal prompt", () => {
  it("keeps what the answer needs, and is really answered the same", async () => {
    const needed = says((words) => words.includes("b") && words.includes("d"));
    const { last, model } = await minimise(vocabulary, needed, "a b c d e");
    expect(last).toMatchObject({
      idle: [0, 2, 4],
      text: "b d",
      answer: "yes",
      minimalAnswer: "yes",
      isSame: true,
      certificate: "exhaustive",
      generations: 1,
      partial: false,
    });
    // the answer, and the check
    expect(model.generatedCount).toBe(2);
    expect(last.removed).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 5 },
      { start: 7, end: 9 },
    ]);
  });

  it("lets one of two go where either is enough", async () => {
    const either = says((words) => words.includes("b") || words.includes("d"));
    const { last } = await minimise(vocabulary, either, "a b c d e");
    expect(last.idle).toHaveLength(4);
    expect(last.isSame).toBe(true);
  });

  it("lets words go together that cannot go alone", async () => {
    const same = says((words) => words.includes("b") === words.includes("d"));
    const { last } = await minimise(vocabulary, same, "a b c d e");
    expect(last.idle).toHaveLength(4);
    expect(last.certificate).toBe("exhaustive");
  });

  it("lets nothing go where all is needed", async () => {
    const all = says((words) => ["a", "b", "c", "d", "e"].every((word) => words.includes(word)));
    const { last } = await minimise(vocabulary, all, "a b c d e");
    expect(last).toMatchObject({ idle: [], removed: [], text: "a b c d e", generations: 0 });
    expect(last).toMatchObject({ isSame: true, probabilityRatio: 1 });
  });

  it("minds what ends the answer", async () => {
    const ends: NextWord = (words) => {
      if (words.filter((word) => word === "yes").length > 1) return { end: 2, rest: 0 };
      if (words.at(-1) !== "yes") return { yes: 2, rest: 0 };
      return words.includes("b") ? { end: 2, rest: 0 } : { yes: 2, rest: 0 };
    };
    const { last } = await minimise(vocabulary, ends, "a b c");
    expect(last).toMatchObject({ idle: [0, 2], text: "b", answer: "yes", isSame: true });
  });
});

describe("the search", () => {
  /** Answers stay the same while two seeded words are there, and one of two others. */
  const gameOf = (seed: number) => {
    const random = seededRandom(seed);
    const n = 9 + random.below(6);
    const [a, b, c, d] = random.permutation(n) as [number, number, number, number];
    const agrees = (gone: FeatureSet) =>
      !gone.includes(a) && !gone.includes(b) && !(gone.includes(c) && gone.includes(d));
    return { n, agrees };
  };

  const run = (n: number, budget: number, agrees: (gone: FeatureSet) => boolean) => {
    const checks = new AnswerChecks();
    const search = searchIdle(n, budget, checks);
    let step = search.next();
    while (!step.done) {
      for (const set of step.value)
        checks.record(set, { agrees: agrees(set), logProb: -set.length });
      step = search.next();
    }
    return { checks, certificate: step.value };
  };

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    "game %i: all but three can go",
    (seed) => {
      const { n, agrees } = gameOf(seed);
      const { checks, certificate } = run(n, 400, agrees);
      expect(checks.largest).toHaveLength(n - 3);
      expect(certificate).toBe("locally optimal");
      expect(checks.count).toBeLessThan(150);
    },
  );

  it("exchanges one for another where that lets more go", () => {
    // 0 bars 1 and 2 from going; it goes first, as the likeliest
    const agrees = (gone: FeatureSet) =>
      gone.every((own) => own < 3) && !(gone.includes(0) && gone.length > 1);
    const { checks, certificate } = run(12, 400, agrees);
    expect(checks.largest).toEqual([1, 2]);
    expect(certificate).toBe("locally optimal");
  });

  it("says how many were tried where the budget ends it", () => {
    const { n, agrees } = gameOf(3);
    const { checks, certificate } = run(n, 12, agrees);
    expect(checks.count).toBe(12);
    expect(certificate).toBe("best of 12");
  });

  it("is exhaustive from the largest set down", () => {
    const agrees = (gone: FeatureSet) => gone.length === 3;
    const { checks, certificate } = run(5, 32, agrees);
    expect(certificate).toBe("exhaustive");
    expect(checks.count).toBe(1 + 5 + [...everySet(5, 3)].length);
  });

  it("gives up a set whose answer was another one", () => {
    const { checks } = run(3, 8, (gone) => gone.length === 2);
    const { largest } = checks;
    checks.refute(largest);
    expect(checks.largest).toHaveLength(2);
    expect(checks.largest).not.toEqual(largest);
  });
});
