import type { TargetToken } from "#protocol/explanation";
import { charsOfTokens, movedPick, spanOfPick, tokensWithin } from "../answer-tokens.ts";
import type { Page } from "../page.ts";
import { explainPick } from "./ask-bar.ts";

/** Dragging over the answer picks a part of it; so do Shift and the arrows, and Enter explains it. */
export function picking(page: Page, tokens: readonly TargetToken[], text: string) {
  const { pick } = page.view;
  return {
    "aria-describedby": "ask",
    onpointerdown: (event: PointerEvent) => {
      const box = event.currentTarget as HTMLElement;
      const done = () => setTimeout(() => pickSelection(page, box, tokens, text));
      document.addEventListener("pointerup", done, { once: true });
    },
    onkeydown: (event: KeyboardEvent) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step !== undefined)
        page.change({ kind: "pick", pick: movedPick(pick, step, event.shiftKey, tokens.length) });
      else if (event.key === "Enter" && pick) explainPick(page);
      else if (event.key === "Escape" && pick) page.change({ kind: "pick", pick: undefined });
      else return;
      event.preventDefault();
    },
  };
}

/** Where the part that is picked or shaded stands in the answer's text. */
export function pickedChars(page: Page, tokens: readonly TargetToken[]) {
  return page.view.pick && charsOfTokens(tokens, spanOfPick(page.view.pick));
}

/** Turns the page's selection within `box` into a pick; a mere click takes the pick away. */
function pickSelection(
  page: Page,
  box: HTMLElement,
  tokens: readonly TargetToken[],
  text: string,
): void {
  const selection = getSelection();
  const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
  const chars = range && !range.collapsed ? charsWithin(box, range) : undefined;
  const span = chars && tokensWithin(tokens, text, chars);
  if (span) selection?.removeAllRanges();
  if (span || page.view.pick)
    page.change({
      kind: "pick",
      pick: span && { anchor: span.start, focus: span.end - 1 },
    });
}

/** The stretch of `box`'s text that is in `range`. */
function charsWithin(box: HTMLElement, range: Range) {
  const before = document.createRange();
  before.selectNodeContents(box);
  const whole = before.toString().length;
  const place = (node: Node, offset: number, outside: number) => {
    if (!box.contains(node)) return outside;
    before.setEnd(node, offset);
    return before.toString().length;
  };
  const end = place(range.endContainer, range.endOffset, whole);
  return { start: place(range.startContainer, range.startOffset, 0), end };
}
