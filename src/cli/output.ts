import { constants } from "node:fs";
import { access, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { OutputArguments } from "./invocation.ts";
import type { CliIo } from "./io.ts";
import { errorCode } from "./read-request.ts";
import { usageError } from "./usage.ts";

/** Throws before a long run when its result could not be written. */
export async function checkOutput({ out }: Pick<OutputArguments, "out">): Promise<void> {
  if (out === undefined || out === "-") return;
  try {
    const found = await stat(out).catch(() => undefined);
    if (found?.isDirectory()) throw new Error("it is a folder");
    await access(found ? out : dirname(out), constants.W_OK);
  } catch (error) {
    throw unwritable(out, error);
  }
}

/** Writes a result to `--out`, or to standard output. */
export async function writeResult(
  text: string,
  { out }: Pick<OutputArguments, "out">,
  io: CliIo,
): Promise<void> {
  if (out === undefined || out === "-") return io.stdout.write(text);
  try {
    await writeFile(out, text);
  } catch (error) {
    throw unwritable(out, error);
  }
}

function unwritable(out: string, error: unknown) {
  const reason = error instanceof Error && "code" in error ? errorCode(error) : String(error);
  return usageError(
    `--out ${out} cannot be written (${reason.replace("Error: ", "")}).`,
    "Name a file in a folder that is there and that you may write.",
  );
}

/** One JSON object with full precision, and a line end. */
export function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
