import type { Page } from "../page.ts";

/** Pointer or focus on a feature lights it in the editor. */
export function pointing(page: Page, feature: number) {
  const point = () => page.ask({ kind: "point", features: [feature] });
  const leave = () => page.ask({ kind: "point", features: [] });
  return {
    onpointerenter: point,
    onpointerleave: leave,
    onblur: leave,
    onfocus: () => {
      page.change({ kind: "stop-at-word", feature });
      point();
    },
  };
}
