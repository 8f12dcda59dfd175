import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CallWorker } from "#cli/io";
import { ExplainError, type Failure } from "#protocol/failure";
import { suggestedModels } from "#protocol/suggested-models";
import type { WorkerMethods } from "#protocol/worker-methods";
import { explanation, packageFile, progress, run } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "promptlight-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

type Asked = { [M in keyof WorkerMethods]?: WorkerMethods[M]["request"][] };

/** A worker that keeps what it is asked and answers with `answers`. */
function fakeWorker(answers: { [M in keyof WorkerMethods]?: WorkerMethods[M]["yields"][] }): {
  readonly asked: Asked;
  readonly call: CallWorker;
} {
  const asked: { [method: string]: unknown[] } = {};
  const call = async function* (method: keyof WorkerMethods, request: unknown) {
    asked[method] = [...(asked[method] ?? []), request];
    yield* (answers[method] ?? []) as never[];
  } as CallWorker;
  return { asked: asked as Asked, call };
}

function failingWorker(failure: Failure): CallWorker {
  // biome-ignore lint/correctness/useYield: it only fails
  return async function* () {
    throw new ExplainError(failure);
  };
}

const explaining = {
  explain: [
    { progress: progress("loading") },
    { progress: progress("generating", 3) },
    { progress: progress("explaining", 5, 5), explanation },
  ],
};

async function explainWith(...args: string[]) {
  const worker = fakeWorker(explaining);
  const result = await run(["explain", ...args], worker.call);
  return { ...result, request: worker.asked.explain?.[0] };
}

describe("explain", () => {
  it("prints the whole explanation as JSON, with full precision", async () => {
    const { code, stdout } = await explainWith("hi", "--format", "json");
    expect(JSON.parse(stdout)).toEqual(explanation);
    expect(stdout).toContain("9.123456789012344");
    expect(code).toBe(0);
  });

  it("says on standard error what goes on, unless it is quiet", async () => {
    expect((await explainWith("hi")).stderr).toBe(
      "Loading story-chat\nGenerating, 3 tokens\nRefining: 5 of 5 evaluations\n",
    );
    expect((await explainWith("hi", "--quiet")).stderr).toBe("");
  });

  it("says how much there is to do as soon as it is known, and then only now and then", async () => {
    const steps = [0, 1, 2, 3].map((done) => ({ progress: progress("explaining", done, 90) }));
    const { stderr } = await run(["explain", "hi"], fakeWorker({ explain: steps }).call);
    expect(stderr).toBe("Refining: 0 of 90 evaluations\nRefining: 1 of 90 evaluations\n");
  });

  it("changes one line on a terminal and takes it off before the result", async () => {
    const { stderr } = await run(["explain", "hi"], fakeWorker(explaining).call, { isTTY: true });
    const lines = [
      "Loading story-chat",
      "Generating, 3 tokens",
      "Refining: 5 of 5 evaluations",
      "",
    ];
    expect(stderr).toBe(lines.map((line) => `\r\x1b[2K${line}`).join(""));
  });

  it.each([
    [{ isTTY: true }, true],
    [{ isTTY: true, env: { NO_COLOR: "1" } }, false],
    [{ isTTY: false }, false],
  ])("has colour where a person reads: %o", async (options, hasColor) => {
    const { stdout } = await run(["explain", "hi", "-q"], fakeWorker(explaining).call, options);
    expect(stdout.includes("\x1b[")).toBe(hasColor);
  });

  it("asks for the bundled model, words and the zero baseline", async () => {
    const { request } = await explainWith("hi");
    expect(request).toMatchObject({
      model: { source: "story-chat" },
      prompt: { text: "hi", frame: "auto" },
      features: { granularity: "word" },
      baseline: { kind: "zero" },
    });
    expect(request?.features).toEqual({ granularity: "word" });
  });

  it("takes a folder or hub id as it is", async () => {
    expect((await explainWith("hi", "--model", "a/b")).request?.model.source).toBe("a/b");
    expect((await explainWith("hi", "--model", folder)).request?.model.source).toBe(folder);
  });

  it("reads a file and standard input as they are", async () => {
    const path = file("prompt.txt", "\ufeffZwei\r\nZeilen 🦊\n");
    expect((await explainWith("--file", path)).request?.prompt.text).toBe("Zwei\r\nZeilen 🦊\n");
    const worker = fakeWorker(explaining);
    await run(["explain", "-"], worker.call, { stdin: new TextEncoder().encode("ü\n") });
    expect(worker.asked.explain?.[0]?.prompt.text).toBe("ü\n");
  });

  it("writes to --out", async () => {
    const out = join(folder, "result.json");
    const { stdout, code } = await explainWith("hi", "--format", "json", "--out", out);
    expect({ stdout, code }).toEqual({ stdout: "", code: 0 });
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(explanation);
  });
});

