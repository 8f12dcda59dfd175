import { h, type PageElement } from "../dom.ts";
import type { Sentence } from "../words.ts";

export function pushButton(label: string, act: () => void, isPrimary = true): PageElement {
  const appearance = isPrimary ? "primary" : "secondary";
  return h("vscode-button", { key: label, appearance, onclick: act }, label);
}

export function linkButton(label: string, act: () => void, props = {}): PageElement {
  return h("button", { type: "button", class: "link", onclick: act, ...props }, label);
}

export function sentenceView(sentence: Sentence, props = {}): PageElement {
  const parts = sentence.map((part) => (typeof part === "string" ? part : h("b", {}, part.strong)));
  return h("p", props, ...parts);
}

/** Text with file names and the like between backticks, as messages write them. */
export function messageView(text: string): PageElement {
  const parts = text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? h("span", { class: "code" }, part) : part));
  return h("span", {}, ...parts);
}

/** Moves the focus with the arrows, Home and End among the elements of a group that have `data-stop`. */
export function moveAmongStops(event: KeyboardEvent): void {
  const stops = [
    ...(event.currentTarget as Element).querySelectorAll<HTMLElement>("[data-stop]:not([hidden])"),
  ];
  const place = stops.indexOf(document.activeElement as HTMLElement);
  const next = nextStop(event.key, place, stops.length);
  if (place < 0 || next === undefined) return;
  event.preventDefault();
  stops[next]?.focus();
}

function nextStop(key: string, place: number, count: number): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
      return Math.min(count - 1, place + 1);
    case "ArrowLeft":
    case "ArrowUp":
      return Math.max(0, place - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
