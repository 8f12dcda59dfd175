import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CoalitionMemory } from "#explain/coalitions";
import type { Answer, Variant } from "#explain/scoring-model";
import { steered } from "#explain/steering/steered";
import { buildTask, fitPrompt, type Task } from "#explain/task";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import { type SteeringWay, steeringWays } from "#protocol/request";
import { fixturesFolder } from "../cli/support.ts";
import { bundledFolder } from "../model/fixtures.ts";
import { requestFor } from "./word-model.ts";

const text = "The doctor wrote to the patient";
const doctor = { start: 4, end: 10 };
const options = { maxNewTokens: 8, temperature: 0, seed: 0 };

describe.each(["tiny-gpt2", "tiny-llama"])("steering %s", (name) => {
  let model: LocalModel;
  let task: Task;
  let plain: Variant;
  beforeAll(async () => {
    const source = join(fixturesFolder, "models", name);
    model = await openLocalModel({ source, dtype: "auto", device: "cpu" });
    const request = requestFor(text, {});
    const ids = model.encodeText(" in the old house");
    task = buildTask(model, request, fitPrompt(model, request), ids, new CoalitionMemory());
    plain = { ids: task.prompt.tokens.map(({ id }) => id) };
  });
  afterAll(() => model.release());

  const at = (way: SteeringWay, factor: number, span = doctor) =>
    steered(plain, task, { way, spans: [{ ...span, factor }] });
  const score = async (variant: Variant) =>
    (await model.score([variant], task.targetIds))[0]!.reduce((sum, value) => sum + value, 0);
  /** What masking the word changes, in nats. */
  const influence = async (variant: Variant) => {
    const embeddingMask = tokensOf(doctor).map((isDoctor) => (isDoctor ? 0 : 1));
    return Math.abs((await score(variant)) - (await score({ ...variant, embeddingMask })));
  };
  const generate = async (variant: Variant): Promise<Answer> => {
    let last: Answer | undefined;
    for await (last of model.generate(variant, options, new AbortController().signal));
    return last!;
  };
  const tokensOf = (span: typeof doctor) =>
    task.prompt.tokens.map(({ start, end }) => start < span.end && span.start < end);

  it.each(steeringWays)("by %s with the factor 1 is the prompt itself", (way) => {
    expect(at(way, 1)).toBe(plain);
  });

  it("mutes by attention as if the word were hidden, and nearly so just above 0", async () => {
    const hidden = {
      ...plain,
      attentionMask: tokensOf(doctor).map((isDoctor) => (isDoctor ? 0 : 1)),
    };
    expect(at("attention", 0)).toEqual(hidden);
    const muted = { ...plain, attentionBias: tokensOf(doctor).map((is) => (is ? -1e9 : 0)) };
    // the word itself, from which all is hidden by the mask, attends to all alike
    expect(await score(muted)).toBeCloseTo(await score(hidden), 3);
    expect((await generate(muted)).text).toBe((await generate(hidden)).text);
  });

  it("a bias of 0 for every token changes nothing", async () => {
    const unbiased = { ...plain, attentionBias: plain.ids.map(() => 0) };
    expect(await score(unbiased)).toBeCloseTo(await score(plain), 5);
    const [own, other] = [await generate(unbiased), await generate(plain)];
    expect(own.tokens.map(({ id }) => id)).toEqual(other.tokens.map(({ id }) => id));
  });

  it.each([
    ["attention", 0.3],
    ["attention", 4],
    ["embedding", 0.5],
    ["embedding", 2],
    ["noise", 0.4],
  ] as const)("by %s × %d holds at every step of a generation", async (way, factor) => {
    const variant = at(way, factor);
    const { tokens } = await generate(variant);
    expect(tokens.length).toBe(options.maxNewTokens);
    const ids = tokens.map(({ id }) => id);
    const [scores] = await model.score([variant], ids);
    const [without] = await model.score([plain], ids);
    for (const [place, { logProb }] of tokens.entries()) {
      expect(logProb).toBeCloseTo(scores![place]!, 4);
      expect(Math.abs(logProb - without![place]!)).toBeGreaterThan(1e-5);
    }
  });

  it("leaves nothing of a word's influence as its attention goes to nothing", async () => {
    const left = await influence(at("attention", 1e-9));
    expect(left).toBeLessThan(1e-4 * (await influence(plain)));
    expect(await influence(at("attention", 0))).toBe(0);
  });

  it("multiplies the factors of stretches that overlap", () => {
    const spans = [
      { ...doctor, factor: 0.5 },
      { start: 0, end: text.length, factor: 3 },
    ];
    const { embeddingMask } = steered(plain, task, { way: "embedding", spans });
    const isText = tokensOf({ start: 0, end: text.length });
    expect(embeddingMask).toEqual(
      tokensOf(doctor).map((isDoctor, token) => (isDoctor ? 1.5 : isText[token] ? 3 : 1)),
    );
  });

  it.each([
    ["noise", 1.5],
    ["attention", -1],
    ["embedding", Number.NaN],
  ] as const)("refuses %s × %d", (way, factor) => {
    expect(() => at(way, factor)).toThrow(`${way} cannot be multiplied by ${factor}`);
  });
});

it("brings the influence of the word that decides down step by step", async () => {
  const model = await openLocalModel(
    { source: "story-chat", dtype: "auto", device: "cpu" },
    { bundledFolder },
  );
  const text = "Anna lives in Oslo. Peter lives in Rome. Where does Peter live?";
  const request = requestFor(text, { prompt: { text, frame: "chat" } });
  const fitted = fitPrompt(model, request);
  const ids = model.encodeText("Rome.");
  const task = buildTask(model, request, fitted, ids, new CoalitionMemory());
  const word = { start: text.indexOf("Rome"), end: text.indexOf("Rome") + 4 };
  const prompt = task.prompt.tokens;
  const mask = prompt.map(({ start, end }) => (start < word.end && word.start < end ? 0 : 1));
  const lost = async (factor: number) => {
    const variant = steered({ ids: prompt.map(({ id }) => id) }, task, {
      way: "attention",
      spans: [{ ...word, factor }],
    });
    const rows = await model.score([variant, { ...variant, embeddingMask: mask }], task.targetIds);
    // as probability: where the answer is certain, nats count how unlikely it is without the word
    const [whole, without] = rows.map((row) =>
      Math.exp(row.reduce((sum, value) => sum + value, 0)),
    );
    return whole! - without!;
  };
  try {
    const course: number[] = [];
    for (const factor of [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0])
      course.push(await lost(factor));
    expect(course).toEqual(course.toSorted((a, b) => b - a));
    expect(course[0]).toBeGreaterThan(0.9);
    expect(course.at(-1)).toBe(0);
  } finally {
    await model.release();
  }
});