describe("templates", () => {
  it.each<[string, object, string, object]>([
    [
      "named",
      { template: "{a} in {b}", values: { a: "Dave", b: "Rome" }, baselines: { b: "Bonn" } },
      "Dave in Rome",
      { values: { a: "Dave", b: "Rome" }, baselines: { a: "", b: "Bonn" } },
    ],
    [
      "positional",
      { template: "{}{}!", values: ["x", "y"], baselines: ["u", "v"] },
      "xy!",
      { values: { 0: "x", 1: "y" }, baselines: { 0: "u", 1: "v" } },
    ],
    [
      "without baselines",
      { template: "{}", values: ["x"], baselines: null },
      "x",
      { baselines: { 0: "" } },
    ],
  ])("%s", async (name, content, text, template) => {
    const path = file(`${name}.json`, JSON.stringify(content));
    const { request } = await explainWith("--template", path);
    expect(request?.prompt.text).toBe(text);
    expect(request?.features).toMatchObject({ granularity: "slot", template });
    expect(request?.baseline).toEqual({ kind: "text", text: "" });
  });

  it.each<[string, RegExp]>([
    ["nonsense", /not a JSON object/],
    ["[]", /not a JSON object/],
    ['{"values":{}}', /"template" is missing/],
    ['{"template":"{a}"}', /"values" is missing/],
    ['{"template":"{a}","values":{"a":1}}', /"values" is missing or not/],
    ['{"template":"{a}","values":{}}', /nothing for \{a\}/],
    ['{"template":"a","values":{}}', /no slot/],
    ['{"template":"{a}","values":{"a":"","b":""}}', /no slot \{b\}/],
    ['{"template":"{a}","values":{"a":"x"},"baselines":{"b":"x"}}', /no slot \{b\}/],
    ['{"template":"{a}","values":{"a":"x"},"mask":{}}', /"mask" is unknown/],
  ])("%s is refused", async (content, message) => {
    const path = file("wrong.json", content);
    const { code, stderr } = await explainWith("--template", path);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe("failures", () => {
  it.each<[string, string[], number, RegExp]>([
    ["an unknown option", ["explain", "hi", "--metod"], 2, /--metod\. \(invalid-option\)\nDid/],
    ["no such file", ["explain", "--file", "/nowhere"], 2, /\/nowhere cannot be read \(ENOENT\)/],
    ["a folder", ["explain", "--file", folder], 2, /cannot be read \(EISDIR\)/],
    ["an empty prompt", ["explain", ""], 1, /\(empty-prompt\)/],
    ["a binary file", ["explain", "--file", "{binary}"], 1, /is not a text.*\(binary-file\)/],
    ["bytes that are not UTF-8", ["explain", "--file", "{latin1}"], 1, /\(binary-file\)/],
    ["no folder for --out", ["explain", "hi", "--out", "/nowhere/x"], 2, /--out \/nowhere\/x/],
    ["a folder as --out", ["explain", "hi", "--out", folder], 2, /written \(it is a folder\)/],
    ["--keep beyond the prompt", ["explain", "hi", "--keep", "0:9"], 2, /ends beyond the prompt/],
    ["--spans beyond it", ["mask", "hi", "--spans", "1:3"], 2, /ends beyond the prompt/],
    ["no samples", ["explain", "hi", "--baseline", "sampled:{template}"], 2, /JSON list of texts/],
  ])("%s", async (_, argv, code, message) => {
    const paths: Record<string, string> = {
      "{binary}": file("binary", new Uint8Array([65, 0, 66])),
      "{latin1}": file("latin1", new Uint8Array([0x66, 0xfc, 0x72])),
      "{template}": file("template", "{}"),
    };
    const args = argv.map((each) => each.replace(/\{\w+\}/, (name) => paths[name]!));
    const worker = fakeWorker(explaining);
    const result = await run(args, worker.call);
    expect(result.stderr).toMatch(message);
    expect(result).toMatchObject({ code, stdout: "" });
    expect(result.stderr).toMatch(/^promptlight: .* \([a-z-]+\)\n.+\n$/);
    expect(worker.asked).toEqual({});
  });

  it("come from the worker with their remedy, as JSON too", async () => {
    const failure: Failure = {
      kind: "model-corrupt",
      message: "The model\nis damaged.",
      remedy: "Download it again.",
      detail: "stack",
    };
    const call = failingWorker(failure);
    const result = await run(["explain", "hi", "--format", "json"], call);
    expect(result.code).toBe(1);
    expect(result.stderr).toBe(
      "promptlight: The model is damaged. (model-corrupt)\nDownload it again.\n",
    );
    const { kind, message, remedy } = failure;
    expect(JSON.parse(result.stdout)).toEqual({ error: { kind, message, remedy } });
  });

  it("of the command line itself are JSON too where it asks for JSON", async () => {
    const { stdout, code } = await run(["explain", "--format=json"], fakeWorker({}).call);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: "invalid-option" } });
    expect(code).toBe(2);
  });

  it("of an option that the model refuses is bad usage", async () => {
    const call = failingWorker({ kind: "invalid-option", message: "No pad.", remedy: "Use eos." });
    expect((await run(["explain", "hi"], call)).code).toBe(2);
  });
});

describe("cancelling", () => {
  async function cancelled(argv: string[], hasResult: boolean) {
    const controller = new AbortController();
    const call = async function* () {
      const part = { ...explanation, partial: false };
      yield { progress: progress("loading"), ...(hasResult ? { explanation: part } : {}) };
      controller.abort();
      throw new Error("a cancelled call may end in any way");
    } as CallWorker;
    return run(argv, call, { signal: controller.signal });
  }

  it("prints what there is as partial", async () => {
    const { code, stdout, stderr } = await cancelled(["explain", "hi", "--format=json"], true);
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toEqual({ ...explanation, partial: true });
    expect(stderr).toContain("Cancelled. The result so far is kept.");
  });

  it("prints nothing where there is nothing", async () => {
    const { code, stdout } = await cancelled(["explain", "hi", "--format=json"], false);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
  });
});

describe("generate, mask and models", () => {
  const generation = {
    schema: 1 as const,
    model: "by-hand",
    device: "cpu",
    prompt: explanation.prompt,
    text: " was here",
    tokens: explanation.target.tokens,
    finish: "stop" as const,
  };

  it("generate prints the answer alone, or all of it as JSON", async () => {
    const { call } = fakeWorker({ generate: [{ progress: progress("done"), generation }] });
    expect((await run(["generate", "hi"], call)).stdout).toBe(" was here\n");
    const { stdout } = await run(["generate", "hi", "--format", "json"], call);
    expect(JSON.parse(stdout)).toEqual(generation);
  });

  it("mask --top masks the best features of a method that runs first", async () => {
    const worker = fakeWorker(explaining);
    await run(["mask", "hi", "--top", "2", "--evaluations", "9"], worker.call);
    expect(worker.asked.explain?.[0]).toMatchObject({ method: "feature-ablation", evaluations: 9 });
    expect(worker.asked.mask?.[0]).toMatchObject({ masked: { indices: [1, 0] } });
    expect(worker.asked.mask?.[0]).not.toHaveProperty("method");
  });

  const info = {
    source: "story-chat",
    name: "story-chat",
    architecture: "llama",
    contextTokenCount: 256,
    kind: "causal" as const,
    hasChatTemplate: true,
    variants: [{ dtype: "fp32", bytes: 5e6 }],
    device: "cpu",
    deviceNotes: ["cuda: its libraries are not installed.", "webgpu: no adapter."],
  };

  const cached = {
    source: "test/tiny",
    folder: "/cache/test/tiny",
    variants: [{ dtype: "q8" as const, bytes: 137e6 }],
  };

  it("models lists the bundled ones and describes one", async () => {
    const worker = fakeWorker({ describeModel: [info], listCachedModels: [{ models: [cached] }] });
    const list = await run(["models", "--format", "json"], worker.call);
    expect(JSON.parse(list.stdout)).toEqual({
      schema: 1,
      models: [info, info],
      suggested: suggestedModels,
      cached: [cached],
    });
    const asked = worker.asked.describeModel?.map(({ source }) => source);
    expect(asked).toEqual(["review-cloze", "story-chat"]);
    const { stdout } = await run(["models", "info", "story-chat"], worker.call);
    expect(worker.asked.describeModel?.[2]?.source).toBe("story-chat");
    expect(stdout).toMatch(/\nDevice +cpu\n +cuda: its.*\n +webgpu: no adapter\.\n$/);
    expect(stdout).toMatch(/^Name +story-chat\nSource.*\nArch.*\nContext +256 tokens\n/);
  });

  it("models download shows how far it is, and says what is there", async () => {
    const steps = [
      { progress: progress("downloading") },
      { progress: progress("downloading", 60e6, 117e6) },
      { progress: progress("done"), downloaded: cached },
    ];
    const worker = fakeWorker({ downloadModel: steps });
    const argv = ["models", "download", "test/tiny", "--dtype", "q8"];
    const text = await run(argv, worker.call);
    expect(text).toMatchObject({ code: 0, stdout: "test/tiny: q8 137 MB, in /cache/test/tiny\n" });
    expect(text.stderr).toMatch(/Downloading tiny, 60 of 117\sMB/);
    expect(worker.asked.downloadModel?.[0]).toMatchObject({ source: "test/tiny", dtype: "q8" });
    const { stdout } = await run([...argv, "--format", "json"], worker.call);
    expect(JSON.parse(stdout)).toEqual({ schema: 1, ...cached });
  });

  it("models download that is cancelled says that it can go on", async () => {
    const abort = new AbortController();
    abort.abort();
    const worker = fakeWorker({ downloadModel: [] });
    const argv = ["models", "download", "test/tiny"];
    const { code, stdout, stderr } = await run(argv, worker.call, { signal: abort.signal });
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toBe(
      "promptlight: Cancelled. What has arrived is kept: the same command goes on from there.\n",
    );
  });

  it("prints its version and help", async () => {
    const { version } = JSON.parse(readFileSync(packageFile, "utf8"));
    expect((await run(["--version"], fakeWorker({}).call)).stdout).toBe(`${version}\n`);
    expect(await run(["mask", "--help"], fakeWorker({}).call)).toMatchObject({
      code: 0,
      stderr: "",
    });
  });
});
