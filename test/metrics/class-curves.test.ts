import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildClassTask } from "#explain/classes/class-task";
import { CoalitionMemory } from "#explain/coalitions";
import { curveOf } from "#metrics/class-curves";
import { openLocalModel } from "#model/open-local-model";
import { fixturesFolder } from "../cli/support.ts";
import { requestFor } from "../explain/word-model.ts";

interface Curve {
  readonly evidence: readonly number[];
  readonly mse: readonly number[];
}
type CurveName = `${"generate" | "pruning"}_${"official" | "content_only"}`;

/** The curves of the reference's layer-wise relevance, which it takes at token and position embeddings together. */
interface CurveGolden {
  readonly verbalizer: readonly { readonly name: string; readonly words: readonly string[] }[];
  readonly cases: readonly {
    readonly id: string;
    readonly text: string;
    readonly gradient_x_input_and_lrp: {
      readonly lrp_attn_norm_std: {
        readonly at_summed_embeddings: { readonly attr_class_logit: readonly number[] };
      };
    };
    readonly curves?: {
      readonly lrp_attn_norm_std: { readonly y_true: number } & Record<CurveName, Curve>;
    };
  }[];
}

const golden: CurveGolden = JSON.parse(
  readFileSync(join(fixturesFolder, "goldens/tiny-roberta.json"), "utf8"),
);
const labels = Object.fromEntries(golden.verbalizer.map((own) => [own.name, own.words]));
const cases = golden.cases.flatMap(({ curves, ...own }) => (curves ? [{ ...own, curves }] : []));

let model: Awaited<ReturnType<typeof openLocalModel>>;
beforeAll(async () => {
  const source = join(fixturesFolder, "models", "tiny-roberta");
  model = await openLocalModel({ source, dtype: "auto", device: "cpu" }, { kind: "any" });
});
afterAll(() => model.release());

describe.each(cases)("tiny-roberta $id: curves in a given order", (own) => {
  const { curves, text } = own;
  const scores = own.gradient_x_input_and_lrp.lrp_attn_norm_std.at_summed_embeddings;
  const expected = curves.lrp_attn_norm_std;

  it.each([
    ["activation", "generate_official", true],
    ["activation", "generate_content_only", false],
    ["pruning", "pruning_official", true],
    ["pruning", "pruning_content_only", false],
  ] as const)("%s: %s", async (curve, name, includeSpecial) => {
    const request = {
      ...requestFor(text, {
        features: { granularity: "token", rawTokens: true, includeSpecial },
        value: "logit",
      }),
      classes: {
        verbalizer: { kind: "manual", labels },
        label: golden.verbalizer[expected.y_true]!.name,
      },
      method: "lrp",
    } as const;
    const task = await buildClassTask(model, request, new CoalitionMemory());
    const given = task.features.map(({ tokens }) => scores.attr_class_logit[tokens[0]!]!);
    const { steps } = await curveOf(model, task, curve, given);
    for (const [step, { probability, logitError }] of steps.entries()) {
      expect(Math.abs(probability - expected[name].evidence[step]!)).toBeLessThan(1e-3);
      expect(Math.abs(logitError - expected[name].mse[step]!)).toBeLessThan(1e-3);
    }
  });
});
