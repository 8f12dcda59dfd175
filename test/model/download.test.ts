import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DownloadError } from "#model/ask-server";
import { download, inspect, type RemoteFile } from "#model/download";
import { takePart } from "#model/part-file";
import {
  cutAfter,
  type LoopbackServer,
  loopbackServer,
  sendBytes,
} from "../support/file-server.ts";

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256);
const hex = (content: Uint8Array, algorithm = "sha256") =>
  createHash(algorithm).update(content).digest("hex");
const scratch = mkdtempSync(join(tmpdir(), "promptlight-download-"));
let server: LoopbackServer;
let folder = "";
let path = "";
let folderCount = 0;
const known = (): RemoteFile => ({
  url: `${server.url}/file`,
  bytes: bytes.length,
  checksum: { algorithm: "sha256", hex: hex(bytes) },
});
const ranges = () => server.asked.map(({ headers }) => headers.range);
const startOf = (range: string | undefined) => Number(/\d+/.exec(range ?? "")?.[0]);
const parts = () => readdirSync(folder).filter((name) => name.endsWith(".part"));
const reasonOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "nothing wrong",
    (error: unknown) => (error instanceof DownloadError ? error.reason : error),
  );

beforeAll(async () => {
  server = await loopbackServer(() => {});
});
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  server.answer = (request, response) => sendBytes(request, response, bytes);
  server.asked.length = 0;
  folder = join(scratch, String(folderCount++));
  path = join(folder, "deep", "file");
  folder = join(folder, "deep");
});

