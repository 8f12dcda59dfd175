import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Runs `main` of `entry` (relative to this folder) with the command line's arguments, bundled on the fly because Node 20 runs no TypeScript. */
export async function runTypeScript(entry) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-script-"));
  try {
    const outfile = path.join(folder, "main.mjs");
    await build({
      entryPoints: [path.join(import.meta.dirname, entry)],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "warning",
    });
    const { main } = await import(pathToFileURL(outfile).href);
    await main(process.argv.slice(2));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
