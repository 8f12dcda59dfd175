import { type ClassWords, presetClasses } from "#protocol/parse-classes";
import type { BaselineChoice, SteeredSpan } from "#protocol/request";
import type { Span } from "#text/span";
import { didYouMean, usageError } from "./usage.ts";

/** A baseline as the command line names it: `sampled` still names the file of its texts. */
export type BaselineArgument =
  | Exclude<BaselineChoice, { kind: "sampled" }>
  | { readonly kind: "sampled-file"; readonly path: string };

/** A whole number of at least `least`. */
export function parseCount(name: string, text: string, least: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count) || count < least)
    throw usageError(
      `--${name} ${text} is not a whole number of at least ${least}.`,
      `Write for example --${name} ${Math.max(least, 5)}.`,
    );
  return count;
}

/** A decimal number of at least 0. */
export function parseAmount(name: string, text: string): number {
  const amount = Number(text);
  if (text.trim() === "" || !Number.isFinite(amount) || amount < 0)
    throw usageError(
      `--${name} ${text} is not a number of at least 0.`,
      `Write for example --${name} 0.7.`,
    );
  return amount;
}

/** A decimal number above 0, at most 1. */
export function parseShare(name: string, text: string): number {
  const share = Number(text);
  if (text.trim() === "" || !(share > 0 && share <= 1))
    throw usageError(
      `--${name} ${text} is not a number above 0 and at most 1.`,
      `Write for example --${name} 0.9.`,
    );
  return share;
}

/** Whole numbers from 0 between commas: `5,9,2`. */
export function parseIntegers(name: string, text: string): number[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.some((part) => !/^\d+$/.test(part)))
    throw usageError(
      `--${name} ${text} is not a list of whole numbers from 0.`,
      `Write for example --${name} 5,9,2.`,
    );
  return parts.map(Number);
}

/** Stretches `start:end` between commas, each with something in it: `10:16,30:37`. */
export function parseSpans(name: string, text: string): Span[] {
  return text.split(",").map((part) => {
    const match = /^\s*(\d+):(\d+)\s*$/.exec(part);
    const span = { start: Number(match?.[1]), end: Number(match?.[2]) };
    if (!match || span.start >= span.end)
      throw usageError(
        `--${name} ${text} is not a stretch start:end with start before end.`,
        `Write for example --${name} 10:16, counted from 0.`,
      );
    return span;
  });
}

/** Stretches with a factor between commas: `10:16=0.5,30:37=2`. */
export function parseSteeredSpans(name: string, text: string): SteeredSpan[] {
  return text.split(",").map((part) => {
    const [place = "", amount] = part.split("=");
    if (amount === undefined)
      throw usageError(
        `--${name} ${text} is not a stretch with a factor, start:end=factor.`,
        `Write for example --${name} 10:16=0.5: half the influence.`,
      );
    const [span] = parseSpans(name, place);
    return { ...span!, factor: parseAmount(name, amount) };
  });
}

/** Groups of features as JSON: `[[0,1],[4]]`; no feature may be in two. */
export function parseGroups(name: string, text: string): number[][] {
  const example = `Write for example --${name} '[[0,1],[4]]'.`;
  const groups = parseJson(text);
  if (!isGroups(groups))
    throw usageError(
      `--${name} ${text} is not a JSON list of groups, each with whole numbers from 0.`,
      example,
    );
  const indices = groups.flat();
  const twice = indices.find((index, place) => indices.indexOf(index) !== place);
  if (twice !== undefined)
    throw usageError(
      `--${name} ${text} names feature ${twice} twice.`,
      "Put every feature in at most one group.",
    );
  return groups;
}

function isGroups(groups: unknown): groups is number[][] {
  return (
    Array.isArray(groups) &&
    groups.every(
      (group) =>
        Array.isArray(group) &&
        group.length > 0 &&
        group.every((index) => Number.isSafeInteger(index) && index >= 0),
    )
  );
}

/** The value of JSON text; `undefined`, which JSON cannot hold, when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One of `choices`. */
export function parseChoice<T extends string>(
  name: string,
  text: string,
  choices: readonly T[],
): T {
  const choice = choices.find((each) => each === text);
  if (choice !== undefined) return choice;
  const available = `Available: ${choices.join(", ")}.`;
  throw usageError(`--${name} ${text} is unknown.`, didYouMean(text, choices, available));
}

const tokenNames = ["pad", "unk", "mask", "eos", "bos"] as const;
const baselineForms = [
  "zero",
  "token:ID",
  ...tokenNames.map((name) => `token:${name}`),
  "text:STRING",
  "sampled:F.json",
  "remove",
  "attention",
  "noise:SIZE",
];

const noiseDrawCount = 8;

/** What a masked feature becomes, as `--baseline` writes it. */
export function parseBaseline(text: string): BaselineArgument {
  if (text === "zero" || text === "remove" || text === "attention") return { kind: text };
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  switch (text.slice(0, Math.max(0, colon))) {
    case "text":
      return { kind: "text", text: rest };
    case "sampled":
      if (rest !== "") return { kind: "sampled-file", path: rest };
      break;
    case "noise": {
      const size = Number(rest);
      if (rest !== "" && size > 0 && Number.isFinite(size))
        return { kind: "noise", size, draws: noiseDrawCount };
      break;
    }
    case "token": {
      const id = tokenNames.find((name) => name === rest);
      if (id !== undefined) return { kind: "token", id };
      if (/^\d+$/.test(rest)) return { kind: "token", id: Number(rest) };
      break;
    }
  }
  throw usageError(
    `--baseline ${text} is unknown.`,
    didYouMean(text, baselineForms, `Available: ${baselineForms.join(", ")}.`),
  );
}

/** A template of digits alone is one of the preset's, by its number. */
export function presetOf(id: string, template: string | undefined): ClassWords {
  const isNumber = template !== undefined && /^\d+$/.test(template);
  return presetClasses(id, isNumber ? Number(template) : template, "--preset");
}

export function nonEmpty(name: string): (text: string) => string {
  return (text) => {
    if (text === "") throw usageError(`--${name} is empty.`, `Write --${name} with a value.`);
    return text;
  };
}
