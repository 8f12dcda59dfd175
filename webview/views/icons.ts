import { h, type PageElement } from "../dom.ts";

const paths = {
  down: "M4 6l4 4 4-4",
  again: "M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3",
  clock: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8M8 4.5V8l2.5 2",
  check: "M3.5 8.5l3 3 6-7",
  ongoing: "M8 2.5A5.5 5.5 0 1 1 2.5 8",
  error: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8M6 6l4 4M10 6l-4 4",
} as const;

export function icon(name: keyof typeof paths, slot?: string): PageElement {
  const props = { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", slot };
  return h("svg", props, h("path", { d: paths[name] }));
}
