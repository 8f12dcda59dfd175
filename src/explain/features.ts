import type { Feature, PromptToken } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { FeatureChoice } from "#protocol/request";
import { segments } from "#text/segment";
import { hull, type Span, spansOverlap, trimSpan } from "#text/span";
import { fillTemplate } from "#text/template";
import type { EncodedPrompt } from "./scoring-model.ts";

/**
 * The features of a prompt at the chosen granularity, in the prompt's order. No token is split
 * between two features: units that share a token, or a character, become one. Tokens outside the
 * user's text and in kept stretches belong to none. Throws ExplainError `invalid-option` for
 * groups and templates that do not fit.
 */
export function buildFeatures(prompt: EncodedPrompt, choice: FeatureChoice): Feature[] {
  const eligible = prompt.tokens
    .map((_, index) => index)
    .filter((index) => isPerturbable(prompt, index, choice));
  const units = joinMarked(prompt, unitsOf(prompt, eligible, choice), choice.marks ?? []);
  return group(prompt.source.text, units, choice.groups ?? []);
}

/** Indices of the features that touch any of `spans`. */
export function featuresAt(features: readonly Feature[], spans: readonly Span[]): number[] {
  return features.flatMap((feature, index) =>
    spansOf(feature).some((own) => spans.some((span) => spansOverlap(own, span))) ? [index] : [],
  );
}

/** The stretches of text that a feature consists of. */
export function spansOf(feature: Feature): readonly Span[] {
  return feature.spans ?? [{ start: feature.start, end: feature.end }];
}

interface Unit {
  readonly spans: readonly Span[];
  readonly tokens: readonly number[];
  /** For tokens outside the user's text, which have no characters there. */
  readonly text?: string;
  /** Of a slot. */
  readonly name?: string;
}

function isPerturbable(prompt: EncodedPrompt, index: number, choice: FeatureChoice): boolean {
  const token = prompt.tokens[index]!;
  if (token.role === "special") {
    // of a chat those in front; of a text also the one that ends it, which masked models have
    const firstUser = prompt.tokens.findIndex((other) => other.role === "user");
    const isOwn = !prompt.isChat || firstUser < 0 || index < firstUser;
    return Boolean(choice.includeSpecial) && isOwn;
  }
  if (token.role !== "user") return false;
  return !choice.keep?.some((kept) => spansOverlap(kept, token));
}

function unitsOf(prompt: EncodedPrompt, eligible: number[], choice: FeatureChoice): Unit[] {
  const { text } = prompt.source;
  const special = eligible
    .filter((index) => prompt.tokens[index]!.role === "special")
    .map(
      (index): Unit => ({
        spans: [prompt.tokens[index]!],
        tokens: [index],
        text: prompt.tokens[index]!.text,
      }),
    );
  const user = eligible.filter((index) => prompt.tokens[index]!.role === "user");
  switch (choice.granularity) {
    case "token":
      return inOrder([...special, ...tokenUnits(prompt.tokens, user, Boolean(choice.rawTokens))]);
    case "slot":
      return slotUnits(prompt, user, choice);
    default:
      return inOrder([
        ...special,
        ...segmentUnits(prompt, user, segments(text, choice.granularity)),
      ]);
  }
}

/** By the first of their tokens. */
function inOrder(units: readonly Unit[]): Unit[] {
  return units.toSorted((a, b) => a.tokens[0]! - b.tokens[0]!);
}

/** One unit a token; tokens that share a character are one, unless each must stay by itself. */
function tokenUnits(tokens: readonly PromptToken[], user: number[], raw: boolean): Unit[] {
  const units: Unit[] = [];
  for (const index of user) {
    const { start, end, text } = tokens[index]!;
    const last = units.at(-1);
    const lastSpan = last && hull(last.spans);
    if (!raw && last && lastSpan && spansOverlap(lastSpan, { start, end }))
      units[units.length - 1] = {
        spans: [hull([lastSpan, { start, end }])],
        tokens: [...last.tokens, index],
      };
    else units.push({ spans: [{ start, end }], tokens: [index], ...(raw ? { text } : {}) });
  }
  return units;
}

/** Tokens gathered by the segments that their characters lie in, leading white space aside. */
function segmentUnits(prompt: EncodedPrompt, user: number[], cuts: readonly Span[]): Unit[] {
  const { text } = prompt.source;
  const units: { tokens: number[]; end: number; lastCut: number }[] = [];
  let cut = 0;
  for (const index of user) {
    const span = trimSpan(text, prompt.tokens[index]!);
    while (cut < cuts.length - 1 && cuts[cut]!.end <= span.start) cut++;
    let lastCut = cut;
    while (lastCut < cuts.length - 1 && cuts[lastCut]!.end < span.end) lastCut++;
    const last = units.at(-1);
    if (last && (span.start < last.end || last.lastCut >= cut)) {
      last.tokens.push(index);
      last.end = Math.max(last.end, span.end);
      last.lastCut = Math.max(last.lastCut, lastCut);
    } else units.push({ tokens: [index], end: span.end, lastCut });
  }
  return units.map(({ tokens }) => ({ spans: runSpans(prompt, tokens), tokens }));
}

