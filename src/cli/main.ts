import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { workerInProcess } from "#worker/in-process";
import { exitCodes, type TextOutput } from "./io.ts";
import { runCli } from "./run-cli.ts";

const cancel = new AbortController();
// The second Ctrl+C ends the process at once, as without us.
process.once("SIGINT", () => cancel.abort());
for (const stream of [process.stdout, process.stderr]) stream.on("error", endOnWriteError);

const inPackage = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const bundledFolder = inPackage("media/models");
const code = await runCli(
  process.argv.slice(2),
  {
    stdin: process.stdin,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    packageFile: inPackage("package.json"),
    bundledFolder,
    signal: cancel.signal,
  },
  workerInProcess(bundledFolder),
);
process.exit(code);

function output(stream: NodeJS.WriteStream): TextOutput {
  return {
    isTTY: Boolean(stream.isTTY),
    get columns() {
      return stream.columns;
    },
    write: (text) => new Promise((resolve) => stream.write(text, () => resolve())),
  };
}

/** Whoever reads us has read enough: that is no failure. A full disk is one. */
function endOnWriteError(error: NodeJS.ErrnoException): never {
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  const message = `promptlight: The output cannot be written: ${error.code} (invalid-option)`;
  writeSync(process.stderr.fd, `${message}\nWrite it to a place with room, or with --out FILE.\n`);
  process.exit(exitCodes.failed);
}
