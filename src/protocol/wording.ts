import type { Span } from "#text/span";

/** A stretch of the prompt's text and what takes its place. */
export interface WordingEdit extends Span {
  readonly text: string;
}

export type WordingKind = "delete" | "shorten" | "move to the end" | "repeat" | "emphasise";

/** An edit of the prompt, and how close it comes to what steering did. */
export interface Wording {
  readonly kind: WordingKind;
  readonly edits: readonly WordingEdit[];
  /** The whole prompt with the edits. */
  readonly text: string;
  /** Mean over the steered answer's tokens of |log p given the edited prompt − log p steered|, in nats. */
  readonly distance: number;
  /** The model's answer to the edited prompt; absent until it is generated, for the closest ones. */
  readonly answer?: string;
}

/** The edits, the closest first, and what they are compared with. */
export interface Wordings {
  readonly schema: 1;
  /** The steered answer. */
  readonly answer: string;
  /** The same distance of the prompt as it is. */
  readonly unchanged: number;
  readonly wordings: readonly Wording[];
  readonly partial: boolean;
}
