import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import type { Representation } from "#explain/inner-model";
import { NoiseProbe } from "#explain/interest/noise-probe";
import { interestObjective } from "#explain/interest/objective";
import { type SettledNoise, settleNoise } from "#explain/interest/settle-noise";
import { seededRandom } from "#explain/random";
import { meanOf } from "#explain/statistics";
import { buildTask, fitPrompt } from "#explain/task";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import { fixtureModel, readGoldens } from "../../model/fixtures.ts";
import { expectClose } from "../../support/onnx-goldens.ts";
import { lastOf, requestFor } from "../word-model.ts";

/** See shared/reference/README.md, `interest`. */
interface InterestCase {
  readonly prompt: string;
  readonly input_ids: number[];
  readonly target_ids: number[];
  readonly interest?: {
    readonly d: number;
    readonly sigma: number[];
    readonly noise: number[][][];
  } & Record<"last_hidden" | "last_logits", ReferenceValues>;
}

interface ReferenceValues {
  readonly lambda: number;
  readonly mle: number;
  readonly J: number;
  readonly grad_mle_log_sigma: number[];
  readonly grad_J_log_sigma: number[];
  readonly converged: { readonly log_sigma_mean: number[]; readonly rho: number[] };
}

const everyToken = { granularity: "token", rawTokens: true, includeSpecial: true } as const;

function spearman(a: readonly number[], b: readonly number[]): number {
  const ranks = (values: readonly number[]) =>
    values.map((own) => values.filter((other) => other < own).length);
  const [x, y] = [ranks(a), ranks(b)];
  const squares = x.reduce((sum, own, at) => sum + (own - y[at]!) ** 2, 0);
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1));
}

describe.each(["tiny-gpt2", "tiny-llama"])("%s", (name) => {
  const cases = readGoldens<InterestCase>(name).cases.flatMap((golden) =>
    golden.interest ? [{ ...golden, interest: golden.interest }] : [],
  );
  let model: LocalModel;
  beforeAll(async () => {
    model = await openLocalModel({
      source: fixtureModel(name),
      dtype: "auto",
      device: "cpu",
      threadCount: 1,
    });
  });
  afterAll(() => model.release());

  const representations = [
    ["last_hidden", () => ({ state: "last" })],
    ["last_logits", ({ target_ids }) => ({ target: target_ids.slice(0, 1) })],
  ] as const satisfies readonly (readonly [string, (golden: InterestCase) => Representation])[];

  it.each(representations)(
    "the objective and its gradient for given noise: %s",
    async (field, of) => {
      for (const golden of cases) {
        const { d: width, sigma, noise, [field]: expected } = golden.interest;
        const logSigma = Float64Array.from(sigma, Math.log);
        const draws = noise.map((draw) => Float32Array.from(draw.flat()));
        const ids = golden.input_ids;
        const effect = await model.noiseEffect({ ids }, of(golden), draws, logSigma);
        const moves = new Uint8Array(ids.length).fill(1);
        const settings = { lambda: expected.lambda, scale: 1, width, moves };
        const found = interestObjective(effect, logSigma, settings);
        expectClose([found.change], [expected.mle]);
        expectClose([found.value], [expected.J]);
        expectClose([...found.gradient], expected.grad_J_log_sigma);
      }
    },
  );

  it.each(representations)("the interest that PyTorch converges to: %s", async (field, of) => {
    for (const golden of cases) {
      const { lambda, converged } = golden.interest[field];
      const request = requestFor(golden.prompt, { features: everyToken });
      const ids = golden.target_ids.slice(0, 1);
      const task = buildTask(model, request, fitPrompt(model, request), ids, new CoalitionMemory());
      const probe = await NoiseProbe.create(model, task, of(golden));
      const settling = settleNoise(
        probe,
        of(golden),
        {
          lambda,
          scale: 1,
          evaluations: 4096,
          confidence: 1 - 1e-9,
          interestOf: (logSigma) => logSigma.map((own) => Math.exp(-2 * own)),
        },
        seededRandom(0),
        new AbortController().signal,
      );
      let settled: SettledNoise | undefined;
      for await (settled of settling);
      const logSigma = [...meanOf(settled!.logSigmas)];
      expect(spearman(logSigma, converged.log_sigma_mean)).toBeGreaterThanOrEqual(0.9);
      for (const [token, own] of logSigma.entries())
        expect(Math.abs(own - converged.log_sigma_mean[token]!)).toBeLessThan(0.15);
    }
  });

  it("the method ranks tokens as the reference does", async () => {
    for (const { prompt, target_ids, interest } of cases) {
      const found = await lastOf(
        model,
        requestFor(prompt, {
          method: "model-interest",
          features: everyToken,
          target: { ids: target_ids.slice(0, 1) },
          evaluations: 4096,
          perToken: false,
        }),
      );
      const { rho } = interest.last_logits.converged;
      expect(spearman(found.seqAttribution, rho)).toBeGreaterThanOrEqual(0.9);
    }
  });
});
