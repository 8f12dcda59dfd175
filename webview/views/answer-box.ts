import { type Child, h, type PageElement, textOf } from "../dom.ts";
import { classes } from "./shading.ts";

/** An answer as text; runs of spaces, as code has them, are kept. */
export function answerBox(parts: readonly Child[], isWide = false, props = {}): PageElement {
  const box = (name: string) =>
    h("div", { key: "answer", class: name, tabindex: 0, dir: "auto", ...props }, ...parts);
  const name = classes("answer", isWide && "wide-answer");
  return / {2}|\t/.test(textOf(box(name))) ? box(classes(name, "verbatim")) : box(name);
}
