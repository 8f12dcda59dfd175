import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withFile } from "#model/byte-source";
import { describeLocalModel, type OpenOptions, openLocalModel } from "#model/open-local-model";
import { openModel } from "#onnx/open-model";
import { writeModel } from "#onnx/write-model";
import type { Failure } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import { cutAfter, sendBytes } from "../support/file-server.ts";
import { type HubServer, hubServer } from "../support/hub-server.ts";
import { fixtureModel } from "./fixtures.ts";

const scratch = mkdtempSync(join(tmpdir(), "promptlight-hub-"));
let server: HubServer;
let cacheFolder = "";
let caches = 0;

beforeAll(async () => {
  const split = join(scratch, "split");
  mkdirSync(join(split, "onnx"), { recursive: true });
  const source = fixtureModel("tiny-gpt2");
  for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json"]) {
    writeFileSync(join(split, file), readFileSync(join(source, file)));
  }
  const data = join(split, "onnx", "model_quantized.onnx_data");
  writeFileSync(data, readFileSync(join(source, "onnx", "model.onnx")));
  const model = withFile(data, (bytes) => openModel(bytes, data));
  writeFileSync(
    join(split, "onnx", "model_quantized.onnx"),
    writeModel(model, join(split, "onnx")),
  );
  server = await hubServer({ "test/tiny-gpt2": fixtureModel("tiny-gpt2"), "test/split": split });
  vi.stubEnv("HF_ENDPOINT", server.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  server.interfere = () => false;
  server.asked.length = 0;
  cacheFolder = join(scratch, `cache-${caches++}`);
  vi.stubEnv("HF_TOKEN", undefined);
});

const choice = (source: string, more: Partial<ModelChoice> = {}): ModelChoice => ({
  source,
  dtype: "auto",
  device: "auto",
  cacheFolder,
  ...more,
});

async function failureFrom(
  source: string,
  options: OpenOptions = {},
): Promise<Failure | undefined> {
  const error = await openLocalModel(choice(source), options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { failure?: Failure })?.failure;
}

/** Everything in the cache but whole files: what broken downloads leave behind. */
const leftovers = () =>
  readdirSync(cacheFolder, { recursive: true }).filter((file) => String(file).includes(".part"));

describe("a model on the hub", () => {
  it("is fetched with progress, and then works offline", async () => {
    const progress: [number, number | undefined][] = [];
    const onProgress = (done: number, total: number | undefined) => progress.push([done, total]);
    const model = await openLocalModel(choice("test/tiny-gpt2"), { onProgress });
    expect(model.name).toBe("test/tiny-gpt2");
    expect(model.encode({ text: "The king", frame: "auto" }).tokens.length).toBeGreaterThan(1);
    await model.release();
    const size = statSync(`${fixtureModel("tiny-gpt2")}/onnx/model.onnx`).size;
    expect(progress.at(-1)).toEqual([size, size]);
    expect(leftovers()).toEqual([]);
    expect(existsSync(join(cacheFolder, "test", "tiny-gpt2", "onnx", "model.onnx"))).toBe(true);
    server.asked.length = 0;
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(server.asked).toEqual([]);
  });

  it("has its external data fetched too", async () => {
    const progress: [number, number | undefined][] = [];
    const onProgress = (done: number, total: number | undefined) => progress.push([done, total]);
    const model = await openLocalModel(choice("test/split"), { onProgress });
    await model.release();
    expect(
      existsSync(join(cacheFolder, "test", "split", "onnx", "model_quantized.onnx_data")),
    ).toBe(true);
    expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
  });

  it("is described by its sizes before it is fetched", async () => {
    expect(await describeLocalModel(choice("test/tiny-gpt2"))).toMatchObject({
      name: "test/tiny-gpt2",
      architecture: "GPT2LMHeadModel",
      variants: [
        { dtype: "fp32", bytes: statSync(`${fixtureModel("tiny-gpt2")}/onnx/model.onnx`).size },
      ],
    });
    expect(existsSync(join(cacheFolder, "test", "tiny-gpt2", "onnx", "model.onnx"))).toBe(false);
  });

  it("gets the token of HF_TOKEN, and only then", async () => {
    vi.stubEnv("HF_TOKEN", "");
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(server.asked.every((request) => request.headers.authorization === undefined)).toBe(true);
    cacheFolder = join(scratch, `cache-${caches++}`);
    server.asked.length = 0;
    vi.stubEnv("HF_TOKEN", "hf_secret");
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(
      server.asked.every((request) => request.headers.authorization === "Bearer hf_secret"),
    ).toBe(true);
  });

  it("is fetched on where the connection was cut, by itself and when asked again", async () => {
    server.interfere = cutModel(200_000);
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "network",
      message: "test/tiny-gpt2 could not be fetched from the model hub. 200 kB of it are kept.",
      remedy: expect.stringMatching(/bundled or already fetched model works offline/),
    });
    expect(leftovers()).toHaveLength(1);
    server.interfere = () => false;
    server.asked.length = 0;
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(server.asked.at(-1)?.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(leftovers()).toEqual([]);
  });

  it("stops when told to, and goes on from there", async () => {
    const abort = new AbortController();
    server.interfere = stallModel;
    const opening = openLocalModel(choice("test/tiny-gpt2"), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(opening).rejects.toMatchObject({ name: "AbortError" });
    expect(leftovers()).toHaveLength(1);
    server.interfere = () => false;
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(leftovers()).toEqual([]);
  });

  it("is thrown away where it is not what the hub announces", async () => {
    server.interfere = (file, request, response) => {
      if (!isStored(file, request)) return false;
      sendBytes(request, response, readFileSync(modelFile).fill(7, 5000, 5010));
      return true;
    };
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "network",
      message: expect.stringContaining("damaged"),
      detail: expect.stringContaining("sha256"),
    });
    expect(leftovers()).toEqual([]);
  });
});

