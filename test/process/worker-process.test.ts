import { execFileSync, fork } from "node:child_process";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { exitFailure, WorkerProcess } from "#editor/worker-process";
import type { ExplainRequest } from "#protocol/request";
import type { WorkerMethods } from "#protocol/worker-methods";

const root = path.resolve(import.meta.dirname, "../..");
const scriptPath = path.join(root, "dist/worker.js");
const modelsPath = path.join(root, "media/models");
const longText = Array.from(
  { length: 18 },
  (_, index) => `Mary number ${index} bought a red umbrella.`,
).join(" ");

function request(
  text: string,
  method: ExplainRequest["method"] = "feature-ablation",
): ExplainRequest {
  return {
    model: { source: "story-chat", dtype: "auto", device: "cpu", threadCount: 1 },
    prompt: { text, frame: "auto" },
    tooLong: "fail",
    generation: { maxNewTokens: 20, temperature: 0, seed: 0 },
    features: { granularity: "word" },
    baseline: { kind: "zero" },
    target: { text: "Once upon a time, a doctor lived in a small town." },
    value: "log-prob",
    seed: 0,
    method,
    perToken: false,
  };
}

const live: WorkerProcess[] = [];
function worker(idleMs = 0): WorkerProcess {
  const own = new WorkerProcess({ scriptPath, modelsPath, idleMs: () => idleMs, log: () => {} });
  live.push(own);
  return own;
}

type Update = WorkerMethods["explain"]["yields"];

async function explain(own: WorkerProcess, text: string): Promise<Update> {
  let last: Update | undefined;
  for await (const update of own.call("explain", request(text), new AbortController().signal))
    last = update;
  return last!;
}

beforeAll(() => {
  execFileSync(process.execPath, ["esbuild.mjs"], { cwd: root });
});

afterEach(() => {
  for (const own of live.splice(0)) own.dispose();
});

