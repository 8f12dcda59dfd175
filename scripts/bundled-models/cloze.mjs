// Writes the training text of the bundled masked model:
//   node scripts/bundled-models/cloze.mjs OUT_FOLDER [--count 240000] [--seed 1]
//   node scripts/bundled-models/cloze.mjs OUT_FOLDER --labelled     (only the labelled texts that the repository keeps)
import { runTypeScript } from "./run-typescript.mjs";

await runTypeScript("cloze/main.ts");
