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
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withFile } from "#model/byte-source";
import { describeLocalModel, type OpenOptions, openLocalModel } from "#model/local-model";
import { openModel } from "#onnx/open-model";
import { writeModel } from "#onnx/write-model";
import type { Failure } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import { fixtureModel } from "./fixtures.ts";

const scratch = mkdtempSync(join(tmpdir(), "promptlight-hub-"));
let server: Server;
let asked: IncomingMessage[] = [];
/** Changes what the server does with a file; true where it has answered. */
let interfere: (file: string, request: IncomingMessage, response: ServerResponse) => boolean;
let cacheFolder = "";
let caches = 0;

/** Serves `/{owner}/{name}/resolve/main/{file}` as the hub does, ranges included. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  asked.push(request);
  const [, owner, name, verb, revision, ...rest] = decodeURIComponent(request.url ?? "").split("/");
  const file = rest.join("/");
  if (interfere(file, request, response)) return;
  const folders: Record<string, string> = {
    "tiny-gpt2": fixtureModel("tiny-gpt2"),
    split: join(scratch, "split"),
  };
  const folder = folders[name ?? ""];
  const path = folder && join(folder, file);
  if (owner !== "test" || verb !== "resolve" || revision !== "main" || !path || !existsSync(path)) {
    response.writeHead(404).end("Entry not found");
    return;
  }
  const bytes = readFileSync(path);
  if (request.headers.range === "bytes=0-0") {
    response.writeHead(206, { "content-range": `bytes 0-0/${bytes.length}`, "content-length": 1 });
    response.end(bytes.subarray(0, 1));
    return;
  }
  response.writeHead(200, { "content-length": bytes.length }).end(bytes);
}

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
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("HF_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  interfere = () => false;
  asked = [];
  cacheFolder = join(scratch, `cache-${caches++}`);
  vi.stubEnv("HF_TOKEN", undefined);
});
afterEach(() => server.closeAllConnections());

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
    asked = [];
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(asked).toEqual([]);
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
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(asked.every((request) => request.headers.authorization === undefined)).toBe(true);
    cacheFolder = join(scratch, `cache-${caches++}`);
    asked = [];
    vi.stubEnv("HF_TOKEN", "hf_secret");
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
    expect(asked.every((request) => request.headers.authorization === "Bearer hf_secret")).toBe(
      true,
    );
  });

  it("is fetched again after a cut connection", async () => {
    interfere = cutModel;
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "network",
      remedy: expect.stringMatching(/bundled or already fetched model works offline/),
    });
    expect(leftovers()).toEqual([]);
    interfere = () => false;
    await (await openLocalModel(choice("test/tiny-gpt2"))).release();
  });

  it("stops when told to, and leaves nothing half", async () => {
    interfere = stallModel;
    const abort = new AbortController();
    const opening = openLocalModel(choice("test/tiny-gpt2"), {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await expect(opening).rejects.toMatchObject({ name: "AbortError" });
    expect(leftovers()).toEqual([]);
  });
});

const isModel = (file: string, request: IncomingMessage) =>
  file === "onnx/model.onnx" && request.headers.range === undefined;

function cutModel(file: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (!isModel(file, request)) return false;
  response.writeHead(200, { "content-length": 1_000_000 });
  response.write(Buffer.alloc(1000));
  setTimeout(() => response.destroy(), 20);
  return true;
}

function stallModel(file: string, request: IncomingMessage, response: ServerResponse): boolean {
  if (!isModel(file, request)) return false;
  response.writeHead(200, { "content-length": 1_000_000 });
  response.write(Buffer.alloc(1000));
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
    interfere = refuse(status);
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "model-access",
      remedy: expect.stringContaining("HF_TOKEN"),
    });
  });

  it("a server in trouble", async () => {
    interfere = refuse(503);
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({
      kind: "network",
      detail: expect.stringContaining("503"),
    });
  });

  it("no network", async () => {
    vi.stubEnv("HF_ENDPOINT", "http://127.0.0.1:1");
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({ kind: "network" });
    vi.stubEnv("HF_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });

  it("files missing on the hub", async () => {
    interfere = (file, _, response) => {
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
    interfere = (file, _, response) => {
      if (file !== "config.json") return false;
      response.end(JSON.stringify({ architectures: ["BertForMaskedLM"] }));
      return true;
    };
    expect(await failureFrom("test/tiny-gpt2")).toMatchObject({ kind: "model-unsupported" });
    expect(asked.some((request) => request.url?.endsWith(".onnx"))).toBe(false);
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
