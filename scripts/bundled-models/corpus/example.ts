// What a kind of task hands back, and how it becomes a line of JSON.
import type { Split } from "./draw.ts";
import type { Marked } from "./marked-text.ts";

/** How an answer is judged. `exact`: equal after trimming; otherwise all of `all`, one of `any`, none of `none`, case ignored. */
export interface Check {
  exact?: string;
  all?: readonly string[];
  any?: readonly string[];
  none?: readonly string[];
}

/** One earlier message of the conversation, between the system prompt and `user`. */
export interface Turn {
  role: "user" | "assistant";
  content: string;
}

export interface Made {
  kind: string;
  system?: string;
  history?: readonly Turn[];
  user: Marked;
  assistant: string;
  /** Labels of the spans that decide the answer. */
  decisive: readonly string[];
  /** Pairs of labels, each of them sufficient without the other. */
  redundant?: readonly (readonly [string, string])[];
  /** Groups of labels that only decide together. */
  synergy?: readonly (readonly string[])[];
  /** Labels of spans that look relevant and are not; "noise" and "filler" always count among them. */
  distractors?: readonly string[];
  /** Text that is continued as it is, without the chat frame. */
  raw?: boolean;
  check: Check;
}

type Range = readonly [start: number, end: number];

/**
 * One line of the corpus. Ranges are `[start, end)` in UTF-16 code units of `user`. `choices`: nats of the answer's
 * choices that the prompt leaves open, summed along the order of generation; exact but for the renormalization by
 * held-out combinations (below 0.1 nats) and the few answers that two different choices spell alike.
 */
export interface Example {
  kind: string;
  split: Split;
  system?: string;
  history?: readonly Turn[];
  user: string;
  assistant: string;
  raw?: true;
  decisive: readonly Range[];
  redundant: readonly (readonly Range[])[];
  synergy: readonly (readonly Range[])[];
  distractors: readonly Range[];
  check: Check;
  choices: number;
}

export function toExample(made: Made, split: Split, choices: number): Example {
  const find = (label: string): Range[] =>
    made.user.spans
      .filter((span) => span.label === label && span.start < span.end)
      .map((span) => [span.start, span.end]);
  const groups = (labels: readonly (readonly string[])[]): Range[][] =>
    labels
      .map((group) => group.flatMap((label) => find(label).slice(0, 1)))
      .filter((group) => group.length > 1);
  return {
    kind: made.kind,
    split,
    ...(made.system ? { system: made.system } : {}),
    ...(made.history ? { history: made.history } : {}),
    user: made.user.text,
    assistant: made.assistant,
    ...(made.raw ? { raw: true } : {}),
    decisive: [...new Set(made.decisive)].flatMap(find),
    redundant: groups(made.redundant ?? []),
    synergy: groups(made.synergy ?? []),
    distractors: [...new Set([...(made.distractors ?? []), "filler", "noise"])].flatMap(find),
    check: made.check,
    choices: Math.round(choices * 1000) / 1000,
  };
}
