import { describe, expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";
import type { Interaction } from "#protocol/joint";
import {
  certificateSentence,
  curveSetWords,
  idleSentence,
  interactionSentence,
  jointSentence,
  listWords,
} from "#protocol/joint-words";

const interaction = (
  kind: Interaction["kind"],
  alone: readonly [number, number],
  together: number,
): Interaction => ({
  pair: [0, 1],
  value: alone[0] + alone[1] - together,
  kind,
  alone,
  together,
  isInside: true,
});
const names = ["doctor", "patient"] as const;

describe("an interaction", () => {
  it.each([
    [
      interaction("redundancy", [0.1, 0.2], Math.log(40)),
      "Masking doctor or patient alone changes little; both together make the answer 40 times less likely: each stands in for the other.",
    ],
    [
      interaction("redundancy", [1.15, 1.18], 24.8768),
      "Masking doctor alone makes the answer 3.2 times less likely, patient alone 3.3 times less likely; both together make it 64 billion times less likely: each stands in for the other.",
    ],
    [
      interaction("synergy", [1.15, 1.18], 1.2),
      "Masking doctor alone makes the answer 3.2 times less likely, patient alone 3.3 times less likely; both together make it only 3.3 times less likely: they need each other.",
    ],
    [
      interaction("synergy", [1.15, 1.18], -1.15),
      "Masking doctor alone makes the answer 3.2 times less likely, patient alone 3.3 times less likely; both together make it 3.2 times more likely: they need each other.",
    ],
    [
      interaction("independent", [1, 1], 2),
      "doctor and patient act by themselves: masking both costs about as much as each alone.",
    ],
  ])("%#", (given, sentence) => {
    expect(interactionSentence(given, names)).toBe(sentence);
  });

  it("of another value is told in its own numbers", () => {
    expect(interactionSentence(interaction("redundancy", [0.1, 0.2], 3), names, "entropy")).toBe(
      "Masking doctor alone changes the entropy by \u22120.10, patient alone by \u22120.20, both together by \u22123.00: each stands in for the other.",
    );
  });
});

describe("a joint set", () => {
  const found = (indices: readonly number[], value: number, maskedAlone?: readonly number[]) =>
    ({
      joint: { indices, value },
      values: { full: -18.79 },
      target: { tokens: Array.from({ length: 34 }) },
      ...(maskedAlone ? { maskedAlone } : {}),
    }) as unknown as Explanation;
  const name = (feature: number) => ["doctor", "patient", "story"][feature]!;

  it.each([
    [
      found([0, 1], -18.79 - 24.8768, [1.15, 1.18, 0]),
      "doctor and patient decide this answer together. Masking either alone makes each output token at most 4\u00a0% less likely; masking both makes each 2.1 times less likely.",
    ],
    [
      found([0, 1, 2], -18.79 - 24.8768),
      "doctor, patient and story decide this answer together. Masking all of them makes each output token 2.1 times less likely.",
    ],
    [found([0], -18.79 - 24.8768), "Masking doctor makes each output token 2.1 times less likely."],
    [
      found([0, 1], -18.79),
      "No 2 parts matter much: masking them changes the answer's likelihood by less than 5\u00a0%.",
    ],
  ])("%#", (explanation, sentence) => {
    expect(jointSentence(explanation, name)).toBe(sentence);
  });

  it("in a table says what it adds to the one above", () => {
    const point = (indices: readonly number[]) =>
      ({ k: indices.length, indices, value: 0, certificate: "exhaustive", setCount: 1 }) as const;
    expect(curveSetWords(point([0]), undefined, name)).toBe("doctor");
    expect(curveSetWords(point([0, 2]), point([0]), name)).toBe("+ story");
    expect(curveSetWords(point([1, 2]), point([0]), name)).toBe("patient story");
  });
});

it.each([
  ["exhaustive", "Exhaustive: all 1,234 sets of 3 were tried."],
  [
    "locally optimal",
    "Locally optimal: no exchange of one part for another is better; 1,234 sets of 3 were tried.",
  ],
  ["best of 1234", "Best of the 1,234 sets of 3 that were tried."],
] as const)("the certificate %s", (certificate, sentence) => {
  expect(certificateSentence(certificate, 3, 1234)).toBe(sentence);
});

it("words that do nothing", () => {
  const name = (feature: number) => ["a", "about", "the"][feature]!;
  const idle = (indices: readonly number[]) =>
    idleSentence({ idle: indices, probabilityRatio: 0.9926 }, name);
  expect(idle([0, 1, 2])).toBe(
    "a, about and the can all go: probability ratio 0.99, the same answer.",
  );
  expect(idle([0, 1])).toBe("a and about can both go: probability ratio 0.99, the same answer.");
  expect(idle([1])).toBe("about can go: probability ratio 0.99, the same answer.");
  expect(idle([])).toBe("No part can go without changing the answer.");
  expect(listWords(["a"])).toBe("a");
});
