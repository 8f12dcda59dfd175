import type { TextDiffPart } from "#text/diff";
import type { Span } from "#text/span";

/** A stretch of an answer; changed: it is only in this one. */
export interface Stretch {
  readonly text: string;
  readonly isChanged: boolean;
}

/** The two answers beside each other: left what was there, right what came instead. */
export function answerColumns(diff: readonly TextDiffPart[]): {
  readonly left: Stretch[];
  readonly right: Stretch[];
} {
  return { left: column(diff, "removed"), right: column(diff, "added") };
}

function column(diff: readonly TextDiffPart[], changed: "removed" | "added"): Stretch[] {
  const parts = diff
    .filter(({ kind, text }) => (kind === "same" || kind === changed) && text !== "")
    .map(({ kind, text, textAfter = text }) => ({
      text: changed === "added" ? textAfter : text,
      isChanged: kind === changed,
    }));
  return joined(joinedOverSpaces(joined(parts)).flatMap(withBareEnds));
}

/** `stretches` cut at the ends of `chars`; those within have `isWithin`. */
export function cutAt(
  stretches: readonly Stretch[],
  chars: Span,
): (Stretch & { readonly isWithin: boolean })[] {
  let place = 0;
  return stretches.flatMap(({ text, isChanged }) => {
    const [from, to] = [chars.start, chars.end].map((end) =>
      Math.max(0, Math.min(text.length, end - place)),
    );
    place += text.length;
    return [
      { text: text.slice(0, from), isChanged, isWithin: false },
      { text: text.slice(from, to), isChanged, isWithin: true },
      { text: text.slice(to), isChanged, isWithin: false },
    ].filter((piece) => piece.text !== "");
  });
}

/** Neighbours of one kind as one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last?.isChanged === stretch.isChanged)
      result[result.length - 1] = { ...last, text: last.text + stretch.text };
    else result.push(stretch);
  }
  return result;
}

/** Two changed stretches with only white space between them read as one. */
function joinedOverSpaces(stretches: readonly Stretch[]): Stretch[] {
  return joined(
    stretches.map((stretch, index) => {
      const isBetween = index > 0 && index < stretches.length - 1;
      return isBetween && stretch.text.trim() === "" ? { ...stretch, isChanged: true } : stretch;
    }),
  );
}

/** White space at the ends of a changed stretch is not coloured; a change of white space alone is. */
function withBareEnds(stretch: Stretch): Stretch[] {
  const core = stretch.text.trim();
  if (!stretch.isChanged || core === "") return [stretch];
  const start = stretch.text.indexOf(core);
  return [
    { text: stretch.text.slice(0, start), isChanged: false },
    { text: core, isChanged: true },
    { text: stretch.text.slice(start + core.length), isChanged: false },
  ].filter(({ text }) => text !== "");
}
