import type { Tensor } from "onnxruntime-node";
import { describe, expect, it, vi } from "vitest";
import { DeviceChoice } from "#model/device-choice";
import { generateAnswer } from "#model/generate";
import { buildGraphs } from "#model/graphs";
import { argmax, halfToFloat, logSumExp } from "#model/log-softmax";
import { Pace } from "#model/pace";
import { Session } from "#model/session";
import { fixtureModel, goldenCases } from "./fixtures.ts";

class SlowPace extends Pace {
  override tokensIn(): number {
    return 7;
  }
}

const openSession = (name: string) => {
  const { generation, weightsFolder } = buildGraphs(`${fixtureModel(name)}/onnx/model.onnx`);
  const devices = new DeviceChoice(["cpu"]);
  return Session.create(generation, { devices, weightsFolder, prepacks: true, name });
};

describe.each(["tiny-gpt2", "tiny-llama"])("%s read in short stretches", (name) => {
  const golden = goldenCases(name).at(-1)!;
  const decoding = {
    eosIds: new Set<number>(),
    contextTokenCount: 256,
    pace: new SlowPace(1),
    decode: (ids: readonly number[]) => ids.map(String),
  };
  const options = { maxNewTokens: 16, temperature: 0, seed: 0 };

  it("answers as when read at once", async () => {
    const session = await openSession(name);
    const variant = { ids: golden.input_ids };
    const answers = generateAnswer(
      session,
      variant,
      options,
      decoding,
      new AbortController().signal,
    );
    let ids: number[] = [];
    for await (const answer of answers) ids = answer.tokens.map((token) => token.id);
    expect(ids).toEqual(golden.greedy.ids);
    const eosIds = new Set([golden.greedy.ids[6]!, golden.greedy.ids[4]!]);
    const first = golden.greedy.ids.findIndex((id) => eosIds.has(id));
    const stopping = { ...decoding, eosIds };
    let last: unknown;
    for await (last of generateAnswer(
      session,
      variant,
      options,
      stopping,
      new AbortController().signal,
    ));
    expect(last).toMatchObject({ finish: "stop" });
    expect((last as { tokens: unknown[] }).tokens).toHaveLength(first);
    await session.release();
  });

  it("keeps a cache of the tokens read, and no longer", async () => {
    const session = await openSession(name);
    const run = vi.spyOn(session, "run");
    const variant = { ids: golden.input_ids };
    const signal = new AbortController().signal;
    for await (const _ of generateAnswer(session, variant, options, decoding, signal));
    let read = 0;
    for (const [feeds] of run.mock.calls) {
      for (const { name: past } of session.pastInputs)
        expect((feeds[past] as Tensor).dims[2]).toBe(read);
      read += (feeds.input_ids as Tensor).dims[1]!;
    }
    expect(read).toBe(golden.input_ids.length + options.maxNewTokens - 1);
    await session.release();
  });

  it("hears a cancel while it reads the prompt", async () => {
    const session = await openSession(name);
    const abort = new AbortController();
    setImmediate(() => abort.abort());
    const variant = { ids: golden.input_ids };
    const answers: unknown[] = [];
    for await (const answer of generateAnswer(session, variant, options, decoding, abort.signal)) {
      answers.push(answer);
    }
    expect(answers).toEqual([]);
    await session.release();
  });
});

describe("arithmetic of logits", () => {
  it("log-softmax is stable", () => {
    expect(logSumExp(Float32Array.of(1000, 1000))).toBeCloseTo(1000 + Math.LN2, 10);
    expect(logSumExp(Float32Array.of(-1e30, 3))).toBeCloseTo(3, 10);
    expect(logSumExp(Float32Array.of(Number.NEGATIVE_INFINITY, 0))).toBe(0);
  });

  it("argmax takes the first of equals", () => {
    expect(argmax(Float32Array.of(1, 3, 3, 2))).toBe(1);
  });

  it("reads half precision", () => {
    const bits = Uint16Array.of(0x0000, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0xfc00);
    const expected = [0, 1, -2, 65504, 2 ** -24, 0.333251953125, Number.NEGATIVE_INFINITY];
    expect([...halfToFloat(bits)]).toEqual(expected);
    expect(halfToFloat(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });
});
