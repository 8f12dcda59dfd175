// Prompts whose answer two words decide, either of which suffices, and nothing else: media/evaluation/planted-pairs.jsonl.
import { Draw } from "./draw.ts";
import { type Example, type Made, toExample } from "./example.ts";
import { capitalize, fill, fillAsIs, join, type Marked, mark, plain } from "./marked-text.ts";
import { anyReading } from "./wordings.ts";
import { cues, doubleNews } from "./words/news.ts";
import { aspects, bad, good } from "./words/opinions.ts";

/** No frame names a class: a name that the answer repeats would decide it too. */
const topicFrames = [
  "{text} To which topic does it belong?",
  "What is the topic? {text}",
  "Which topic fits? {text}",
  "News: {text}\nTopic:",
  "Text: {text}\nCategory:",
] as const;
const sentimentFrames = [
  "{text} Did the writer like it?",
  "What is the mood of this review? {text}",
  "Give me the sentiment: {text}",
  "Review: {text}\nSentiment:",
  "Comment: {text}\nMood:",
] as const;

const perKind = 40;

/** Forty news items and forty reviews in turn, of words that training shows, in combinations that it does not. */
export function plantedPairs(): string {
  const topics = distinct(plantedTopic, topicFrames);
  const sentiments = distinct(plantedSentiment, sentimentFrames);
  const lines = topics.flatMap((topic, turn) => [topic, sentiments[turn]!]);
  return `${lines
    .map(({ kind, user, decisive, redundant }) =>
      JSON.stringify({ prompt: user, kind, decisive, redundant }),
    )
    .join("\n")}\n`;
}

/** The frames in turn; a pair that came before is passed over. */
function distinct(
  make: (random: Draw, frame: string) => Made,
  frames: readonly string[],
): Example[] {
  const found = new Map<string, Example>();
  for (let seed = 1; found.size < perKind; seed++) {
    const random = new Draw(Math.imul(seed, 0x5851f42d), "final");
    const made = make(random, frames[found.size % frames.length]!);
    const example = toExample(made, "final", random.choices);
    const pair = example.decisive.map(([start, end]) => example.user.slice(start, end));
    const key = pair.sort().join();
    if (!found.has(key)) found.set(key, example);
  }
  return [...found.values()];
}

/** A sentence that fits every topic, with two cues of one. */
function plantedTopic(random: Draw, frame: string): Made {
  const name = random.pick(Object.keys(cues));
  const text = random.combination(
    () => {
      const [cue, second] = random
        .some(cues[name]!.filter(isOneNoun), 2)
        .map((cue, place) => nounOf(cue, place === 0 ? "cue" : "second"));
      return fill(anyReading(random, doubleNews), { cue: cue!, second: second! });
    },
    ({ text }) => `topic ${text}`,
  );
  return planted("topic", fillAsIs(frame, { text }), ["cue", "second"], name);
}

/** Two things, and of each one word that says whether it was good. */
function plantedSentiment(random: Draw, frame: string): Made {
  const isPositive = random.chance(0.5);
  const text = random.combination(
    () => {
      const [aspect, other] = random.some(aspects, 2).map(plain);
      const [word, second] = random.some((isPositive ? good : bad).filter(isOneWord), 2);
      const stop = plain(random.pick([".", "!"]));
      const said = fillAsIs("the {aspect} was {word} and the {other} was {second}", {
        aspect: aspect!,
        other: other!,
        word: word!,
        second: second!,
      });
      return join([capitalize(said), stop], "");
    },
    ({ text }) => `sentiment ${text.toLowerCase().replace(/[^a-z ]/g, "")}`,
  );
  const answer = isPositive ? "Positive" : "Negative";
  return planted("sentiment", fillAsIs(frame, { text }), ["word", "second"], answer);
}

function planted(
  kind: string,
  user: Marked,
  pair: readonly [string, string],
  assistant: string,
): Made {
  return {
    kind,
    user,
    assistant,
    decisive: pair,
    redundant: [pair],
    check: { exact: assistant },
  };
}

function isOneWord(text: string): boolean {
  return /^\w+$/.test(text);
}

/** A pair that is to be found whole must be two words: an article decides nothing. */
function isOneNoun(cue: string): boolean {
  return /^(a|an|the) \w+$/.test(cue);
}

function nounOf(cue: string, label: string): Marked {
  const [article, noun] = cue.split(" ") as [string, string];
  return join([plain(`${article} `), mark(noun, label)], "");
}