const modelFile = join(fixtureModel("tiny-gpt2"), "onnx", "model.onnx");

const isStored = (file: string, request: IncomingMessage) =>
  file === "onnx/model.onnx" && Boolean(request.url?.includes("/store/"));

/** Sends the model up to byte `end`, whatever is asked, and cuts the connection. */
function cutModel(end: number) {
  return (file: string, request: IncomingMessage, response: ServerResponse): boolean => {
    if (!isStored(file, request)) return false;
    const start = Number(/\d+/.exec(request.headers.range ?? "")?.[0] ?? 0);
    cutAfter(request, response, readFileSync(modelFile), end - start);
    return true;
  };
}

function stallModel(file: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (!isStored(file, request)) return false;
  const bytes = readFileSync(modelFile);
  response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, 1000));
  return true;
}

describe("what goes wrong with the hub is told apart", () => {
  const refuse = (status: number) => (_: string, __: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status).end("no");
    return true;
  };

  it("no such model", async () => {
    expect(await failureFrom("test/nothing")).toMatchObject({
      kind: "model-not-found",
      message: expect.stringContaining("test/nothing"),
    });
  });

  it.each([401, 403])("no access: %i", async (status) => {
    server.interfere = refuse(status);
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "model-access",
      remedy: expect.stringContaining("HF_TOKEN"),
    });
  });

  it("a server in trouble", async () => {
    server.interfere = refuse(503);
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "network",
      detail: expect.stringContaining("503"),
    });
  });

  it("no network", async () => {
    vi.stubEnv("HF_ENDPOINT", "http://127.0.0.1:1");
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({ kind: "network" });
    vi.stubEnv("HF_ENDPOINT", server.url);
  });

  it("a mirror whose address is none", async () => {
    vi.stubEnv("HF_ENDPOINT", "hub.example.org");
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "network",
      message: "The address of the hub's mirror, hub.example.org, is not one.",
      remedy: "Write it as https://host, in the setting Hub Endpoint or in HF_ENDPOINT.",
    });
    vi.stubEnv("HF_ENDPOINT", server.url);
  });

  it("files missing on the hub", async () => {
    server.interfere = (file, _, response) => {
      if (!file.startsWith("tokenizer")) return false;
      response.writeHead(404).end();
      return true;
    };
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "model-incomplete",
      message: expect.stringMatching(/lacks tokenizer\.json, tokenizer_config\.json on the hub/),
    });
  });

  it("another kind of model, before its weights are fetched", async () => {
    server.interfere = (file, _, response) => {
      if (file !== "config.json") return false;
      response.end(JSON.stringify({ architectures: ["BertForMaskedLM"] }));
      return true;
    };
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({ kind: "model-unsupported" });
    expect(server.asked.some((request) => request.url?.endsWith(".onnx"))).toBe(false);
  });

  it("too large, before it is fetched", async () => {
    const failure = await failureFrom("test/tiny-gpt2", { availableBytes: 1e6 });
    expect(failure).toMatchObject({ kind: "model-too-large" });
    expect(existsSync(join(cacheFolder, "test", "tiny-gpt2", "onnx", "model.onnx"))).toBe(false);
  });

  it("a cache that is a file, or may not be written", async () => {
    writeFileSync(cacheFolder, "");
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "cache-unwritable",
      message: expect.stringContaining(cacheFolder),
    });
    if (process.getuid?.() === 0) return;
    cacheFolder = join(scratch, `cache-${caches++}`);
    mkdirSync(cacheFolder);
    chmodSync(cacheFolder, 0o500);
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({ kind: "cache-unwritable" });
  });
});
