import { quoted } from "#protocol/answer-parts";
import type { ShownExplanation } from "#protocol/class-shown";
import type { Explanation, RefinedPart, Target } from "#protocol/explanation";
import type { Interaction } from "#protocol/joint";
import { listWords } from "#protocol/joint-words";
import { methodInfos } from "#protocol/methods";
import { partAround } from "#protocol/refinement-words";
import { ranking, shadedScores } from "#protocol/shading";
import { hasUnit, unitWord } from "#protocol/value-words";
import {
  formatRatio,
  formatScore,
  formatShare,
  formatTimes,
  visibleWhitespace,
} from "#text/numbers";
import { segments } from "#text/segment";

const drivenCount = 3;
/** Nats below which a word of the answer is not worth naming. */
const leastDrive = 0.05;

/**
 * The hover of one feature as Markdown, in the words of design.md ("The hover"). `commands` gives the
 * links' addresses; `part` is what of the answer the scores are about, where it is not the whole. A score within two standard errors of zero is said to make no difference.
 */
export function hoverMarkdown(
  explanation: ShownExplanation,
  feature: number,
  commands: readonly { readonly label: string; readonly uri: string }[],
  part?: string,
): string {
  const subject = subjectOf(explanation, part);
  const parts = [
    [claim(explanation, feature, subject), place(explanation, feature)],
    [[maskedAlone(explanation, feature), maskedTogether(explanation, feature)].join(" ").trim()],
    [drives(explanation, feature), tokens(explanation, feature)],
    [commands.map(({ label, uri }) => `[${label}](${uri})`).join(" &nbsp; ")],
  ];
  return parts
    .map((lines) => lines.filter((line) => line !== "").join("  \n"))
    .filter((part) => part !== "")
    .join("\n\n---\n\n");
}

/** What the scores are about: the answer, a part of it, or a class. */
function subjectOf({ classes, target }: Explanation, part: string | undefined): string {
  if (classes) return `the class ${escapeMarkdown(target.text)}`;
  return part === undefined ? "this answer" : escapeMarkdown(quoted(part));
}

function claim(explanation: ShownExplanation, feature: number, subject: string): string {
  const name = `**${wordName(explanation, feature)}**`;
  const score = explanation.seqAttribution[feature]!;
  const error = explanation.standardError?.[feature];
  const spread = error === undefined ? "" : ` ± ${formatRatio(error)}`;
  const unit = unitWord(explanation);
  if (explanation.against !== undefined) return classClaim(explanation, name, score);
  if (!hasUnit(explanation)) {
    const excess = shadedScores(explanation)[feature]!;
    return `${name} has **${formatRatio(excess + 1)} times** the even share`;
  }
  if (error !== undefined && Math.abs(score) < 2 * error)
    return `${name} makes no difference that ${roundsOf(explanation)} can show: ${formatScore(score)} ${unit}${spread}`;
  if (explanation.joint && score === 0)
    return `${name} is not among the words that decide together: 0.00 ${unit}`;
  if (formatScore(score) === "0.00") return `${name} makes no difference: 0.00 ${unit}${spread}`;
  const figure = `**${formatScore(score, { short: true })} ${unit}**${spread}`;
  if (explanation.settings.value === "entropy")
    return `${name} makes ${subject} ${score > 0 ? "less" : "more"} certain: ${figure}`;
  return `${name} ${score > 0 ? "supports" : "opposes"} ${subject}: ${figure}`;
}

/** What is read off the word itself: the class, against chance or another class. */
function classClaim(explanation: ShownExplanation, name: string, score: number): string {
  const { against = "", target, classes = [] } = explanation;
  const [own, figure] = [escapeMarkdown(target.text), `**${formatScore(score)} nats**`];
  if (against !== "chance")
    return score < 0
      ? `${name} speaks for ${escapeMarkdown(against)} rather than **${own}**: ${figure}`
      : `${name} speaks for **${own}** rather than ${escapeMarkdown(against)}: ${figure}`;
  const chance = 1 / classes.length;
  const share = `**${formatRatio(Math.exp(score) * chance)}**, chance ${formatRatio(chance)}`;
  return `${name} speaks ${score < 0 ? "against" : "for"} **${own}**: ${share} (${formatScore(score)} nats)`;
}

function place({ seqAttribution, against }: ShownExplanation, feature: number): string {
  const rank = ranking(seqAttribution).indexOf(feature) + 1;
  // Shares of a class do not add up over words.
  if (against !== undefined) return `Rank ${rank} of ${seqAttribution.length}`;
  const total = seqAttribution.reduce((sum, score) => sum + score, 0);
  const share = total > 0 ? ` · ${formatShare(seqAttribution[feature]! / total)} of the total` : "";
  return `Rank ${rank} of ${seqAttribution.length}${share}`;
}

