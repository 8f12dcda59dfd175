import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeModel } from "#onnx/write-model";
import type { Explanation } from "#protocol/explanation";
import { fuseAttention } from "../support/fuse-attention.ts";
import { openFile, repositoryPath } from "../support/onnx-runtime.ts";
import { checkClose, everyToken, output, outputLines } from "./reference-run.ts";
import { fixturesFolder } from "./support.ts";

type Relevance = Record<"attr_class_logit", number[]> &
  Partial<Record<"attr_class_log_prob", number[]>>;

/** The fields of test/fixtures/goldens/tiny-roberta.json that the command line reproduces: reference/README.md. */
interface MaskedGolden {
  readonly verbalizer: readonly { readonly name: string; readonly words: readonly string[] }[];
  readonly cases: readonly {
    readonly id: string;
    readonly text: string;
    readonly input_ids: readonly number[];
    readonly predicted_class: number;
    readonly promptexplainer: {
      readonly E_by_class: readonly (readonly number[])[];
      readonly prediction: readonly number[];
    };
    readonly attention: Record<"a_last_row" | "rollout_row" | "gae_chefer_row_mask", number[]>;
    readonly gradient_x_input_and_lrp: Record<
      "gradient_x_input" | "lrp_attn" | "lrp_attn_norm_std" | "lrp_attn_norm_std_mean",
      { readonly at_token_embeddings: Relevance }
    >;
    readonly saliency: Record<"l2_class_logit" | "l2_class_log_prob", number[]>;
    readonly leave_one_out_unk: { readonly positions: number[]; readonly attr: number[] };
  }[];
}

const golden: MaskedGolden = JSON.parse(
  readFileSync(join(fixturesFolder, "goldens/tiny-roberta.json"), "utf8"),
);
/** The model as it was exported, and the same with its attention fused, which is opened up again. */
const forms = ["tiny-roberta", "fused-roberta"] as const;
const modelOf = (form: (typeof forms)[number]) =>
  form === "tiny-roberta" ? form : join(folder, form);

const labels = golden.verbalizer.map(({ name }) => name);
let folder: string;
let verbalizer: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "promptlight-classes-"));
  verbalizer = join(folder, "verbalizer.json");
  const words = Object.fromEntries(golden.verbalizer.map((own) => [own.name, own.words]));
  writeFileSync(verbalizer, JSON.stringify({ kind: "manual", labels: words }));
  const exported = join(fixturesFolder, "models", "tiny-roberta");
  const fused = modelOf("fused-roberta");
  cpSync(exported, fused, { recursive: true });
  // its weights stay in the exported file, which lies beside it
  const onnx = join(fused, "onnx");
  renameSync(join(onnx, "model.onnx"), join(onnx, "weights.onnx"));
  const model = fuseAttention(
    openFile(relative(repositoryPath(""), join(onnx, "weights.onnx"))),
    4,
  );
  expect(model.graph.nodes.filter(({ op }) => op === "MultiHeadAttention")).toHaveLength(3);
  expect(model.graph.nodes.some(({ op }) => op === "Softmax")).toBe(false);
  writeFileSync(join(onnx, "model.onnx"), writeModel(model, onnx));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Within 1e-3 of the largest entry, as the references suggest for gradients. */
function checkRelative(actual: readonly number[], expected: readonly number[]): void {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0.1);
  checkClose(actual, expected, 1e-3 * largest);
}

it("classifies every text of a file, one result a line, as one by one", async () => {
  const path = join(folder, "texts.jsonl");
  const lines = golden.cases.map(({ text }) => JSON.stringify({ text, label: "a" }));
  writeFileSync(path, `${lines.join("\n")}\n`);
  const results = await outputLines<Explanation & { label: string }>(
    "classify",
    "tiny-roberta",
    ...["--verbalizer", verbalizer, "--prompts", path, ...everyToken],
  );
  expect(results.length).toBe(new Set(lines).size);
  for (const { label, prompt, target, classes } of results) {
    const own = golden.cases.find(({ text }) => text === prompt.text)!;
    expect([label, target.text]).toEqual(["a", labels[own.predicted_class]]);
    for (const [at, { seqAttribution }] of classes!.entries())
      checkClose(seqAttribution, own.promptexplainer.E_by_class[at]!, 1e-4);
  }
});

