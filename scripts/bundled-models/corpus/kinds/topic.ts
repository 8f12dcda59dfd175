// The topic of a news item: one cue in a neutral sentence, two cues that are redundant, a cue against another that the
// sentence sets aside, or a sentence as papers write it.
import { clipped } from "../clipped.ts";
import type { Draw } from "../draw.ts";
import type { Made } from "../example.ts";
import { capitalize, fill, fillAsIs, join, type Marked, mark, plain } from "../marked-text.ts";
import { dress, filler, idleSystem, inLongText } from "../noise.ts";
import { classifyTopic, topicHeads } from "../wordings/topic.ts";
import { anyReading } from "../wordings.ts";
import { contrastNews, cues, doubleNews, neutralNews, writtenNews } from "../words/news.ts";

const topicNames = Object.keys(cues);

export function topic(random: Draw, draw: typeof newsItem = newsItem): Made {
  const name = random.pick(topicNames);
  const drawn = random.combination(
    () => draw(random, name),
    ({ text }) => `topic ${text}`,
  );
  const extended = random.chance(0.2) ? join([drawn, filler(random)], " ") : drawn;
  const text = random.chance(0.02) ? inLongText(random, extended) : extended;
  const has = (label: string) => text.spans.some((span) => span.label === label);
  return {
    kind: "topic",
    ...idleSystem(random),
    user: dress(
      random,
      random.chance(0.2)
        ? fewShot(random, text)
        : fillAsIs(random.wording(classifyTopic), { text }),
    ),
    assistant: name,
    decisive: ["cue", "second"],
    redundant: has("second") ? [["cue", "second"]] : [],
    distractors: ["other", "shots"],
    check: { exact: name },
  };
}

/** A third of them with the cues in news that are written of another topic, and all of them clipped. */
export function clippedTopic(random: Draw): Made {
  return clipped(random, topic(random, random.chance(0.35) ? borrowedNews : newsItem));
}

function fewShot(random: Draw, text: Marked): Marked {
  const [head, label] = random.pick(topicHeads);
  const shots = random
    .some(topicNames, 1 + random.int(4))
    .map((name) => `${head}: ${newsItem(random, name).text}\n${label}: ${name}`);
  return join(
    [mark(shots.join("\n"), "shots"), plain(`\n${head}: `), text, plain(`\n${label}:`)],
    "",
  );
}

function newsItem(random: Draw, name: string): Marked {
  const [cue, second] = random
    .some(cues[name]!, 2)
    .map((word, index) => mark(word, index ? "second" : "cue"));
  const form = random.weighted([40, 12, 13, 35]);
  if (form === 0) return fill(anyReading(random, neutralNews), { cue: cue! });
  if (form === 1) return fill(anyReading(random, doubleNews), { cue: cue!, second: second! });
  if (form === 2) {
    const rival = random.pick(topicNames.filter((other) => other !== name));
    const other = mark(random.pick(cues[rival]!), "other");
    return fill(anyReading(random, contrastNews), { cue: cue!, other });
  }
  return written(random, random.pick(writtenNews[name]!));
}

/** The words of one topic in the sentences of another: so the sentence tells nothing. */
function borrowedNews(random: Draw, name: string): Marked {
  const own = writtenNews[name]!.flatMap((pattern) =>
    [...pattern.matchAll(/\{([^}]+)\}/g)].flatMap(([, words]) => words!.split("|")),
  );
  const others = topicNames.filter((other) => other !== name);
  const pattern = random.pick(writtenNews[random.pick(others)]!);
  return written(random, pattern.replace(/\{[^}]+\}/g, `{${own.join("|")}}`));
}

function written(random: Draw, pattern: string): Marked {
  const labels = ["cue", "second", "second"];
  const parts = pattern.split(/(\{[^}]+\})/).map((part) => {
    if (!part.startsWith("{")) return plain(part);
    return mark(random.pick(part.slice(1, -1).split("|")), labels.shift()!);
  });
  return capitalize(join(parts, ""));
}
