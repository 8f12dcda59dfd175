import { expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";
import type { Masking } from "#protocol/masking";
import type { MinimalPrompt } from "#protocol/minimal";
import type { Generation } from "#protocol/worker-methods";
import { output } from "./reference-run.ts";

const prompt = "The capital of France is not where the doctor lives";

it.each(["tiny-gpt2", "tiny-llama"])(
  "%s: the minimal prompt is answered the same",
  async (model) => {
    const length = ["--max-new-tokens", "3"];
    const minimal = await output<MinimalPrompt>(
      "explain",
      model,
      "--minimal",
      ...length,
      "--",
      prompt,
    );
    expect(minimal).toMatchObject({ isSame: true, partial: false, minimalAnswer: minimal.answer });
    const left = minimal.removed.reduceRight(
      (text, { start, end }) => text.slice(0, start) + text.slice(end),
      prompt,
    );
    expect(left).toBe(minimal.text);
    const answers = await Promise.all(
      [prompt, minimal.text].map((text) =>
        output<Generation>("generate", model, ...length, "--", text),
      ),
    );
    expect(answers[1]!.text).toBe(answers[0]!.text);
    expect(minimal.evaluations).toBeLessThanOrEqual(401);
  },
);

it("mask --top K of joint-prompt masks the joint set", async () => {
  const args = ["--method", "joint-prompt", "--score-only", "--max-new-tokens", "3"];
  const masking = await output<Masking>("mask", "tiny-gpt2", "--top", "2", ...args, "--", prompt);
  const explained = await output<Explanation>(
    "explain",
    "tiny-gpt2",
    ...["--method", "joint-prompt", "--k", "2", "--max-new-tokens", "3", "--", prompt],
  );
  expect(masking.masked).toEqual(explained.joint!.indices);
  expect(masking.values.masked).toBeCloseTo(explained.joint!.value, 4);
});
