import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { withFile } from "#model/byte-source";
import { describeDownload, downloadModel, listCachedModels } from "#model/download-model";
import { openLocalModel } from "#model/open-local-model";
import { mapTensors } from "#onnx/graph";
import { openModel } from "#onnx/open-model";
import { writeModel } from "#onnx/write-model";
import type { Failure } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import { cutAfter, sendBytes } from "../support/file-server.ts";
import { type HubServer, hubServer, isPart } from "../support/hub-server.ts";
import { bundledFolder, fixtureModel } from "./fixtures.ts";

const scratch = mkdtempSync(join(tmpdir(), "promptlight-models-"));
const llama = fixtureModel("tiny-llama");
const modelBytes = readFileSync(join(llama, "onnx", "model.onnx"));
const dtypes = { fp32: "", fp16: "_fp16", q8: "_quantized", q4: "_q4", q4f16: "_q4f16" } as const;
type Tested = keyof typeof dtypes;
let server: HubServer;
let cacheFolder = "";
let cacheCount = 0;

beforeAll(async () => {
  server = await hubServer({
    "test/variants": makeVariants(),
    "test/halves": makeHalves(),
    "test/masked": fixtureModel("tiny-roberta"),
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv("HF_ENDPOINT", server.url);
  vi.stubEnv("HF_TOKEN", undefined);
  server.interfere = () => false;
  server.asked.length = 0;
  cacheFolder = join(scratch, `cache-${cacheCount++}`);
});

/** The same model under the names of five dtypes; what is in the files does not matter here. */
function makeVariants(): string {
  const folder = join(scratch, "variants");
  cpSync(llama, folder, { recursive: true });
  for (const suffix of Object.values(dtypes))
    writeFileSync(join(folder, "onnx", `model${suffix}.onnx`), modelBytes);
  return folder;
}

/** A model whose weights lie in two files beside it, every other tensor in each. */
function makeHalves(): string {
  const folder = join(scratch, "halves");
  cpSync(llama, folder, { recursive: true });
  const onnx = join(folder, "onnx");
  rmSync(join(onnx, "model.onnx"));
  const data = [join(onnx, "model_q4.onnx_data"), join(onnx, "model_q4.onnx_data_1")] as const;
  for (const path of data) writeFileSync(path, modelBytes);
  const model = withFile(data[0], (bytes) => openModel(bytes, data[0]));
  let count = 0;
  const graph = mapTensors(model.graph, (tensor) => {
    if (tensor.raw === undefined || tensor.raw instanceof Uint8Array) return tensor;
    return { ...tensor, raw: { ...tensor.raw, path: data[count++ % 2]! } };
  });
  writeFileSync(join(onnx, "model_q4.onnx"), writeModel({ ...model, graph }, onnx));
  return folder;
}

const choice = (source: string, more: Partial<ModelChoice> = {}): ModelChoice => ({
  source,
  dtype: "auto",
  device: "cpu",
  cacheFolder,
  ...more,
});
const failureOf = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: { failure?: Failure }) => error.failure,
  );
const modelFiles = (id: string) => readdirSync(join(cacheFolder, id, "onnx")).sort();
const parts = () => readdirSync(cacheFolder, { recursive: true }).filter(isPart);
const isModel = (file: string) => file.startsWith("onnx/");

describe("what could be fetched", () => {
  it("is told with its sizes before any of it is fetched, and what of it is here", async () => {
    const all = Object.keys(dtypes).map((dtype) => ({ dtype, bytes: modelBytes.length }));
    const offer = await describeDownload(choice("test/variants"));
    expect(offer).toEqual({
      source: "test/variants",
      host: new URL(server.url).host,
      folder: join(cacheFolder, "test", "variants"),
      variants: all.map((variant) => ({ ...variant, isHere: false })),
      chosen: "fp32",
    });
    expect(server.log().filter((line) => line.startsWith("GET onnx/"))).toEqual([]);
    await downloadModel(choice("test/variants", { dtype: "q8" }));
    const { variants } = await describeDownload(choice("test/variants"));
    expect(variants.filter(({ isHere }) => isHere).map(({ dtype }) => dtype)).toEqual(["q8"]);
  });

  it("is one dtype where one is asked for", async () => {
    const offer = await describeDownload(choice("test/variants", { dtype: "q4" }));
    expect(offer.variants.map(({ dtype }) => dtype)).toEqual(["q4"]);
    expect(offer.chosen).toBe("q4");
  });

  it("counts all files with external data", async () => {
    const { variants } = await describeDownload(choice("test/halves"));
    const graph = statSync(join(scratch, "halves", "onnx", "model_q4.onnx")).size;
    expect(variants).toEqual([
      { dtype: "q4", bytes: graph + 2 * modelBytes.length, isHere: false },
    ]);
  });
});

