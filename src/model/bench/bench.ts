import { loadRuntime } from "#model/runtime";
import { type BenchRequest, type BenchRow, benchNames } from "#protocol/bench";
import { measures } from "./measures.ts";
import { randomGpt2 } from "./random-model.ts";
import { Subject } from "./subject.ts";

/**
 * Measures the engine on a GPT-2 small with random weights, which is written to the folder unless it is there. Figures
 * compare two sides in one process and at the same sizes.
 */
export async function* runBench(
  { names, folder, model, prompts }: BenchRequest,
  signal: AbortSignal,
): AsyncGenerator<BenchRow> {
  const path = randomGpt2(folder);
  await loadRuntime();
  for (const name of benchNames.filter((each) => names.includes(each))) {
    const subject = new Subject(path);
    try {
      for await (const row of measures[name](subject, { model, prompts })) {
        yield { name, ...row };
        if (signal.aborted) return;
      }
    } finally {
      await subject.sessions.release();
    }
  }
}
