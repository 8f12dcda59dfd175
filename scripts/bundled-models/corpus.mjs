// Writes the training text of the bundled chat model:
//   node scripts/bundled-models/corpus.mjs OUT_FOLDER [--warmup N] [--questions N] [--train N] [--varied N] [--held-out N] [--seed S]
//   node scripts/bundled-models/corpus.mjs OUT_FOLDER --labelled     (only the labelled examples that the repository keeps)
//   node scripts/bundled-models/corpus.mjs media/evaluation --evaluation   (only the prompts that `promptlight evaluate` runs on)
import { runTypeScript } from "./run-typescript.mjs";

await runTypeScript("corpus/main.ts");
