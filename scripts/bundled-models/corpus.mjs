// Writes the training text of the bundled chat model, bundled on the fly because Node 20 runs no TypeScript:
//   node scripts/bundled-models/corpus.mjs OUT_FOLDER [--count 900000] [--warmup 120000] [--held-out 3000] [--seed 1]
//   node scripts/bundled-models/corpus.mjs OUT_FOLDER --labelled     (only the labelled examples that the repository keeps)
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-corpus-"));
try {
  const outfile = path.join(folder, "main.mjs");
  await build({
    entryPoints: [path.join(import.meta.dirname, "corpus/main.ts")],
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
