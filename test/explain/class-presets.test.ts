import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import { type ClassPresetId, classPresetIds, classPresets } from "#protocol/class-presets";
import type { Explanation } from "#protocol/explanation";
import { presetClasses } from "#protocol/parse-classes";
import type { ExplainRequest } from "#protocol/request";
import { workerInProcess } from "#worker/in-process";

const root = path.resolve(import.meta.dirname, "../..");
const bundledFolder = path.join(root, "media/models");
const call = workerInProcess(bundledFolder);
const model = { source: "review-cloze", dtype: "auto", device: "cpu" } as const;

const labelledOf: Readonly<Record<ClassPresetId, string>> = {
  agnews: "news",
  dbpedia: "descriptions",
  yahoo: "questions",
  imdb: "sentiment",
};
/** Classes that the labelled texts name otherwise than the datasets. */
const otherNames: Readonly<Record<string, string>> = { politician: "politics" };

/** Every third of the labelled texts of a preset's task, with its class. */
function labelled(id: ClassPresetId): { text: string; label: string }[] {
  const lines = readFileSync(
    path.join(root, `test/fixtures/cloze/${labelledOf[id]}.jsonl`),
    "utf8",
  );
  const names = Object.keys(classPresets[id].labels);
  return lines
    .trim()
    .split("\n")
    .filter((_, at) => at % 3 === 0)
    .map((line) => {
      const { text, label }: { text: string; label: string } = JSON.parse(line);
      const name = otherNames[label] ?? label;
      return { text, label: names.find((own) => own.startsWith(name))! };
    });
}

async function predicted(text: string, id: ClassPresetId, template: number): Promise<string> {
  const request: ExplainRequest = {
    model,
    prompt: { text, frame: "auto" },
    tooLong: "fail",
    generation: { maxNewTokens: 1, temperature: 0, seed: 0 },
    features: { granularity: "word" },
    baseline: { kind: "zero" },
    target: {},
    value: "log-prob",
    seed: 0,
    perToken: false,
    method: "prompt-explainer",
    classes: presetClasses(id, template, "test"),
  };
  let last: Explanation | undefined;
  for await (const { explanation } of call("explain", request, new AbortController().signal))
    last = explanation ?? last;
  return last!.target.text;
}

describe("the presets, by the bundled masked model", () => {
  let local: LocalModel;
  beforeAll(async () => {
    local = await openLocalModel(model, { bundledFolder, kind: "masked" });
  }, 60_000);
  afterAll(() => local.release());

  it.each(classPresetIds)("%s: every label word is one token", (id) => {
    for (const word of Object.values<readonly string[]>(classPresets[id].labels).flat())
      expect([word, local.encodeText(` ${word}`).length]).toEqual([word, 1]);
  });

  it.each(classPresetIds.flatMap((id) => [1, 2, 3, 4].map((template) => [id, template] as const)))(
    "%s, template %i: nine of ten labelled texts are classified rightly",
    async (id, template) => {
      const texts = labelled(id);
      let right = 0;
      for (const { text, label } of texts)
        if ((await predicted(text, id, template)) === label) right++;
      expect(right / texts.length).toBeGreaterThanOrEqual(0.9);
    },
    60_000,
  );
});
