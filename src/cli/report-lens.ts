import type { LogitLens } from "#protocol/lens";
import { formatDuration, visibleWhitespace } from "#text/numbers";
import { bold, dim, type TextStyle } from "./text-style.ts";
import { type Column, clip, printable, textTable } from "./text-table.ts";

const cellWidth = 12;

/** The tokens of the prompt in rows, and what each position would predict after each block, to read in a terminal. */
export function lensText(
  { model, device, prompt, blocks, seconds }: LogitLens,
  style: TextStyle,
): string {
  const cell = (text: string) => clip(printable(visibleWhitespace(text)), cellWidth);
  const [head, ...body] = textTable(
    [
      { head: "Token", align: "left" },
      ...blocks.map((_, block): Column => ({ head: `Block ${block}`, align: "left" })),
    ],
    prompt.tokens.map(({ text }, at) => [cell(text), ...blocks.map((row) => cell(row[at]!.text))]),
  );
  const lines = [
    dim(`The likeliest token at every position after every block: ${model} on ${device}`, style),
    "",
    bold(head!, style),
    ...body,
    "",
    dim(formatDuration(seconds * 1000), style),
  ];
  return `${lines.join("\n")}\n`;
}
