import { join } from "node:path";
import { expect, it } from "vitest";
import type { ExplainRequest } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";
import { requestFor } from "../explain/word-model.ts";
import { realWorker } from "./real-worker.ts";
import { fixturesFolder } from "./support.ts";

const labels = { good: ["good"], bad: ["bad"] };

it.each([
  // one row without noise; 1,024 for the prediction and each of three blocks
  ["model-interest", 1 + 1024 * 4],
  ["kernel-shap", 32],
] as const)(
  "a class run by %s that would take longer ends with its estimate",
  async (method, evaluations) => {
    const request: ExplainRequest = {
      ...requestFor("The story was fun."),
      model: { source: join(fixturesFolder, "models/tiny-roberta"), dtype: "auto", device: "cpu" },
      classes: { verbalizer: { kind: "manual", labels }, template: "{text} It was <mask>." },
      method,
      interest: { layers: "all" },
      askAboveMs: 0,
    };
    let last: WorkerMethods["explain"]["yields"] | undefined;
    for await (last of realWorker()("explain", request, new AbortController().signal));
    expect(last?.explanation).toBeUndefined();
    expect(last?.estimate).toMatchObject({ device: "CPU", evaluations });
  },
);
