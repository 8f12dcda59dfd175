import type { Explanation } from "#protocol/explanation";
import { formatCount, formatScore, formatShare } from "#text/numbers";
import { h, type PageElement } from "../dom.ts";
import { roleTotals } from "../role-totals.ts";
import { sumOf } from "../score-rows.ts";
import { singular } from "../words.ts";

interface Columns {
  readonly error: boolean;
  readonly alone: boolean;
  readonly unit: string;
}

const barWidths = { wide: 180, slim: 84 } as const;
/** Where a bar of totals begins, as in the table above. */
const zeroShare = 0.12;

/** Below the scores, in the same columns: what each part of the prompt adds, and the sum. */
export function roleRows(
  explanation: Explanation,
  columns: Columns,
  plural: string,
): PageElement[] {
  const sum = sumOf(explanation.seqAttribution);
  const parts = roleTotals(explanation, plural);
  const count = explanation.features.length;
  const shown =
    parts.length > 1 ? [head(columns), ...parts.map((part) => row(part, sum, columns))] : [];
  const note = parts.length > 1 ? "the difference" : formatCount(count, singular(plural));
  return [...shown, row({ part: "Sum", total: sum, note }, sum, columns)];
}

function head({ error, alone, unit }: Columns): PageElement {
  const cell = (text: string, props = {}) => h("th", { scope: "col", ...props }, text);
  return h(
    "tr",
    { key: "head", class: "part-head" },
    cell("Part", { colspan: 2 }),
    cell(unit, { class: "num" }),
    error && cell("±", { class: "num" }),
    h("td"),
    cell("Share", { class: "num wide" }),
    alone && h("td", { class: "wide", colspan: 2 }),
  );
}

function row(
  {
    part,
    total,
    note,
  }: { readonly part: string; readonly total: number | undefined; readonly note: string },
  sum: number,
  { error, alone }: Columns,
): PageElement {
  const hasShare = total !== undefined && sum > 0;
  return h(
    "tr",
    { key: part, class: part === "Sum" ? "sum" : undefined },
    h("td", { colspan: 2 }, part),
    h("td", { class: "num" }, total === undefined ? "" : formatScore(total)),
    error && h("td"),
    h(
      "td",
      {},
      ...(hasShare
        ? [
            bar(total / sum, "wide-bar", barWidths.wide),
            bar(total / sum, "slim-bar", barWidths.slim),
          ]
        : [!alone && h("span", { class: "dim" }, note)]),
    ),
    h("td", { class: "num wide" }, hasShare ? formatShare(total / sum) : ""),
    alone && h("td", { class: "dim wide", colspan: 2 }, note),
  );
}

function bar(share: number, name: string, width: number): PageElement {
  const zero = width * zeroShare;
  const length = Math.min(1, Math.abs(share)) * (width - zero - 4);
  return h(
    "svg",
    { class: name, width, height: 22, "aria-hidden": "true" },
    h("rect", {
      class: "total-bar",
      x: share < 0 ? Math.max(0, zero - length) : zero,
      y: 7,
      width: Math.max(0.75, length),
      height: 8,
    }),
  );
}
