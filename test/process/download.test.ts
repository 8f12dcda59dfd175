import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fixtureModel } from "../model/fixtures.ts";
import { type HubServer, hubServer, isPart } from "../support/hub-server.ts";

/** The built program, run as a process of its own. */
const program = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const modelBytes = readFileSync(join(fixtureModel("tiny-llama"), "onnx", "model.onnx"));
const scratch = mkdtempSync(join(tmpdir(), "promptlight-download-process-"));
let server: HubServer;
let cache = "";

beforeAll(async () => {
  if (!existsSync(program)) throw new Error("dist/cli.js is not there: run `npm run build` first");
  server = await hubServer({ "test/tiny": fixtureModel("tiny-llama") });
});
afterAll(async () => {
  await server.close();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  cache = mkdtempSync(join(scratch, "cache-"));
  server.interfere = () => false;
  server.asked.length = 0;
});

function start(...argv: string[]) {
  const { HF_TOKEN: _, ...environment } = process.env;
  const child = spawn(process.execPath, [program, ...argv], {
    env: { ...environment, HF_ENDPOINT: server.url, XDG_CACHE_HOME: cache },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{
    code: number | null;
    signal: string | null;
    stdout: string;
    stderr: string;
  }>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

const inCache = () => join(cache, "promptlight", "models", "test", "tiny", "onnx");
const partBytes = () => {
  if (!existsSync(inCache())) return 0;
  const part = readdirSync(inCache()).find(isPart);
  return part ? readFileSync(join(inCache(), part)).length : 0;
};

/** Sends half of the model, and then nothing. */
function stallHalfway(): void {
  server.interfere = (file, _, response, isStored) => {
    if (!file.startsWith("onnx/") || !isStored) return false;
    response.writeHead(200, { "content-length": modelBytes.length });
    response.write(modelBytes.subarray(0, modelBytes.length / 2));
    return true;
  };
}

async function untilHalfIsThere(): Promise<void> {
  while (partBytes() < modelBytes.length / 2 - 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("promptlight models download", () => {
  it.each([
    ["killed", "SIGKILL", { code: null, signal: "SIGKILL", stdout: "" }],
    ["ended by Ctrl+C", "SIGINT", { code: 130, signal: null, stdout: "" }],
  ] as const)("that was %s goes on where it ended", async (_, signal, end) => {
    stallHalfway();
    const first = start("models", "download", "test/tiny");
    await untilHalfIsThere();
    first.child.kill(signal);
    const { stderr, ...ended } = await first.ended;
    expect(ended).toEqual(end);
    if (signal === "SIGINT") expect(stderr).toContain("What has arrived is kept");
    expect(existsSync(join(inCache(), "model.onnx"))).toBe(false);
    const there = partBytes();

    server.interfere = () => false;
    server.asked.length = 0;
    const second = await start("models", "download", "test/tiny").ended;
    expect(second).toMatchObject({
      code: 0,
      stdout: `test/tiny: fp32 674 kB, in ${inCache().slice(0, -5)}\n`,
    });
    expect(server.log().at(-1)).toBe(`GET onnx/model.onnx from the store bytes=${there}-`);
    expect(readdirSync(inCache())).toEqual(["model.onnx"]);
    expect(readFileSync(join(inCache(), "model.onnx")).equals(modelBytes)).toBe(true);
  });

  it("is listed when it is there, and runs offline", async () => {
    await start("models", "download", "test/tiny", "--dtype", "fp32", "--quiet").ended;
    server.asked.length = 0;
    const list = await start("models", "list", "--format", "json").ended;
    expect(JSON.parse(list.stdout).cached).toMatchObject([
      { source: "test/tiny", variants: [{ dtype: "fp32", bytes: modelBytes.length }] },
    ]);
    const model = ["--model", "test/tiny", "--raw", "--max-new-tokens", "2"];
    expect((await start("generate", "The king", ...model).ended).code).toBe(0);
    expect(server.asked).toEqual([]);
  });

  it("says why it cannot, with what to do", async () => {
    server.interfere = (_, __, response) => {
      response.writeHead(401).end();
      return true;
    };
    const { code, stderr } = await start("models", "download", "test/gated").ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^promptlight: The hub refuses test\/gated .*\(model-access\)\n.*HF_TOKEN/m,
    );
  });
});
