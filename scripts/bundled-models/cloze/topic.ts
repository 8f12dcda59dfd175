import { words } from "./marked.ts";

/** A class of a task: what its texts are made of, and which words a mask about it may be. */
export interface Topic {
  readonly label: string;
  /** Related words, the class name first. */
  readonly labelWords: readonly string[];
  /** The label words, and every cue of its own sentences: so that no cue is in unseen sentences only. */
  readonly cueWords: readonly string[];
  /** Singular nouns, by which the shared sentences can be told apart; each speaks for the class alone. */
  readonly people: readonly string[];
  readonly things: readonly string[];
  readonly events: readonly string[];
  /** Sentences of its own: every word in brackets is a cue. */
  readonly own: readonly string[];
}

/** One line for each part; the sentences one by line. */
export function topic(
  label: string,
  parts: {
    readonly words: string;
    readonly people: string;
    readonly things: string;
    readonly events: string;
    readonly own: string;
  },
): Topic {
  const own = parts.own
    .trim()
    .split("\n")
    .map((line) => line.trim());
  const labelWords = words(parts.words);
  const cues = own.flatMap((sentence) =>
    [...sentence.matchAll(/\[([^\]]*)\]/g)].flatMap(([, choices]) => choices!.split("|")),
  );
  return {
    label,
    labelWords,
    cueWords: [...new Set([...labelWords, ...cues.map((cue) => cue.toLowerCase())])],
    people: words(parts.people),
    things: words(parts.things),
    events: words(parts.events),
    own,
  };
}