describe("a download", () => {
  it.each(Object.keys(dtypes) as Tested[])("brings the weights %s and no other", async (dtype) => {
    const downloaded = await downloadModel(choice("test/variants", { dtype }));
    const folder = join(cacheFolder, "test", "variants");
    const variants = [{ dtype, bytes: modelBytes.length }];
    expect(downloaded).toEqual({ source: "test/variants", folder, variants });
    expect(modelFiles("test/variants")).toEqual([`model${dtypes[dtype]}.onnx`]);
    expect(listCachedModels({ cacheFolder })).toEqual([downloaded]);
    vi.stubEnv("HF_ENDPOINT", "http://127.0.0.1:1");
    for (const asked of [dtype, "auto"] as const)
      await (await openLocalModel(choice("test/variants", { dtype: asked }))).release();
  });

  it("brings external data in two files, and counts them in its progress", async () => {
    const steps: [number, number | undefined][] = [];
    const onProgress = (done: number, total: number | undefined) => steps.push([done, total]);
    await downloadModel(choice("test/halves"), { onProgress });
    expect(modelFiles("test/halves")).toEqual([
      "model_q4.onnx",
      "model_q4.onnx_data",
      "model_q4.onnx_data_1",
    ]);
    const [{ variants } = { variants: [] }] = listCachedModels({ cacheFolder });
    expect(steps.at(-1)).toEqual([variants[0]?.bytes, variants[0]?.bytes]);
    await (await openLocalModel(choice("test/halves"))).release();
  });

  it("that lacks one of two files is not whole, and fetches that one only", async () => {
    await downloadModel(choice("test/halves"));
    rmSync(join(cacheFolder, "test/halves/onnx/model_q4.onnx_data_1"));
    expect(listCachedModels({ cacheFolder })).toEqual([]);
    server.asked.length = 0;
    await downloadModel(choice("test/halves"));
    const fetched = server.log().filter((line) => line.endsWith(" from the store"));
    expect(fetched).toEqual(["GET onnx/model_q4.onnx_data_1 from the store"]);
  });

  it("takes masked models too", async () => {
    await downloadModel(choice("test/masked"));
    expect(listCachedModels({ cacheFolder })).toMatchObject([{ source: "test/masked" }]);
  });

  it("of what is there already asks nothing", async () => {
    await downloadModel(choice("test/variants", { dtype: "q8" }));
    server.asked.length = 0;
    await downloadModel(choice("test/variants", { dtype: "q8" }));
    expect(server.asked).toEqual([]);
  });

  it("that is asked for twice at once is one", async () => {
    const asked = choice("test/variants", { dtype: "q4" });
    await Promise.all([downloadModel(asked), downloadModel(asked)]);
    const fetched = server.log().filter((line) => line.endsWith(" from the store"));
    expect(fetched).toEqual(["GET onnx/model_q4.onnx from the store"]);
    expect(
      readFileSync(join(cacheFolder, "test/variants/onnx/model_q4.onnx")).equals(modelBytes),
    ).toBe(true);
  });

  it("from a slow server comes all the same", async () => {
    server.interfere = (file, _, response, isStored) => {
      if (!isModel(file) || !isStored) return false;
      response.writeHead(200, { "content-length": modelBytes.length });
      void trickle(response);
      return true;
    };
    await downloadModel(choice("test/variants", { dtype: "q8" }));
    expect(
      readFileSync(join(cacheFolder, "test/variants/onnx/model_quantized.onnx")).equals(modelBytes),
    ).toBe(true);
  });

  it("goes on where it was cancelled", async () => {
    const abort = new AbortController();
    server.interfere = (file, _, response, isStored) => {
      if (!isModel(file) || !isStored) return false;
      response.writeHead(200, { "content-length": modelBytes.length });
      response.write(modelBytes.subarray(0, 20_000));
      return true;
    };
    const cancelled = downloadModel(choice("test/variants"), {
      signal: abort.signal,
      onProgress: (done) => {
        if (done >= 20_000) setTimeout(() => abort.abort(), 50);
      },
    });
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect(parts()).toHaveLength(1);
    expect(listCachedModels({ cacheFolder })).toEqual([]);
    server.interfere = () => false;
    server.asked.length = 0;
    await downloadModel(choice("test/variants"));
    expect(server.log().at(-1)).toMatch(/from the store bytes=[1-9]\d*-$/);
    expect(parts()).toEqual([]);
  });
});

async function trickle(response: { write(chunk: Uint8Array): boolean; end(): void }) {
  const step = Math.ceil(modelBytes.length / 8);
  for (let start = 0; start < modelBytes.length; start += step) {
    response.write(modelBytes.subarray(start, start + step));
    await wait(60);
  }
  response.end();
}

