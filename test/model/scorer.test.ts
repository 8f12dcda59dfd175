import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Variant } from "#explain/scoring-model";
import { DeviceChoice } from "#model/device-choice";
import { buildGraphs } from "#model/graphs";
import { type ModelShape, scoringRowBytes } from "#model/memory";
import { Pace } from "#model/pace";
import { readPrompt, scoreVariants } from "#model/score";
import { Scorer } from "#model/scorer";
import { Session } from "#model/session";
import { type SessionSlot, Sessions } from "#model/sessions";
import { names } from "#onnx/names";
import { ExplainError } from "#protocol/failure";
import { causalArchitectures } from "../support/architectures.ts";
import { repositoryPath } from "../support/onnx-runtime.ts";

/** Every causal model there is, by the path of its file. */
const causalModels = [
  ...causalArchitectures.map(({ name, path }) => [name, path] as const),
  ...["tiny-gpt2", "tiny-llama"].map(
    (name) => [name, `test/fixtures/models/${name}/onnx/model.onnx`] as const,
  ),
  ["story-chat", "media/models/story-chat/onnx/model.onnx"] as const,
];

const target = [7, 61, 30, 12];
const prompt = [17, 93, 5, 60, 41, 8, 77, 29, 88, 64, 13];
const withMask = (key: "attentionMask" | "embeddingMask", gone: readonly number[]): Variant => ({
  ids: prompt,
  [key]: prompt.map((_, at) => (gone.includes(at) ? 0 : 1)),
});

/** Batches that begin alike, in their first 5 tokens or more. */
const batches: Record<string, readonly Variant[]> = {
  "other tokens": [{ ids: prompt }, { ids: [...prompt.slice(0, 6), 3, 4, 9, 11, 25] }],
  "unequal lengths": [
    { ids: prompt.slice(0, 7) },
    { ids: prompt },
    { ids: [...prompt.slice(0, 5), 99] },
  ],
  "tokens hidden after the prefix": [{ ids: prompt }, withMask("attentionMask", [7, 9])],
  "tokens hidden in the prefix": [
    withMask("attentionMask", [1, 3, 8]),
    withMask("attentionMask", [1, 3]),
  ],
  "embeddings masked in the prefix and after": [
    withMask("embeddingMask", [0, 2]),
    withMask("embeddingMask", [0, 2, 6, 10]),
  ],
  "one variant": [{ ids: prompt }],
};

function checkClose(actual: readonly Float64Array[], expected: readonly Float64Array[]): void {
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...expected.flatMap((row) => [...row].map(Math.abs)));
  for (const [row, values] of actual.entries()) {
    for (const [index, value] of values.entries()) {
      expect(Math.abs(value - expected[row]![index]!)).toBeLessThan(1e-5 * largest);
    }
  }
}

function sessionsOf(path: string, available = () => 2 ** 33) {
  const graphs = buildGraphs(repositoryPath(path));
  const sessions = new Sessions({
    create: (graph) =>
      Session.create(graph, {
        devices: new DeviceChoice(["cpu"]),
        threadCount: 1,
        weightsFolder: graphs.weightsFolder,
        prepacks: true,
        name: path,
      }),
    sessionBytes: 0,
    availableBytes: available,
  });
  return {
    sessions,
    scoring: sessions.slot(graphs.scoring),
    generation: sessions.slot(graphs.generation),
  };
}

describe.each(causalModels)("a shared prefix in %s", (_, path) => {
  let slots: ReturnType<typeof sessionsOf>;
  beforeAll(() => {
    slots = sessionsOf(path);
  });
  afterAll(() => slots.sessions.release());

  it.each(Object.entries(batches))("is as good as none: %s", async (__, variants) => {
    const past = await slots.generation.use((session) => readPrompt(session, variants[0]!));
    await slots.scoring.use(async (session) => {
      expect(session.inputs).toContain(names.pastLength);
      const plain = await scoreVariants(session, variants, target);
      for (const length of [1, 5]) {
        checkClose(await scoreVariants(session, variants, target, { length, past }), plain);
      }
      const alone = variants.map((variant) =>
        scoreVariants(session, [variant], target, { length: 5, past }),
      );
      checkClose((await Promise.all(alone)).flat(), plain);
    });
  });
});