const all = forms.flatMap((form) => golden.cases.map((own) => ({ ...own, form })));

describe.each(all)("$form $id", ({ form, ...own }) => {
  const classify = (method: string, ...args: string[]) =>
    output<Explanation>(
      "classify",
      modelOf(form),
      ...["--verbalizer", verbalizer, "--method", method, ...args, "--", own.text],
    );
  const predicted = labels[own.predicted_class]!;

  it("PromptExplainer, for every class", async () => {
    const explanation = await classify("prompt-explainer", ...everyToken);
    expect(explanation.prompt.tokens.map((token) => token.id)).toEqual(own.input_ids);
    expect(explanation.target.text).toBe(predicted);
    const { E_by_class: expected, prediction } = own.promptexplainer;
    expect(explanation.classes!.map(({ label }) => label)).toEqual(labels);
    const probabilities = explanation.classes!.map(({ probability }) => probability);
    checkClose(probabilities, prediction, 1e-4);
    for (const [label, { seqAttribution }] of explanation.classes!.entries())
      checkClose(seqAttribution, expected[label]!, 1e-4);
    const other = labels[1 - own.predicted_class]!;
    const asked = await classify("prompt-explainer", ...everyToken, "--label", other);
    checkClose(asked.seqAttribution, expected[1 - own.predicted_class]!, 1e-4);
  });

  it.each([
    ["attention-last", "a_last_row"],
    ["attention-rollout", "rollout_row"],
    ["attention-gae", "gae_chefer_row_mask"],
  ] as const)("%s at the mask", async (method, row) => {
    const explanation = await classify(method, ...everyToken, "--value", "logit");
    checkRelative(explanation.seqAttribution, own.attention[row]);
  });

  it.each([
    ["input-x-gradient", [], "gradient_x_input"],
    ["lrp", [], "lrp_attn_norm_std"],
    ["lrp", ["--relevance", "mean"], "lrp_attn_norm_std_mean"],
    ["lrp", ["--relevance", "attention"], "lrp_attn"],
  ] as const)("%s %j of the class", async (method, args, field) => {
    const expected = own.gradient_x_input_and_lrp[field].at_token_embeddings;
    const ofLogit = await classify(method, ...everyToken, ...args, "--value", "logit");
    checkRelative(ofLogit.seqAttribution, expected.attr_class_logit);
    if (!expected.attr_class_log_prob) return;
    const ofLogProb = await classify(method, ...everyToken, ...args);
    checkRelative(ofLogProb.seqAttribution, expected.attr_class_log_prob);
  });

  it("saliency of the class", async () => {
    const ofLogit = await classify("saliency", ...everyToken, "--value", "logit");
    checkRelative(ofLogit.seqAttribution, own.saliency.l2_class_logit);
    const ofLogProb = await classify("saliency", ...everyToken);
    checkRelative(ofLogProb.seqAttribution, own.saliency.l2_class_log_prob);
  });

  // One text is nothing but a mask: then nothing can be taken away.
  const { positions, attr } = own.leave_one_out_unk;
  const some = positions.length > 0 ? it : it.skip;
  some("feature ablation by <unk>, of ordinary tokens", async () => {
    const tokens = ["--features", "token", "--raw-tokens", "--baseline", "token:unk"];
    const explanation = await classify("feature-ablation", ...tokens);
    expect(explanation.features.flatMap((feature) => feature.tokens)).toEqual(positions);
    checkRelative(explanation.seqAttribution, attr);
  });

  some("integrated gradients add up to the difference", async () => {
    const explanation = await classify("integrated-gradients", "--steps", "64");
    const { full, none } = explanation.values;
    const sum = explanation.seqAttribution.reduce((total, score) => total + score, 0);
    expect(sum).toBeCloseTo(full - none!, 2);
    const { evaluations, classes } = await classify("shapley-values", "--features", "sentence");
    expect(evaluations).toBeGreaterThan(1);
    for (const { seqAttribution, value } of classes!) {
      expect(seqAttribution.every(Number.isFinite)).toBe(true);
      expect(value).toBeLessThan(0);
    }
  });
});
