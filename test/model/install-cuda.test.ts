import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type CudaArchive, cudaArchive } from "#model/cuda-archive";
import { isInstalled, linkCudaSupport } from "#model/cuda-support";
import { describeCudaSupport, type InstallOptions, installCudaSupport } from "#model/install-cuda";
import type { Failure } from "#protocol/failure";
import {
  type Answer,
  cutAfter,
  type LoopbackServer,
  loopbackServer,
  sendBytes,
} from "../support/file-server.ts";
import { zipOf } from "../support/zip.ts";

const library = Buffer.alloc(400_000, "provider ");
const package_ = zipOf({
  "readme.txt": Buffer.from("not needed"),
  "runtimes/linux-x64/native/libonnxruntime_providers_tensorrt.so": library,
  "runtimes/linux-x64/native/libonnxruntime_providers_shared.so": Buffer.from("shared"),
  "runtimes/linux-x64/native/libonnxruntime_providers_cuda.so": library,
});
const libraries = ["libonnxruntime_providers_cuda.so", "libonnxruntime_providers_shared.so"];
const sha256 = createHash("sha256").update(package_).digest("hex");
const scratch = mkdtempSync(join(tmpdir(), "promptlight-cuda-"));
let server: LoopbackServer;
let archive: CudaArchive;
let folder = "";
let folderCount = 0;
/** What the catalog says, and how the package is served. */
let catalog: Record<string, unknown>;
let servePackage: Answer;

beforeAll(async () => {
  server = await loopbackServer((request, response) => {
    const json = (value: unknown) => response.end(JSON.stringify(value));
    if (request.url === "/registration") json({ catalogEntry: `${server.url}/catalog` });
    else if (request.url === "/catalog") json(catalog);
    else if (request.url === "/package") servePackage(request, response);
    else response.writeHead(404).end();
  });
});
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  vi.stubEnv("XDG_CACHE_HOME", join(scratch, "cache"));
  folder = join(scratch, String(folderCount++));
  archive = {
    ...cudaArchive,
    urls: [`${server.url}/gone`, `${server.url}/package`],
    registration: `${server.url}/registration`,
    platform: process.platform,
    arch: process.arch,
  };
  catalog = {
    packageHash: createHash("sha512").update(package_).digest("base64"),
    packageHashAlgorithm: "SHA512",
    packageSize: package_.length,
  };
  servePackage = (request, response) => sendBytes(request, response, package_);
  server.asked.length = 0;
});

const install = (more: InstallOptions = {}) => installCudaSupport({ archive, folder, ...more });
async function failureFrom(more: InstallOptions = {}): Promise<Failure> {
  const error = await install(more).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { failure: Failure }).failure;
}
const packageGets = () =>
  server.asked.filter(({ url, method }) => url === "/package" && method === "GET");

describe("CUDA support", () => {
  it("is described by its size, from the first place that has it", async () => {
    expect(await describeCudaSupport({ archive, folder })).toEqual({
      url: `${server.url}/package`,
      folder,
      isInstalled: false,
      bytes: package_.length,
    });
    expect(packageGets()).toEqual([]);
  });

  it("is fetched, checked and unpacked: two libraries, nothing else", async () => {
    const progress: (readonly [number, number | undefined])[] = [];
    const problem = await install({ onProgress: (...step) => progress.push(step) });
    expect(problem).toBeDefined();
    expect(progress.at(-1)).toEqual([package_.length, package_.length]);
    expect(readdirSync(folder).sort()).toEqual(libraries);
    expect(readFileSync(join(folder, libraries[0]!))).toEqual(library);
    expect(isInstalled(folder, archive)).toBe(true);
  });

  it("goes on where it was cut off or cancelled", async () => {
    const abort = new AbortController();
    servePackage = (request, response) => {
      if (request.method === "HEAD") sendBytes(request, response, package_);
      else cutAfter(request, response, package_, 1500);
    };
    const cancelled = install({ signal: abort.signal, onProgress: () => abort.abort() });
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    expect(isInstalled(folder, archive)).toBe(false);
    await install();
    expect(packageGets().some(({ headers }) => headers.range !== undefined)).toBe(true);
    expect(isInstalled(folder, archive)).toBe(true);
  });

  it("comes from a mirror with its own checksum, without NuGet", async () => {
    archive = { ...archive, registration: "http://127.0.0.1:1/" };
    await install({ source: `${server.url}/package#sha256=${sha256}` });
    expect(isInstalled(folder, archive)).toBe(true);
    expect(server.asked.every(({ url }) => url === "/package")).toBe(true);
  });

  it("is linked beside the runtime, once, again when the cache has moved", async () => {
    await install();
    const target = join(scratch, `runtime-${folderCount}`);
    mkdirSync(target);
    expect(linkCudaSupport(target, join(scratch, "nothing"), archive)).toMatch(/not installed/);
    expect(linkCudaSupport(target, folder, archive)).toBeUndefined();
    expect(linkCudaSupport(target, folder, archive)).toBeUndefined();
    expect(readlinkSync(join(target, libraries[0]!))).toBe(join(folder, libraries[0]!));
    rmSync(folder, { recursive: true });
    folder = join(scratch, String(folderCount++));
    await install();
    expect(linkCudaSupport(target, folder, archive)).toBeUndefined();
    expect(readlinkSync(join(target, libraries[0]!))).toBe(join(folder, libraries[0]!));
    expect(linkCudaSupport(join(target, "missing"), folder, archive)).toMatch(/cannot be put/);
  });
});