/** One unit a slot of the template, wherever its value stands. */
function slotUnits(prompt: EncodedPrompt, user: number[], choice: FeatureChoice): Unit[] {
  if (!choice.template)
    throw invalid("Slots need a template.", "Give a template with its values, or choose words.");
  const filled = fillTemplate(choice.template.template, choice.template.values);
  const unknown = [...filled.missing, ...filled.unused].map((name) => `{${name}}`);
  if (unknown.length > 0)
    throw invalid(
      `The template and its values do not fit: ${unknown.join(", ")}.`,
      "Give each slot of the template one value, and no others.",
    );
  return filled.slots.map(({ name, spans }) => ({
    name,
    spans,
    tokens: user.filter((index) =>
      spans.some((span) => spansOverlap(span, trimSpan(prompt.source.text, prompt.tokens[index]!))),
    ),
  }));
}

/** What a mark touches becomes one unit; a unit that two marks touch joins them; within a unit it is cut out of it. */
function joinMarked(
  prompt: EncodedPrompt,
  units: Unit[],
  marks: readonly (readonly Span[])[],
): Unit[] {
  return marks.reduce((joined, mark) => {
    const isTouched = ({ spans }: Unit) =>
      spans.some((span) => mark.some((stretch) => spansOverlap(span, stretch)));
    const touched = joined.filter(isTouched);
    if (touched.length < 2)
      return joined.flatMap((unit) => (isTouched(unit) ? cutOut(prompt, unit, mark) : [unit]));
    const tokens = touched.flatMap((unit) => unit.tokens).sort((a, b) => a - b);
    const whole = { spans: runSpans(prompt, tokens), tokens };
    return joined.flatMap((unit) =>
      unit === touched[0] ? [whole] : isTouched(unit) ? [] : [unit],
    );
  }, units);
}

/** What a mark within one unit takes out of it, and the rest. */
function cutOut(prompt: EncodedPrompt, unit: Unit, mark: readonly Span[]): Unit[] {
  const { source, tokens } = prompt;
  const isMarked = (index: number) =>
    mark.some((stretch) => spansOverlap(stretch, trimSpan(source.text, tokens[index]!)));
  const own = unit.tokens.filter(isMarked);
  const rest = unit.tokens.filter((index) => !isMarked(index));
  if (own.length === 0 || rest.length === 0) return [unit];
  return inOrder([own, rest].map((part) => ({ spans: runSpans(prompt, part), tokens: part })));
}

/** The stretches of text that tokens cover: what is kept between them is in none. */
function runSpans({ source, tokens }: EncodedPrompt, indices: readonly number[]): Span[] {
  const spans: Span[] = [];
  for (const [place, index] of indices.entries()) {
    const span = trimSpan(source.text, tokens[index]!);
    const isNext = place > 0 && indices[place - 1] === index - 1;
    if (isNext) spans.push(hull([spans.pop()!, span]));
    else spans.push(span);
  }
  return spans;
}

/** Units as features, those named together as one. */
function group(
  text: string,
  units: readonly Unit[],
  groups: readonly (readonly number[])[],
): Feature[] {
  const named = groups.flat();
  const outside = named.find((index) => !Number.isInteger(index) || !units[index]);
  if (outside !== undefined)
    throw invalid(
      `Group member ${outside} does not exist: there are ${units.length} features, from 0 on.`,
      "Name features by their index.",
    );
  if (new Set(named).size < named.length)
    throw invalid("A feature stands in two groups.", "Name each feature once.");
  const alone = units.map((_, index) => index).filter((index) => !named.includes(index));
  return [...groups.filter((members) => members.length > 0), ...alone.map((index) => [index])]
    .map((members) => [...members].sort((a, b) => a - b))
    .sort((a, b) => a[0]! - b[0]!)
    .map((members) =>
      featureOf(
        text,
        members.map((index) => units[index]!),
      ),
    );
}

function featureOf(text: string, units: readonly Unit[]): Feature {
  const spans = units.flatMap((unit) => unit.spans).map(({ start, end }) => ({ start, end }));
  const pieces = units.map(
    (unit) => unit.text ?? unit.spans.map((span) => text.slice(span.start, span.end)).join(" … "),
  );
  const names = units.flatMap(({ name }) => (name === undefined ? [] : [name]));
  return {
    text: pieces.join(" … "),
    ...(names.length > 0 ? { name: names.join(", ") } : {}),
    ...hull(spans),
    tokens: units.flatMap((unit) => unit.tokens),
    ...(spans.length > 1 ? { spans } : {}),
  };
}

function invalid(message: string, remedy: string): ExplainError {
  return new ExplainError({ kind: "invalid-option", message, remedy });
}
