import { readFileSync } from "node:fs";
import { beforeAll, test } from "vitest";
import { gradientRules } from "#onnx/grad/gradient-rules";
import type { RuleTable } from "#onnx/grad/rule";
import { names } from "#onnx/names";
import { conservativeRules, conservativeRulesWithMean } from "#onnx/relevance/conservative-rules";
import {
  attentionRelevance,
  inputTimes,
  l2,
  meanOverHeads,
  perRow,
} from "../../support/attributions.ts";
import {
  compileGradient,
  expectClose,
  openReference,
  type ReferenceModel,
  referenceFeeds,
} from "../../support/onnx-goldens.ts";
import { float32, repositoryPath } from "../../support/onnx-runtime.ts";

/** The fields of shared/reference/README.md that are gradients, computed by PyTorch in float64. */
interface MaskedCase {
  readonly input_ids: number[];
  readonly mask_index: number;
  readonly predicted_class: number;
  readonly promptexplainer: { readonly prediction: number[] };
  readonly attention: { readonly a_last_row: number[]; readonly gae_chefer_row_mask: number[] };
  readonly saliency: { readonly l2_class_logit: number[]; readonly l2_class_log_prob: number[] };
  readonly gradient_x_input_and_lrp: Record<
    string,
    {
      readonly at_token_embeddings: {
        readonly attr_class_logit: number[];
        readonly attr_class_log_prob?: number[];
      };
    }
  >;
}

const { verbalizer } = JSON.parse(
  readFileSync(repositoryPath("test/fixtures/goldens/tiny-roberta.json"), "utf8"),
) as { verbalizer: { ids: number[] }[] };

let reference: ReferenceModel<MaskedCase>;
beforeAll(async () => {
  reference = await openReference("tiny-roberta");
});

/** Every case with the head at its mask. */
const masks = () =>
  reference.cases.map((golden) => {
    const { input_ids: row, mask_index: mask } = golden;
    return { golden, row, feeds: referenceFeeds(reference, row, [mask], [0]) };
  });

/** The cotangent of the logits for Σ_c weight_c · (mean logit of the words of class c). */
function ofClasses(weights: readonly number[]) {
  const values = Array<number>(reference.vocab).fill(0);
  verbalizer.forEach(({ ids }, label) => {
    for (const id of ids) values[id]! += weights[label]! / ids.length;
  });
  return { [names.cotangent]: float32(values, [1, 1, reference.vocab]) };
}

function pick(label: number): number[] {
  return verbalizer.map((_, other) => Number(other === label));
}

test.each<[variant: string, RuleTable]>([
  ["gradient_x_input", gradientRules],
  ["lrp_attn", { ...gradientRules, Softmax: { constant: "attention" } }],
  ["lrp_attn_norm_std", conservativeRules],
  ["lrp_attn_norm_std_mean", conservativeRulesWithMean],
])("%s of the predicted class", async (variant, rules) => {
  const { embeddings, width } = reference;
  const request = { of: names.targetLogits, wrt: [embeddings], cotangent: "given", rules } as const;
  const run = await compileGradient(reference, request);
  for (const { golden, feeds } of masks()) {
    const { predicted_class: label, promptexplainer, saliency } = golden;
    const expected = golden.gradient_x_input_and_lrp[variant]!.at_token_embeddings;
    const byLogit = await run({ ...feeds, ...ofClasses(pick(label)) });
    const ofLogit = byLogit.gradient(embeddings);
    expectClose(
      inputTimes(ofLogit, byLogit.read(names.embeddings), width),
      expected.attr_class_logit,
    );

    const slopes = pick(label).map((one, other) => one - promptexplainer.prediction[other]!);
    const byLogProb = await run({ ...feeds, ...ofClasses(slopes) });
    const ofLogProb = byLogProb.gradient(embeddings);
    if (expected.attr_class_log_prob) {
      expectClose(
        inputTimes(ofLogProb, byLogProb.read(names.embeddings), width),
        expected.attr_class_log_prob,
      );
    }
    if (variant !== "gradient_x_input") continue;
    expectClose(perRow(ofLogit, width, l2), saliency.l2_class_logit);
    expectClose(perRow(ofLogProb, width, l2), saliency.l2_class_log_prob);
  }
});

test("the class logit by the attention probabilities of every layer", async () => {
  const { attention } = reference;
  const request = { of: names.targetLogits, wrt: attention, cotangent: "given" } as const;
  const run = await compileGradient(reference, request);
  for (const { golden, row, feeds } of masks()) {
    const results = await run({ ...feeds, ...ofClasses(pick(golden.predicted_class)) });
    const last = meanOverHeads(results.read(attention.at(-1)!), row.length);
    expectClose(last[golden.mask_index]!, golden.attention.a_last_row);
    const relevance = attentionRelevance(reference, results, row.length);
    expectClose(relevance[golden.mask_index]!, golden.attention.gae_chefer_row_mask);
  }
});