describe("installing CUDA support fails, and says how", () => {
  it.each([
    ["a wrong checksum", { packageHash: Buffer.alloc(64).toString("base64") }],
    ["a wrong length", { packageSize: 7 }],
  ])("%s", async (_, wrong) => {
    catalog = { ...catalog, ...wrong };
    expect(await failureFrom()).toMatchObject({
      kind: "network",
      message: "What arrived of CUDA support is damaged.",
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("no checksum to be had", async () => {
    catalog = { ...catalog, packageHashAlgorithm: "MD5" };
    expect(await failureFrom()).toMatchObject({
      kind: "network",
      message: expect.stringContaining("what to check it against"),
      remedy: expect.stringContaining("promptlight.cudaSource"),
    });
    expect(packageGets()).toEqual([]);
  });

  it("an archive without the libraries, and one that is none", async () => {
    const serve = (bytes: Uint8Array) => {
      servePackage = (request, response) => sendBytes(request, response, bytes);
      const hex = createHash("sha256").update(bytes).digest("hex");
      return `${server.url}/package#sha256=${hex}`;
    };
    for (const bytes of [zipOf({ "readme.txt": Buffer.from("-") }), Buffer.from("no archive")])
      expect(await failureFrom({ source: serve(bytes) })).toMatchObject({
        message: "What arrived of CUDA support is damaged.",
      });
    expect(isInstalled(folder, archive)).toBe(false);
  });

  it("a folder that is a file", async () => {
    writeFileSync(folder, "");
    expect(await failureFrom()).toMatchObject({
      kind: "cache-unwritable",
      message: expect.stringContaining(folder),
    });
  });

  it("a server that is not there", async () => {
    const failure = await failureFrom({ source: "http://127.0.0.1:1/package" });
    expect(failure).toMatchObject({ kind: "network", message: expect.stringMatching(/fetched/) });
  });

  it("another platform", async () => {
    archive = { ...archive, arch: "riscv64" };
    expect(await failureFrom()).toMatchObject({
      kind: "device-unavailable",
      device: "cuda",
      message: expect.stringContaining("riscv64 only"),
    });
  });
});

it("is what onnxruntime-node itself would fetch: version, package and files", () => {
  const require = createRequire(import.meta.url);
  const root = dirname(dirname(require.resolve("onnxruntime-node")));
  const metadata = require(join(root, "script", "install-metadata.js"));
  const manifest: Record<string, { package: string; path: string }> =
    metadata.manifests["linux/x64:cuda12"];
  const paths = Object.values(manifest).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining([...cudaArchive.files]));
  const [{ version }] = metadata.packages["nuget:linux/x64:cuda12"].versions;
  expect(cudaArchive.version).toBe(version);
  expect(require(join(root, "package.json")).version).toBe(version);
  const name = metadata.packages["nuget:linux/x64:cuda12"].name.toLowerCase();
  expect(cudaArchive.urls[0]).toContain(`/${name}/${version}/${name}.${version}.nupkg`);
  expect(Object.keys(metadata.manifests)).toEqual(["linux/x64:cuda12"]);
  expect(existsSync(join(root, "bin/napi-v6/linux/x64"))).toBe(true);
});