describe("a download", () => {
  it("arrives whole, with progress, and leaves nothing else behind", async () => {
    const seen: number[] = [];
    await download(known(), path, { onBytes: (done) => seen.push(done) });
    expect(hex(readFileSync(path))).toBe(hex(bytes));
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("goes on where the connection was cut, by itself", async () => {
    let cuts = 3;
    server.answer = (request, response) =>
      cuts-- > 0 ? cutAfter(request, response, bytes, 70_000) : sendBytes(request, response, bytes);
    await download(known(), path);
    expect(hex(readFileSync(path))).toBe(hex(bytes));
    expect(server.asked).toHaveLength(4);
    expect(startOf(ranges().at(-1))).toBeGreaterThan(0);
  });

  it("goes on after a failure and after a cancel, when it is asked for again", async () => {
    let isFirst = true;
    server.answer = (request, response) => {
      cutAfter(request, response, bytes, isFirst ? 50_000 : 0);
      isFirst = false;
    };
    expect(await reasonOf(download(known(), path))).toBe("network");
    expect(existsSync(path)).toBe(false);
    const abort = new AbortController();
    server.answer = (request, response) => cutAfter(request, response, bytes, 60_000);
    const cancelled = download(known(), path, {
      signal: abort.signal,
      onBytes: () => abort.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    server.answer = (request, response) => sendBytes(request, response, bytes);
    server.asked.length = 0;
    await download(known(), path);
    expect(startOf(ranges()[0])).toBeGreaterThan(0);
    expect(hex(readFileSync(path))).toBe(hex(bytes));
    expect(parts()).toEqual([]);
  });

  it("takes over what a dead process left, and leaves alone what a living one writes", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const own = await takePart(path, known().checksum!.hex);
    const left = own.replace(`.${process.pid}.part`, `.${pid}.part`);
    const living = own.replace(`.${process.pid}.part`, `.${process.ppid}.part`);
    const otherVersion = left.replace(/\.[0-9a-f]{12}\./, ".000000000000.");
    writeFileSync(left, bytes.subarray(0, 100_000));
    writeFileSync(living, bytes.subarray(0, 200_000));
    writeFileSync(otherVersion, "old");
    await download(known(), path);
    expect(ranges()).toEqual(["bytes=100000-"]);
    expect(hex(readFileSync(path))).toBe(hex(bytes));
    expect(parts()).toEqual([living.slice(folder.length + 1)]);
  });

  it("is not misled by a server that compresses whatever is asked", async () => {
    const packed = gzipSync(bytes);
    server.answer = (request, response) => {
      const headers = { "content-encoding": "gzip", "content-length": packed.length };
      response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : packed);
    };
    const found = await inspect(`${server.url}/file`);
    expect(found.bytes).toBeUndefined();
    await download(found, path);
    expect(hex(readFileSync(path))).toBe(hex(bytes));
    const asked = server.asked.map(({ headers }) => headers["accept-encoding"]);
    expect(asked).toEqual(["identity", "identity"]);
  });

  it("takes a server that sends nothing more for one that was cut off", async () => {
    let isFirst = true;
    server.answer = (request, response) => {
      if (!isFirst) return sendBytes(request, response, bytes);
      isFirst = false;
      response.writeHead(200, { "content-length": bytes.length });
      response.write(bytes.subarray(0, 80_000));
    };
    await download(known(), path, { stallMs: 300 });
    expect(hex(readFileSync(path))).toBe(hex(bytes));
    expect(ranges()).toEqual([undefined, "bytes=80000-"]);
    const began = performance.now();
    server.answer = () => {};
    expect(await reasonOf(inspect(`${server.url}/file`, { stallMs: 300 }))).toBe("network");
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("starts again where the server serves no ranges", async () => {
    let isFirst = true;
    server.answer = (request, response) => {
      delete request.headers.range;
      if (isFirst) cutAfter(request, response, bytes, 70_000);
      else sendBytes(request, response, bytes);
      isFirst = false;
    };
    await download(known(), path);
    expect(hex(readFileSync(path))).toBe(hex(bytes));
  });

  it("starts again where the part is longer than the file", async () => {
    writeFileSync(await takePart(path, known().checksum!.hex), new Uint8Array(400_000));
    await download(known(), path);
    expect(hex(readFileSync(path))).toBe(hex(bytes));
  });
});

describe("a download fails, and says how", () => {
  it.each([
    ["a wrong checksum", { checksum: { algorithm: "sha256", hex: "0".repeat(64) } }, "damaged"],
    ["a wrong sha512", { checksum: { algorithm: "sha512", hex: "0".repeat(128) } }, "damaged"],
    ["too many bytes", { bytes: 299_999 }, "damaged"],
    ["too few bytes", { bytes: 300_001 }, "damaged"],
    ["more bytes than fit the disk", { bytes: 1e18 }, "unwritable"],
  ] as const)("%s", async (_, wrong, reason) => {
    expect(await reasonOf(download({ ...known(), ...wrong }, path))).toBe(reason);
    expect(existsSync(path)).toBe(false);
    if (reason === "damaged") expect(parts()).toEqual([]);
  });

  it("a right sha512 is right", async () => {
    const checksum = { algorithm: "sha512", hex: hex(bytes, "sha512") } as const;
    await download({ ...known(), checksum }, path);
    expect(existsSync(path)).toBe(true);
  });

  it("a full disk, which /dev/full plays", async () => {
    if (process.platform !== "linux") return;
    symlinkSync("/dev/full", await takePart(path, known().checksum!.hex));
    expect(await reasonOf(download(known(), path))).toBe("unwritable");
  });

  it("a folder that is a file", async () => {
    await download(known(), path);
    expect(await reasonOf(download(known(), join(path, "below")))).toBe("unwritable");
  });

  it("a server that refuses, and one that is not there", async () => {
    server.answer = (_, response) => response.writeHead(503).end();
    const error = await download(known(), path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: "status", status: 503 });
    const nowhere = { url: "http://127.0.0.1:1/file" };
    expect(await reasonOf(download(nowhere, path))).toBe("network");
    expect(await reasonOf(inspect(nowhere.url))).toBe("network");
  });
});

describe("a file is inspected", () => {
  it("through redirects, without the token of the first host", async () => {
    const store = await loopbackServer((request, response) =>
      sendBytes(request, response, bytes, { etag: '"plain"' }),
    );
    server.answer = (_, response) => response.writeHead(302, { location: `${store.url}/b` }).end();
    const headers = { Authorization: "Bearer secret" };
    expect(await inspect(`${server.url}/a`, { headers })).toEqual({
      url: `${server.url}/a`,
      bytes: bytes.length,
      etag: "plain",
    });
    expect(server.asked[0]!.headers.authorization).toBe("Bearer secret");
    expect(store.asked[0]!.headers.authorization).toBeUndefined();
    await store.close();
  });

  it("as the hub tells of large files: size and SHA-256 beside the redirect", async () => {
    server.answer = (_, response) =>
      response
        .writeHead(302, {
          location: "http://127.0.0.1:1/store",
          "x-linked-size": "300000",
          "x-linked-etag": `"${hex(bytes)}"`,
        })
        .end();
    expect(await inspect(`${server.url}/a`)).toEqual({
      ...known(),
      url: `${server.url}/a`,
      etag: hex(bytes),
    });
  });
});
