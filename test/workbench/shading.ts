import type { Locator } from "playwright-core";

/**
 * A stretch of one line of an editor that a decoration type of an extension covers. Ranges of one
 * type that touch each other are one stretch; a range over several lines gives one for each line.
 * CSS values are the computed ones, of the theme in use.
 */
export interface Shade {
  /** The line's number, counted from 1. */
  line: number;
  /** The words covered, as shown: a tab is the spaces that it takes. */
  text: string;
  /** Background, `rgba(...)` or `rgb(...)`; undefined where there is none. */
  color: string | undefined;
  /** `2px dashed rgb(...)`, or undefined; from the bottom border. */
  underline: string | undefined;
  /** `1px solid rgb(...)`, or undefined; from the outline. */
  outline: string | undefined;
  /** Line-through and the like, of the text itself. */
  textDecoration: string | undefined;
  /** The text's own color, opacity and weight where the decoration changes them. */
  textColor: string | undefined;
  opacity: number;
  bold: boolean;
  /** Text shown before or after the stretch by the decoration. */
  before: string | undefined;
  after: string | undefined;
  /** The generated class: equal for stretches of one decoration type. */
  className: string;
}

/** Reads all decorations of extensions in the lines of an editor that are on the screen. */
export function readShadingOf(editor: Locator): Promise<Shade[]> {
  return editor.evaluate((element) => {
    const lines = [...element.querySelectorAll(".view-lines > .view-line")]
      .map((line) => ({ line, box: line.getBoundingClientRect() }))
      .sort((a, b) => a.box.top - b.box.top);
    const numbers = [...element.querySelectorAll(".margin-view-overlays .line-numbers")]
      .map((number) => ({
        number: Number(number.textContent),
        box: number.getBoundingClientRect(),
      }))
      .filter(({ number }) => number > 0);

    const lineNumberAt = (y: number) =>
      Math.max(0, ...numbers.filter(({ box }) => box.top <= y).map(({ number }) => number));
    const decorationClass = (candidate: Element) =>
      [...candidate.classList].find((name) => name.includes("TextEditorDecorationType"));

    const textWithin = (line: Element, left: number, right: number) => {
      let text = "";
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const content = node.textContent ?? "";
        let index = 0;
        for (const { segment } of new Intl.Segmenter().segment(content)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + segment.length);
          index += segment.length;
          const box = range.getBoundingClientRect();
          const middle = (box.left + box.right) / 2;
          if (middle > left && middle < right) text += segment;
        }
      }
      return text.replaceAll("\u00a0", " ");
    };
    const line = (width: string, style: string, color: string) =>
      style === "none" || Number.parseFloat(width) === 0 ? undefined : `${width} ${style} ${color}`;
    const unless = (plain: string[], value: string) => (plain.includes(value) ? undefined : value);
    const pseudo = (part: Element, which: string) => {
      const content = getComputedStyle(part, which).content;
      return content === "none" || content === "normal"
        ? undefined
        : content.replace(/^"|"$/g, "").replaceAll("\u00a0", " ");
    };

    const parts = [
      ...element.querySelectorAll(".view-overlays .cdr"),
      ...element.querySelectorAll(".view-lines .view-line span[class*='TextEditorDecorationType']"),
    ];
    const shades = parts.flatMap((part) => {
      const className = decorationClass(part);
      if (className === undefined) return [];
      const box = part.getBoundingClientRect();
      const y = (box.top + box.bottom) / 2;
      const home = lines.find((each) => each.box.top <= y && y < each.box.bottom);
      if (home === undefined) return [];
      const style = getComputedStyle(part);
      const plain = getComputedStyle(home.line);
      const isInline = part.tagName === "SPAN";
      const shade = {
        line: lineNumberAt(y),
        text: textWithin(home.line, box.left, box.right),
        color: unless(["rgba(0, 0, 0, 0)", "transparent"], style.backgroundColor),
        underline: line(style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor),
        outline: line(style.outlineWidth, style.outlineStyle, style.outlineColor),
        textDecoration: unless(["none", ""], style.textDecorationLine),
        textColor: isInline ? unless([plain.color], style.color) : undefined,
        opacity: Number(style.opacity),
        bold: isInline && Number(style.fontWeight) >= 600,
        before: pseudo(part, "::before"),
        after: pseudo(part, "::after"),
        className,
      };
      return [{ shade, top: home.box.top, left: box.left }];
    });
    const whole: typeof shades = [];
    for (const next of shades.sort((a, b) => a.top - b.top || a.left - b.left)) {
      // A stretch that the editor wraps is one all the same: its first part ends in the space of the break.
      const before = whole.findLast(({ shade }) => shade.className === next.shade.className);
      const isWrapped =
        before &&
        before.top < next.top &&
        before.shade.line === next.shade.line &&
        before.shade.text.endsWith(" ");
      if (!isWrapped) whole.push(next);
      else {
        before.shade.text += next.shade.text;
        before.top = next.top;
      }
    }
    const inOrder = whole.map(({ shade }) => shade);
    // Text shown before or after a stretch is an empty element beside it.
    return inOrder.filter((shade, index) => {
      if (shade.text !== "") return true;
      const neighbour = inOrder[shade.before === undefined ? index - 1 : index + 1];
      if (neighbour) {
        neighbour.before ??= shade.before;
        neighbour.after ??= shade.after;
      }
      return false;
    });
  });
}

/**
 * The middle of the n-th place (from 0) where a text stands in an editor's lines on the screen, in
 * page coordinates, or undefined.
 */
export function placeOfText(
  editor: Locator,
  text: string,
  occurrence: number,
): Promise<{ x: number; y: number } | undefined> {
  return editor.evaluate(
    (element, { text, occurrence }) => {
      const lines = [...element.querySelectorAll(".view-lines > .view-line")].sort(
        (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
      );
      let found = -1;
      for (const line of lines) {
        const nodes: { node: Node; start: number }[] = [];
        let content = "";
        const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          nodes.push({ node, start: content.length });
          content += (node.textContent ?? "").replaceAll("\u00a0", " ");
        }
        const nodeAt = (offset: number) => nodes.findLast(({ start }) => start <= offset)!;
        for (let at = content.indexOf(text); at >= 0; at = content.indexOf(text, at + 1)) {
          found += 1;
          if (found !== occurrence) continue;
          const range = document.createRange();
          const first = nodeAt(at);
          const last = nodeAt(at + text.length - 1);
          range.setStart(first.node, at - first.start);
          range.setEnd(last.node, at + text.length - last.start);
          const box = range.getBoundingClientRect();
          return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
        }
      }
      return undefined;
    },
    { text, occurrence },
  );
}
