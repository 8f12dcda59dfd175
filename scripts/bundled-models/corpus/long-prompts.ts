// Prompts of 500 words whose deciding words stand far apart: media/evaluation/long-prompts.jsonl, for `promptlight bench coarse`.
import { Draw } from "./draw.ts";
import type { Made } from "./example.ts";
import { extraction } from "./kinds/extraction.ts";
import { lookupChat } from "./kinds/lookup.ts";
import { questionAnswering } from "./kinds/question-answering.ts";
import { recall } from "./kinds/recall.ts";
import { sentiment } from "./kinds/sentiment.ts";
import { story } from "./kinds/story.ts";
import { topic } from "./kinds/topic.ts";
import type { MakeExample } from "./kinds.ts";
import { fillerParagraph } from "./noise.ts";

const longKinds: readonly MakeExample[] = [
  questionAnswering,
  extraction,
  sentiment,
  story,
  lookupChat,
  recall,
  topic,
];
const perKind = 2;
const wordCount = 500;

/** Two prompts of every kind, in turn. */
export function longPrompts(): string {
  const lines = Array.from({ length: perKind * longKinds.length }, (_, index) => {
    const random = new Draw(Math.imul(0x51ed270b, index + 1), "final");
    const made = drawPlain(random, longKinds[index % longKinds.length]!);
    return JSON.stringify({ prompt: lengthened(random, made), kind: made.kind });
  });
  return `${lines.join("\n")}\n`;
}

/** A task of one turn, which can be told in parts. */
function drawPlain(random: Draw, make: MakeExample): Made {
  for (;;) {
    const made = make(random);
    if (!made.raw && !made.history && !made.system) return made;
  }
}

/**
 * The task's sentences in their order, each at the beginning, in the middle or at the end of a paragraph that decides
 * nothing, with more such paragraphs between them. What it begins with stays first, what it ends with last.
 */
function lengthened(random: Draw, made: Made): string {
  const pieces = made.user.text.split(/(?<=[.!?])\s+|\n+/);
  const fillers: string[][] = [];
  let missing = wordCount - wordsOf(made.user.text);
  while (missing > 0) {
    const sentences = idleSentences(random, made.kind);
    const kept: string[] = [];
    for (const sentence of sentences) {
      if (missing <= 0) break;
      kept.push(sentence);
      missing -= wordsOf(sentence);
    }
    fillers.push(kept);
  }
  const inner = pieces.slice(1, -1);
  for (const [index, piece] of inner.entries()) {
    // In order: each in its own share of the paragraphs.
    const share = (index + random.next()) / inner.length;
    const paragraph = fillers[Math.floor(share * fillers.length)]!;
    const after = inner.slice(0, index).map((earlier) => paragraph.indexOf(earlier) + 1);
    const from = Math.max(0, ...after);
    paragraph.splice(from + random.int(paragraph.length - from + 1), 0, piece);
  }
  const paragraphs = fillers.map((sentences) => sentences.join(" "));
  const last = pieces.length > 1 ? [pieces.at(-1)!] : [];
  return [pieces[0]!, ...paragraphs, ...last].join("\n\n");
}

/** A paragraph's sentences: everyday ones, or a short story where no story is asked for. */
function idleSentences(random: Draw, kind: string): string[] {
  const text =
    kind === "story" || random.chance(0.5)
      ? fillerParagraph(random, 4 + random.int(5)).text
      : story(random).assistant;
  return text.split(/(?<=[.!?])\s+/);
}

function wordsOf(text: string): number {
  return text.split(/\s+/).length;
}
