import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The table of docs/architecture.md: who may import whom. */
const doors: Record<string, readonly string[]> = {
  base: [],
  text: ["base"],
  onnx: ["base", "onnx"],
  protocol: ["base", "text"],
  explain: ["base", "text", "protocol", "explain"],
  metrics: ["base", "text", "protocol", "explain"],
  model: ["base", "text", "protocol", "onnx", "explain", "model"],
  worker: ["base", "text", "protocol", "explain", "metrics", "model"],
  cli: ["base", "text", "protocol", "worker"],
  editor: ["base", "text", "protocol"],
  webview: ["base", "text", "protocol"],
};
const packageRooms: Record<string, readonly string[]> = {
  vscode: ["editor"],
  "onnxruntime-node": ["model"],
  "@huggingface/transformers": ["model"],
  "node:child_process": ["editor"],
  "node:fs": ["model", "worker", "cli"],
  "@vscode/webview-ui-toolkit": ["webview/toolkit"],
};

const root = path.resolve(import.meta.dirname, "..");
const rooms = Object.keys(doors);
const srcRooms = rooms.filter((room) => room !== "webview");
let scratch: string;
let reported: Set<string>;

/** One file for each pair of rooms, and of room and package, with that one import. */
function plants(): { file: string; code: string; isAllowed: boolean }[] {
  const between = rooms.flatMap((room) =>
    srcRooms.map((other) => ({
      file: `${folderOf(room)}/planted-${other}.ts`,
      code: `import type { planted } from "#${other}/anything";\nexport type Used = typeof planted;\n`,
      isAllowed: doors[room]!.includes(other),
    })),
  );
  const packages = [...rooms, "webview/toolkit"].flatMap((room) =>
    Object.entries(packageRooms).map(([name, allowed]) => ({
      file: room.includes("/")
        ? `${room}.ts`
        : `${folderOf(room)}/package-${name.replace(/\W/g, "-")}.ts`,
      code: `import planted from "${name}";\nexport const used = planted;\n`,
      isAllowed: allowed.includes(room),
    })),
  );
  const toolkit = packages.filter(
    ({ file, isAllowed }) => !file.startsWith("webview/toolkit") || isAllowed,
  );
  return [...between, ...toolkit];
}

function folderOf(room: string): string {
  return room === "webview" ? "webview" : `src/${room}`;
}

beforeAll(() => {
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-doors-"));
  fs.cpSync(path.join(root, "biome.json"), path.join(scratch, "biome.json"));
  const configuration = JSON.parse(fs.readFileSync(path.join(scratch, "biome.json"), "utf8"));
  configuration.vcs = { enabled: false };
  fs.writeFileSync(path.join(scratch, "biome.json"), JSON.stringify(configuration));
  for (const { file, code } of plants()) {
    const full = path.join(scratch, file);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, code);
  }
  reported = new Set(biomeFindings(scratch));
}, 60_000);

afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

describe("the doors between rooms", () => {
  it.each(plants())("$file: allowed $isAllowed", ({ file, isAllowed }) => {
    expect(!reported.has(file)).toBe(isAllowed);
  });

  it("has a row for every room that exists", () => {
    const folders = fs
      .readdirSync(path.join(root, "src"), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.sort()).toEqual([...srcRooms].sort());
  });
});

/** Files in which Biome finds a forbidden import. */
function biomeFindings(folder: string): string[] {
  const biome = path.join(root, "node_modules/.bin/biome");
  const args = [
    "lint",
    "--only=style/noRestrictedImports",
    "--reporter=json",
    "--max-diagnostics=none",
  ];
  let output: string;
  try {
    output = execFileSync(biome, args, {
      cwd: folder,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: 2 ** 26,
    });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const report = JSON.parse(output) as {
    diagnostics: { location: { path: string | { file: string } } }[];
  };
  return report.diagnostics.map(({ location }) =>
    typeof location.path === "string" ? location.path : location.path.file,
  );
}
