// Writes the training text of the bundled chat model:
//   node scripts/bundled-models/corpus.mjs OUT_FOLDER [--count 900000] [--warmup 120000] [--held-out 3000] [--seed 1]
//   node scripts/bundled-models/corpus.mjs OUT_FOLDER --labelled     (only the labelled examples that the repository keeps)
//   node scripts/bundled-models/corpus.mjs media/evaluation --evaluation   (only the prompts that `promptlight evaluate` runs on)
import { runTypeScript } from "./run-typescript.mjs";

await runTypeScript("corpus/main.ts");