function maskedAlone(explanation: Explanation, feature: number): string {
  const part = partAround(explanation, feature);
  if (part) return sharedWith(explanation, part);
  const drop = explanation.maskedAlone?.[feature];
  const subject = explanation.classes ? "this class" : "the answer";
  if (drop === undefined || methodInfos[explanation.method].unit !== "nats") return "";
  if ((explanation.settings.value ?? "log-prob") !== "log-prob") return "";
  const direction = drop >= 0 ? "less" : "**more**";
  if (Math.abs(drop) < 0.005)
    return `Masking this word alone leaves ${subject} as likely as it was.`;
  return `Masking this word alone makes ${subject} ${formatTimes(drop)} ${direction} likely.`;
}

/** Coarse to fine, of what the part around a feature that was not masked alone does. */
function sharedWith(explanation: Explanation, part: RefinedPart): string {
  const text = explanation.prompt.text.slice(part.start, part.end);
  const [cost, unit] = [formatScore(part.score, { short: true }), unitWord(explanation)];
  return `Not masked alone: its share of what is left of ${escapeMarkdown(quoted(text))}, which costs ${cost} ${unit} masked whole.`;
}

/** What the feature does with another: the strongest interaction of it; and with all partners of a larger joint set. */
function maskedTogether(explanation: Explanation, feature: number): string {
  const { joint, values, settings } = explanation;
  if (!joint || (settings.value ?? "log-prob") !== "log-prob") return "";
  const strongest = joint.interactions.find(
    ({ pair, kind }) => pair.includes(feature) && kind !== "independent",
  );
  const partners = joint.indices.filter((own) => own !== feature);
  const isMember = partners.length < joint.indices.length;
  const isSaid = partners.length === 1 && strongest?.pair.includes(partners[0]!);
  return [
    strongest && withPartner(explanation, feature, strongest),
    isMember &&
      partners.length > 0 &&
      !isSaid &&
      `Masking it with ${namedPartners(explanation, partners)} makes it ${likely(values.full - joint.value)}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

function withPartner(explanation: Explanation, feature: number, found: Interaction): string {
  const [first, second] = found.pair;
  const partner = wordName(explanation, first === feature ? second : first);
  const why = found.kind === "redundancy" ? "each stands in for the other" : "they need each other";
  return `Masking it with **${partner}** makes it ${likely(found.together)}: ${why}.`;
}

function namedPartners(explanation: Explanation, partners: readonly number[]): string {
  if (partners.length > 4) return `the other ${partners.length} words of the joint set`;
  return listWords(partners.map((partner) => `**${wordName(explanation, partner)}**`));
}

function likely(drop: number): string {
  return `${formatTimes(drop)} ${drop >= 0 ? "less" : "**more**"} likely`;
}

/** The words of the answer that the feature makes most likely: the sums of their tokens' scores. */
function drives({ tokenAttribution, target, settings }: Explanation, feature: number): string {
  if (!tokenAttribution || settings.value === "prob") return "";
  const words = answerWords(target);
  const scores = words.map((word) =>
    word.tokens.reduce((sum, token) => sum + tokenAttribution[token]![feature]!, 0),
  );
  const driven = ranking(scores)
    .slice(0, drivenCount)
    .filter((word) => scores[word]! >= leastDrive);
  if (driven.length === 0) return "";
  const items = driven.map((word) => `${code(words[word]!.text)} ${formatScore(scores[word]!)}`);
  return `Drives ${items.join(" &nbsp; ")}`;
}

/** The answer's words, each with its tokens: a token belongs to the word that its first letter is in. */
function answerWords({ text, tokens }: Target): { text: string; tokens: number[] }[] {
  const words = segments(text, "word").map(({ start, end }) => ({
    start,
    end,
    tokens: [] as number[],
  }));
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    const start = end + (token.text.trim() === "" ? 0 : token.text.search(/\S/));
    words.find((word) => word.start <= start && start < word.end)?.tokens.push(index);
    end += token.text.length;
  }
  return words
    .filter((word) => word.tokens.length > 0)
    .map((word) => ({
      text: visibleWhitespace(text.slice(word.start, word.end)),
      tokens: word.tokens,
    }));
}

function tokens(explanation: Explanation, feature: number): string {
  const { features, prompt, method } = explanation;
  const own = features[feature]!.tokens.map((index) => prompt.tokens[index]!);
  const shown = own.slice(0, 6).map(({ text, id }) => `${code(visibleWhitespace(text))} ${id}`);
  const more = own.length > shown.length ? ` and ${own.length - shown.length} more` : "";
  const rounds = roundsOf(explanation);
  return `${own.length === 1 ? "Token" : "Tokens"} ${shown.join(" ")}${more} · ${methodInfos[method].label}${rounds && `, ${rounds}`}`;
}

/** `34 orders`; nothing where the method does not sample. */
function roundsOf({ method, roundCount }: Explanation): string {
  const noun = methodInfos[method].rounds;
  return noun && roundCount !== undefined ? `${roundCount.toLocaleString("en")} ${noun}` : "";
}

function wordName({ features }: Explanation, feature: number): string {
  const text = features[feature]!.text;
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return escapeMarkdown(
    shown.trim() === "" ? visibleWhitespace(shown) : shown.replace(/\s+/g, " "),
  );
}

/** Inline code that may itself hold backticks. */
function code(text: string): string {
  if (text === "") return "` `";
  const fence = "`".repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + pad + text + pad + fence;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, (mark) => `\\${mark}`);
}