describe("what goes wrong is said, and leaves the cache fit for another try", () => {
  const answering =
    (status: number, ofModel = true): HubServer["interfere"] =>
    (file, _, response) => {
      if (isModel(file) !== ofModel) return false;
      response.writeHead(status).end("no");
      return true;
    };
  const stored =
    (answer: (...args: Parameters<HubServer["interfere"]>) => unknown): HubServer["interfere"] =>
    (...args) => {
      if (!isModel(args[0]) || !args[3]) return false;
      answer(...args);
      return true;
    };
  const cases: [string, HubServer["interfere"], Partial<Failure>][] = [
    ["a model that is gated: 401", answering(401, false), { kind: "model-access" }],
    ["a model that is gated: 403", answering(403, false), { kind: "model-access" }],
    ["weights that are gated: 403", answering(403), { kind: "model-access" }],
    ["no weights: 404", answering(404), { kind: "model-incomplete" }],
    ["a server in trouble: 503", answering(503), { kind: "network" }],
    [
      "a connection that is cut again and again",
      stored((_, request, response) => cutAfter(request, response, modelBytes, 0)),
      { kind: "network", detail: expect.stringMatching(/terminated|closed|aborted|arrived/) },
    ],
    [
      "a length that is not the announced one",
      stored((_, request, response) => sendBytes(request, response, modelBytes.subarray(9))),
      { kind: "network", message: expect.stringContaining("damaged") },
    ],
    [
      "bytes that do not fit the checksum",
      stored((_, request, response) =>
        sendBytes(request, response, Buffer.from(modelBytes).fill(7, 500, 510)),
      ),
      { kind: "network", detail: expect.stringContaining("sha256") },
    ],
  ];
  it.each(cases)("%s", async (_, interfere, failure) => {
    server.interfere = interfere;
    expect(await failureOf(downloadModel(choice("test/variants")))).toMatchObject(failure);
    expect(listCachedModels({ cacheFolder })).toEqual([]);
    server.interfere = () => false;
    await downloadModel(choice("test/variants"));
    expect(listCachedModels({ cacheFolder })).toHaveLength(1);
    expect(parts()).toEqual([]);
  });

  it("no such model, no such weights, no network", async () => {
    expect(await failureOf(downloadModel(choice("test/nothing")))).toMatchObject({
      kind: "model-not-found",
    });
    const bnb4 = choice("test/variants", { dtype: "bnb4" });
    for (const ask of [downloadModel, describeDownload])
      expect(await failureOf(ask(bnb4))).toMatchObject({
        kind: "invalid-option",
        message: "test/variants has no bnb4 weights on the hub.",
      });
    vi.stubEnv("HF_ENDPOINT", "http://127.0.0.1:1");
    expect(await failureOf(describeDownload(choice("test/variants")))).toMatchObject({
      kind: "network",
      remedy: expect.stringContaining("offline"),
    });
  });

  it("a folder, and a bundled model", async () => {
    for (const source of [llama, "story-chat"])
      expect(await failureOf(downloadModel(choice(source), { bundledFolder }))).toMatchObject({
        kind: "invalid-option",
        message: expect.stringContaining("on this machine"),
      });
  });

  it("a disk with too little room, before and while it is filled", async ({ skip }) => {
    const disk = join(scratch, "disk");
    mkdirSync(disk);
    const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", disk]);
    if (mount.status !== 0) skip("only root can mount a small disk: /dev/full plays one elsewhere");
    try {
      cacheFolder = disk;
      const full = { kind: "cache-unwritable", message: expect.stringContaining(disk) };
      expect(modelBytes.length).toBeGreaterThan(200_000);
      writeFileSync(join(disk, "ballast"), new Uint8Array(150_000));
      const announced = await failureOf(downloadModel(choice("test/variants")));
      expect(announced).toMatchObject({ ...full, detail: expect.stringContaining("are needed") });
      // A server that announces no size: the disk is full in the middle.
      server.interfere = (file, request, response) => {
        if (!isModel(file) || !file.endsWith("model.onnx")) return false;
        response.writeHead(200, { etag: '"same"' });
        response.end(request.method === "HEAD" ? undefined : modelBytes);
        return true;
      };
      const met = await failureOf(downloadModel(choice("test/variants", { dtype: "fp32" })));
      expect(met).toMatchObject({ ...full, detail: expect.stringContaining("ENOSPC") });
      expect(existsSync(join(disk, "test/variants/onnx/model.onnx"))).toBe(false);
      spawnSync("mount", ["-o", "remount,size=4m", disk]);
      await downloadModel(choice("test/variants", { dtype: "fp32" }));
      expect(readFileSync(join(disk, "test/variants/onnx/model.onnx")).equals(modelBytes)).toBe(
        true,
      );
      expect(parts()).toEqual([]);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});

describe("the list of what is cached", () => {
  it("is empty where there is no cache, and passes over what is no model", async () => {
    expect(listCachedModels({ cacheFolder })).toEqual([]);
    mkdirSync(join(cacheFolder, "owner", "name", "onnx"), { recursive: true });
    writeFileSync(join(cacheFolder, "owner", "name", "config.json"), "{}");
    writeFileSync(join(cacheFolder, "file"), "");
    await downloadModel(choice("test/variants", { dtype: "q8" }));
    writeFileSync(join(cacheFolder, "test/variants/onnx/model.onnx"), "not a model");
    expect(listCachedModels({ cacheFolder })).toMatchObject([
      { source: "test/variants", variants: [{ dtype: "q8" }] },
    ]);
  });
});