describe("the scorer", () => {
  const path = "test/fixtures/models/tiny-gpt2/onnx/model.onnx";
  const shape: ModelShape = { layerCount: 2, headCount: 4, width: 64, vocabularySize: 900 };
  const long = Array.from({ length: 60 }, (_, at) => 20 + at);
  /** Each token replaced in turn, as feature ablation does. */
  const variants = [
    { ids: long },
    ...long.map((_, gone) => ({ ids: long.map((id, at) => (at === gone ? 5 : id)) })),
  ];
  let available = () => 2 ** 33;
  let slots: ReturnType<typeof sessionsOf>;
  let session: Session;
  let scorer: Scorer;

  async function scorerOf(scoring: SessionSlot): Promise<Scorer> {
    await slots.scoring.use(async (opened) => {
      session = opened;
    });
    const pace = new Pace(1);
    return new Scorer({ ...slots, scoring, shape, pace, availableBytes: () => available() });
  }

  beforeAll(async () => {
    slots = sessionsOf(path);
    scorer = await scorerOf(slots.scoring);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    available = () => 2 ** 33;
  });
  afterAll(() => slots.sessions.release());

  const rowsOfRuns = (run: { mock: { calls: Parameters<Session["run"]>[] } }) =>
    run.mock.calls.map(([feeds]) => (feeds.input_ids as unknown as { dims: number[] }).dims);

  it("reads a prompt once and continues its cache, a little at a time or all at once", async () => {
    const plain = await scoreVariants(session, variants, target);
    for (const step of [1, 4, 61]) {
      const one = await scorerOf(slots.scoring);
      const run = vi.spyOn(session, "run");
      const scores: Float64Array[] = [];
      for (let at = 0; at < variants.length; at += step) {
        scores.push(...(await one.score(variants.slice(at, at + step), target)));
      }
      checkClose(scores, plain);
      const tokens = rowsOfRuns(run).reduce((sum, [rows, width]) => sum + rows! * width!, 0);
      run.mockClear();
      if (step < 61) expect(tokens / (variants.length * 64)).toBeLessThan(0.75);
    }
  });

  it("continues what it has scored before: sets of masks that begin alike", async () => {
    const masked = (...gone: number[]): Variant => ({
      ids: long,
      embeddingMask: long.map((_, at) => +!gone.includes(at)),
    });
    const sets = [masked(), masked(5, 40), masked(5, 44), masked(5, 52), masked(2, 40)];
    const plain = await scoreVariants(session, sets, target);
    const one = await scorerOf(slots.scoring);
    const run = vi.spyOn(session, "run");
    const scores: Float64Array[] = [];
    for (const set of sets) scores.push(...(await one.score([set], target)));
    checkClose(scores, plain);
    // 63 tokens each, of which 0, 5, 40, 44 and 2 are known
    expect(rowsOfRuns(run).map(([, tokens]) => tokens)).toEqual([63, 58, 23, 19, 61]);
  });

  it("runs rows apart where a run holds few and they can continue longer caches", async () => {
    const rows = [
      long.map((id, at) => (at === 1 ? 5 : id)),
      ...[40, 50, 55].map((gone) => long.map((id, at) => (at === gone ? 5 : id))),
    ].map((ids) => ({ ids }));
    const plain = await scoreVariants(session, rows, target);
    const slow = new Pace(1);
    vi.spyOn(slow, "tokensIn").mockReturnValue(200);
    const one = new Scorer({ ...slots, shape, pace: slow, availableBytes: () => available() });
    await one.score([{ ids: long }], target);
    const run = vi.spyOn(session, "run");
    checkClose(await one.score(rows, target), plain);
    expect(rowsOfRuns(run)).toEqual([
      [1, 62],
      [3, 23],
    ]);
  });

  it("gives a run as many rows as half of the memory holds, what it holds already included", async () => {
    const tokens = long.length + target.length;
    const rowBytes = scoringRowBytes(shape, tokens, target.length);
    const run = vi.spyOn(session, "run");
    const one = await scorerOf(slots.scoring);
    const held = () => rowBytes * Math.max(0, ...rowsOfRuns(run).map(([rows]) => rows!));
    available = () => 10 * rowBytes - held();
    await one.score(variants, target);
    expect(rowsOfRuns(run)[0]![0]).toBe(5);
    expect(held()).toBe(5 * rowBytes);
    available = () => 1;
    expect(scorer.batchSize(tokens)).toBe(1);
    available = () => 2 ** 33;
    expect(scorer.batchSize(tokens)).toBeGreaterThan(5);
  });

  it("halves the rows when the runtime is out of memory, and remembers", async () => {
    const one = await scorerOf(slots.scoring);
    const full = new ExplainError({ kind: "out-of-memory", message: "", remedy: "" });
    const real = session.run.bind(session);
    const run = vi.spyOn(session, "run").mockImplementation(async (feeds, fetches) => {
      const { dims } = feeds.input_ids as unknown as { dims: number[] };
      if (dims[0]! > 6) throw full;
      return real(feeds, fetches);
    });
    const scores = await one.score(variants.slice(0, 12), target);
    run.mockClear();
    await one.score(variants.slice(0, 12), target);
    expect(Math.max(...rowsOfRuns(run).map(([rows]) => rows!))).toBeLessThanOrEqual(6);
    run.mockRejectedValue(full);
    await expect(one.score(variants.slice(0, 2), target)).rejects.toBe(full);
    vi.restoreAllMocks();
    checkClose(scores, await scoreVariants(session, variants.slice(0, 12), target));
  });
});
