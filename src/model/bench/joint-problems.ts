import { countSets } from "#explain/joint/feature-sets";
import { jointPrompt } from "#explain/joint/joint-prompt";
import { seededRandom } from "#explain/random";
import { openLocalModel } from "#model/open-local-model";
import type { BenchRow } from "#protocol/bench";
import type { BaselineChoice, TaskRequest } from "#protocol/request";
import { lastOf, problemTask } from "./problem-task.ts";

const problemCount = 200;
const evaluations = 200;
const mostFeatures = 14;

/** Words of which prompts are put together, a choice in every place. */
const places = [
  ["Write", "Imagine", "Invent"],
  ["a short", "a sad", "a funny", "a long"],
  ["story", "tale", "poem"],
  ["about the", "about a", "for the"],
  ["doctor", "baker", "sailor", "teacher", "farmer"],
  ["and his", "and her", "with the"],
  ["patient", "dog", "friend", "boat", "garden"],
  ["", "at night", "outside", "in winter"],
  [".", "", "!"],
] as const;

const baselines: readonly BaselineChoice[] = [
  { kind: "zero" },
  { kind: "remove" },
  { kind: "attention" },
];

/** How often the search within 200 evaluations finds what an exhaustive one does, over small problems of a real model. */
export async function* solveProblems(folder: string): AsyncGenerator<Omit<BenchRow, "name">> {
  const choice = { source: folder, dtype: "auto", device: "cpu", threadCount: 1 } as const;
  const model = await openLocalModel(choice);
  let missed = 0;
  let searched = 0;
  let worst = 0;
  try {
    for (let problem = 0; problem < problemCount; problem++) {
      const random = seededRandom(problem);
      const text = places
        .map((words) => words[random.below(words.length)]!)
        .filter((words) => words !== "")
        .join(" ");
      const request = requestFor(folder, text, baselines[problem % baselines.length]!, problem);
      const task = await problemTask(model, request);
      if (task.features.length > mostFeatures) throw new Error(`"${text}" has too many words`);
      const k = Math.min(3, 1 + (problem % 4));
      const all = countSets(task.features.length, k);
      const exact = await lastOf(jointPrompt, task, model, {
        joint: { k },
        evaluations: 2 * all + 100,
      });
      const found = await lastOf(jointPrompt, task, model, { joint: { k }, evaluations });
      const gap = (found.joint!.value - exact.joint!.value) / Math.abs(exact.joint!.value);
      if (gap > 1e-6) missed++;
      worst = Math.max(worst, gap);
      if (found.joint!.certificate !== "exhaustive") searched++;
    }
  } finally {
    await model.release();
  }
  const detail = `${problemCount} problems of ${model.name}, ${searched} of them too large for ${evaluations} evaluations`;
  yield {
    what: `share of problems of up to ${mostFeatures} words, k up to 3, whose best set is not found within ${evaluations} evaluations`,
    value: missed / problemCount,
    unit: "ratio",
    goal: 0.05,
    detail,
  };
  yield {
    what: "how far above the best log-probability the worst of them is",
    value: worst,
    unit: "ratio",
    goal: 0.02,
    detail,
  };
}

function requestFor(
  source: string,
  text: string,
  baseline: BaselineChoice,
  seed: number,
): TaskRequest {
  return {
    model: { source, dtype: "auto", device: "cpu" },
    prompt: { text, frame: "auto" },
    tooLong: "fail",
    generation: { maxNewTokens: 12, temperature: 0, seed },
    features: { granularity: "word" },
    baseline,
    target: {},
    value: "log-prob",
    seed,
  };
}
