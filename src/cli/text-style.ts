import type { Shade } from "#protocol/shading";
import type { OutputArguments } from "./invocation.ts";
import type { CliIo } from "./io.ts";

/** How text is written to a terminal or a file. */
export interface TextStyle {
  readonly hasColor: boolean;
  readonly columns: number;
}

/** Colour only where a person reads: on a terminal that has colours, unless NO_COLOR asks for none. */
export function textStyle({ out }: OutputArguments, { stdout, env }: CliIo): TextStyle {
  const isTerminal = stdout.isTTY && (out === undefined || out === "-");
  return {
    hasColor: isTerminal && !env.NO_COLOR && env.TERM !== "dumb",
    columns: isTerminal ? (stdout.columns ?? 80) : 80,
  };
}

const reset = "\x1b[0m";
/** Blue and orange of the 256 colours, legible on dark and on light. */
const inks = { support: "38;5;33", oppose: "38;5;208" };

/** `text` in the colour of its shade: bold from one nat on, underlined where it opposes. */
export function shaded(text: string, { pole, step }: Shade, { hasColor }: TextStyle): string {
  if (!hasColor || step === 0 || text === "") return text;
  const codes = [inks[pole], ...(step >= 5 ? ["1"] : []), ...(pole === "oppose" ? ["4"] : [])];
  return `\x1b[${codes.join(";")}m${text}${reset}`;
}

export function bold(text: string, { hasColor }: TextStyle): string {
  return hasColor ? `\x1b[1m${text}${reset}` : text;
}

export function dim(text: string, { hasColor }: TextStyle): string {
  return hasColor ? `\x1b[2m${text}${reset}` : text;
}