describe("the worker process", () => {
  it("answers, and keeps its model between calls", async () => {
    const own = worker();
    const first = await explain(own, "Write a story about a doctor and his patient.");
    expect(first.explanation?.partial).toBe(false);
    expect(first.explanation?.features.map((feature) => feature.text)).toContain("doctor");
    const { pid } = own;
    await explain(own, "Write a story about a baker.");
    expect(own.pid).toBe(pid);
  });

  it("runs two calls one after the other and does not mix them up", async () => {
    const own = worker();
    const texts = ["Write a story about a doctor.", "Write a story about a baker."];
    const results = await Promise.all(texts.map((text) => explain(own, text)));
    expect(results.map((result) => result.explanation?.prompt.text)).toEqual(texts);
  });

  it("explains a part of the answer from the evaluations of the whole", async () => {
    const own = worker();
    const text = "Write a story about a doctor.";
    const asked = { ...request(text), perToken: true };
    const last = async (more: ExplainRequest) => {
      let found: Update | undefined;
      for await (found of own.call("explain", more, new AbortController().signal));
      return found!.explanation!;
    };
    const whole = await last(asked);
    expect(whole.rememberedEvaluations).toBeUndefined();
    const span = { start: 2, end: 6 };
    const again = await last({ ...asked, target: { ...asked.target, parts: [span] } });
    expect(again.rememberedEvaluations).toBe(whole.evaluations);
    const summed = whole.features.map((_, feature) =>
      whole.tokenAttribution!.slice(2, 6).reduce((sum, scores) => sum + scores[feature]!, 0),
    );
    for (const [feature, score] of again.parts![0]!.seqAttribution.entries())
      expect(score).toBeCloseTo(summed[feature]!, 5);
  });

  it("ends a run that would take longer than it may with its estimate, and runs it when asked again", async () => {
    const own = worker();
    const asked = { ...request(longText, "shapley-value-sampling"), askAboveMs: 1 };
    let last: Update | undefined;
    for await (last of own.call("explain", asked, new AbortController().signal));
    expect(last?.estimate?.evaluations).toBeGreaterThan(1000);
    expect(last?.estimate?.ms).toBeGreaterThan(1);
    expect(last?.estimate?.cheaper[0]?.change).toEqual({ granularity: "sentence" });
    const short = { ...request("Write a story."), askAboveMs: 600_000 };
    for await (last of own.call("explain", short, new AbortController().signal));
    expect(last?.estimate).toBeUndefined();
    expect(last?.explanation?.partial).toBe(false);
  });

  it("answers a cancel within a quarter of a second in the middle of a long run", async () => {
    const own = worker();
    const controller = new AbortController();
    let cancelledAt = 0;
    let last: Update | undefined;
    const call = own.call(
      "explain",
      request(longText, "shapley-value-sampling"),
      controller.signal,
    );
    for await (const update of call) {
      last = update;
      if (update.explanation && cancelledAt === 0)
        setTimeout(() => {
          cancelledAt = performance.now();
          controller.abort();
        }, 50);
    }
    expect(performance.now() - cancelledAt).toBeLessThan(250);
    expect(last?.explanation?.partial).toBe(true);
    const next = await explain(own, "Write a story about a baker.");
    expect(next.explanation?.partial).toBe(false);
  });

  it("says that it died, and starts again for the next call", async () => {
    const own = worker();
    const dying = (async () => {
      const signal = new AbortController().signal;
      for await (const update of own.call(
        "explain",
        request(longText, "shapley-value-sampling"),
        signal,
      ))
        if (update.explanation) process.kill(own.pid!, "SIGKILL");
    })();
    await expect(dying).rejects.toMatchObject({
      failure: { kind: "worker-stopped", message: expect.stringContaining("SIGKILL") },
    });
    const again = await explain(own, "Write a story about a baker.");
    expect(again.explanation?.partial).toBe(false);
  });

  it("lets go of its process when idle and starts it again", async () => {
    const own = worker(50);
    await explain(own, "Write a story about a baker.");
    const { pid } = own;
    await expect.poll(() => isAlive(pid!), { timeout: 5000 }).toBe(false);
    await explain(own, "Write a story about a baker.");
    expect(own.pid).not.toBe(pid);
  });

  it("fails a call when there is no worker to start", async () => {
    const own = new WorkerProcess({
      scriptPath: "/nowhere/worker.js",
      modelsPath,
      idleMs: () => 0,
      log: () => {},
    });
    live.push(own);
    await expect(explain(own, "x")).rejects.toMatchObject({
      failure: { kind: expect.stringMatching(/^worker-/) },
    });
  });

  it("carries failures as they are", async () => {
    await expect(explain(worker(), "  ")).rejects.toMatchObject({
      failure: { kind: "empty-prompt" },
    });
    await expect(explain(worker(), longText.repeat(8))).rejects.toMatchObject({
      failure: { kind: "prompt-too-long", excessTokenCount: expect.any(Number) },
    });
  });

  it("survives rubbish, and ends with its parent's pipe", async () => {
    const child = fork(scriptPath, [modelsPath], { serialization: "advanced" });
    for (const rubbish of [
      null,
      7,
      "x",
      [],
      { kind: "call" },
      { kind: "call", id: 1, method: "__proto__" },
    ])
      child.send(rubbish as object);
    const answer = await new Promise((resolve) => child.once("message", resolve));
    expect(answer).toMatchObject({ kind: "failed", id: 1, failure: { kind: "internal" } });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.disconnect();
    await ended;
  });
});

describe("why a worker ended", () => {
  it.each([
    [null, "SIGKILL", "", "worker-stopped"],
    [1, null, "TypeError: x", "worker-stopped"],
    [
      134,
      null,
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      "out-of-memory",
    ],
    [
      null,
      "SIGABRT",
      "terminate called after throwing an instance of 'std::bad_alloc'",
      "out-of-memory",
    ],
  ] as const)("code %s, signal %s, %j: %s", (code, signal, words, kind) => {
    expect(exitFailure(code, signal, words).kind).toBe(kind);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
