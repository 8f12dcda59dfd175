import { words } from "./marked.ts";

/** A class of a task: what its texts are made of, and which words a mask about it may be. */
export interface Topic {
  readonly label: string;
  /** Related words, the class name first. */
  readonly labelWords: readonly string[];
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
  return {
    label,
    labelWords: words(parts.words),
    people: words(parts.people),
    things: words(parts.things),
    events: words(parts.events),
    own: parts.own
      .trim()
      .split("\n")
      .map((line) => line.trim()),
  };
}
