// Writes train, combo, test and final as JSON lines, and label-words.json: the same arguments give the same bytes.
import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Draw, hash, type Split } from "./draw.ts";
import { labelWords } from "./label-words.ts";
import { type Cue, join, type Marked, plain } from "./marked.ts";
import type { Polarity, SentimentKind } from "./review-words.ts";
import { longReview, review } from "./reviews.ts";
import {
  newsTemplates,
  questionTemplates,
  sentimentTemplates,
  type Templates,
  topicTemplates,
} from "./templates.ts";
import { type TopicTask, topicTasks, topicText } from "./topics.ts";

/** A text and its class; for a review also what it is about. */
interface Labelled {
  readonly task: TopicTask | "sentiment";
  readonly label: string;
  readonly text: Marked;
  readonly domain?: string;
}

const shares: readonly (readonly [Labelled["task"], number])[] = [
  ["sentiment", 0.61],
  ["news", 0.11],
  ["questions", 0.14],
  ["descriptions", 0.14],
];

const kindShares: readonly (readonly [SentimentKind, number])[] = [
  ["quality", 0.55],
  ["verdict", 0.22],
  ["feeling", 0.13],
  ["verb", 0.1],
];

function choose<T>(draw: Draw, weighted: readonly (readonly [T, number])[]): T {
  let left = draw.next();
  for (const [each, share] of weighted) {
    left -= share;
    if (left < 0) return each;
  }
  return weighted[0]![0];
}

/** A text of the draw's split: one text in ten, by its hash, is kept out of training. */
function labelledText(
  draw: Draw,
  task: Labelled["task"],
  length: number,
  label?: string,
): Labelled {
  for (;;) {
    const made = freshText(draw, task, length, label);
    const isHeldOut = hash(made.text.text) % 10 === 0;
    if (draw.split === "test" || draw.split === "final") return made;
    if (isHeldOut === (draw.split === "combo")) return made;
  }
}

function freshText(draw: Draw, task: Labelled["task"], length: number, label?: string): Labelled {
  if (task === "sentiment") {
    const polarity = (label ?? draw.pick(["positive", "negative"])) as Polarity;
    const made = length > 1 ? longReview(draw, polarity, length) : review(draw, polarity);
    return { task, label: polarity, text: made.text, domain: made.domain };
  }
  const { topics } = topicTasks[task];
  const topic = topics.find((each) => each.label === label) ?? draw.pick(topics);
  const parts = Array.from({ length }, () => topicText(draw, task, topic));
  return { task, label: topic.label, text: join(parts, " ") };
}

/** A line of training or evaluation: with a template, or in training sometimes the text alone. */
function line(draw: Draw) {
  const length = draw.chance(0.03) ? draw.pick([3, 4, 5, 6]) : 1;
  const made = labelledText(draw, choose(draw, shares), length);
  let { text } = made;
  if (draw.chance(0.05)) text = { ...text, text: text.text.toLowerCase() };
  if (draw.split === "train" && draw.chance(0.12))
    return { text: text.text, swaps: swaps(draw, text) };
  const { task, label, templates } = maskTask(draw, made);
  const family = draw.chance(0.5) ? templates.written : templates.grown;
  const whole = inTemplate(draw.pattern(family), text);
  return { task, label, text: whole.text, swaps: swaps(draw, whole) };
}

function maskTask(
  draw: Draw,
  made: Labelled,
): { task: string; label: string; templates: Templates } {
  const { task, label, domain } = made;
  if (task === "sentiment") {
    if (draw.chance(0.1)) return { task: "domain", label: domain!, templates: topicTemplates };
    const kind = choose(draw, kindShares);
    return { task: `sentiment.${kind}`, label, templates: sentimentTemplates[kind] };
  }
  const own = { news: newsTemplates, questions: questionTemplates, descriptions: topicTemplates };
  return { task, label, templates: draw.chance(0.3) ? own[task] : topicTemplates };
}

function inTemplate(template: string, text: Marked): Marked {
  const at = template.indexOf("{text}");
  return join([plain(template.slice(0, at)), text, plain(template.slice(at + "{text}".length))]);
}

/** For some cues what else could stand there: [start, end, words]. */
function swaps(draw: Draw, { cues }: Marked): [number, number, string][] {
  return cues
    .filter(({ others }) => others.length > 0)
    .map(({ start, end, others }) => [start, end, draw.pick(others)]);
}

async function write(path: string, split: Split, count: number, seed: number): Promise<void> {
  const out = createWriteStream(path);
  for (let index = 0; index < count; index++) {
    const made = line(new Draw(hash(`${seed} ${split} ${index}`), split));
    if (!out.write(`${JSON.stringify(made)}\n`)) {
      await new Promise<void>((done) => out.once("drain", () => done()));
    }
  }
  await new Promise<void>((done) => out.end(() => done()));
}

/** Texts without a template, as many of each class; half with seen sentences, half with unseen ones. */
function labelledSet(task: Labelled["task"]): string {
  const labels =
    task === "sentiment"
      ? ["positive", "negative"]
      : topicTasks[task].topics.map((topic) => topic.label);
  const lines = labels.flatMap((label) =>
    Array.from({ length: sizes[task] }, (_, index) => {
      const split = index % 2 === 0 ? "combo" : "test";
      const draw = new Draw(hash(`labelled ${task} ${label} ${index}`), split);
      const { text } = labelledText(draw, task, 1, label);
      const spans = (role: Cue["role"]) =>
        text.cues.filter((each) => each.role === role).map(({ start, end }) => [start, end]);
      return JSON.stringify({
        text: text.text,
        label,
        decisive: spans("decisive"),
        distractors: spans("distractor"),
      });
    }),
  );
  return `${lines.join("\n")}\n`;
}

/** Labelled texts of each class. */
const sizes = { sentiment: 40, news: 18, questions: 7, descriptions: 5 } as const;

/** See cloze.mjs. */
export async function main(args: string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      count: { type: "string", default: "240000" },
      seed: { type: "string", default: "1" },
      labelled: { type: "boolean", default: false },
    },
  });
  const folder = positionals[0] ?? "data";
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/label-words.json`, `${JSON.stringify(labelWords(), null, 1)}\n`);
  if (values.labelled) {
    for (const [task] of shares) writeFileSync(`${folder}/${task}.jsonl`, labelledSet(task));
    return;
  }
  const seed = Number(values.seed);
  await write(`${folder}/train.jsonl`, "train", Number(values.count), seed);
  for (const split of ["combo", "test", "final"] as const) {
    await write(`${folder}/${split}.jsonl`, split, 3000, seed);
  }
}
