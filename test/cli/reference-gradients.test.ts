import { describe, expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";
import { type Attributions, readGolden } from "./golden.ts";
import { everyToken, idsArgument, output } from "./reference-run.ts";

const cases = ["tiny-gpt2", "tiny-llama"].flatMap((model) =>
  readGolden(model).cases.map((golden) => ({ model, id: golden.id, golden })),
);

/** Gradients and products with them: 1e-3 of the largest entry, 1e-4 where that is below 0.1. */
function checkGradients(actual: Explanation, expected: Attributions): void {
  const rows = [
    [actual.seqAttribution, expected.seq_attr],
    [actual.tokenAttribution!.flat(), expected.token_attr.flat()],
  ] as const;
  for (const [own, reference] of rows) {
    const within = 1e-3 * Math.max(0.1, ...reference.map(Math.abs));
    expect(own).toHaveLength(reference.length);
    for (const [at, value] of reference.entries())
      expect(Math.abs(own[at]! - value)).toBeLessThanOrEqual(within);
  }
}

describe.each(cases)("$model $id", ({ model, golden }) => {
  const { gradient, prompt, target_ids, token_input_skip: skip } = golden;
  const explain = (...args: string[]) =>
    output<Explanation>(
      "explain",
      model,
      ...[...args, "--baseline", "token:0", "--per-token", idsArgument(target_ids)],
      ...["--", prompt],
    );

  it.each([
    ["input-x-gradient", "gradient_x_input"],
    ["input-x-gradient", "layer_gradient_x_activation"],
    ["saliency", "saliency_l2"],
  ] as const)("%s", async (method, name) => {
    const expected = gradient[name];
    if (expected) checkGradients(await explain(...everyToken, "--method", method), expected);
  });

  const integrated = ["--method", "integrated-gradients"];
  const path50 = gradient.layer_integrated_gradients_50_gausslegendre;
  it.skipIf(!path50)("integrated gradients of 50 nodes", async () => {
    checkGradients(await explain(...everyToken, ...integrated, "--steps", "50"), path50!);
  });

  const skipped = gradient.layer_integrated_gradients_50_skip;
  it.skipIf(!skipped || !skip)("integrated gradients with kept tokens", async () => {
    const anyMethod = ["--method", "input-x-gradient"];
    const { tokens } = (await explain(...everyToken, ...anyMethod)).prompt;
    const kept = tokens.filter(
      ({ role }, at) => role === "user" && !skip!.feature_positions.includes(at),
    );
    const keep = kept.map(({ start, end }) => `${start}:${end}`).join(",");
    const features = ["--features", "token", "--raw-tokens", ...(keep ? ["--keep", keep] : [])];
    const explanation = await explain(...features, ...integrated, "--steps", "50");
    const positions = explanation.features.flatMap((feature) => feature.tokens);
    expect(positions).toEqual(skip!.feature_positions);
    checkGradients(explanation, skipped!);
  });
});
