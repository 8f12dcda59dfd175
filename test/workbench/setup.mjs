// Gets the VS Code server that the tests and `npm start` use, from npm alone and without a compiler.
// `node test/workbench/setup.mjs` does it ahead of time.
import fs from "node:fs";
import path from "node:path";
import { findChromium } from "./chromium.mjs";
import { installOnDemand, npm } from "./install-on-demand.mjs";

const recipe = path.join(import.meta.dirname, "vscode");
const shims = {
  "@vscode/spdlog": path.join(recipe, "shims/spdlog.cjs"),
  "@vscode/native-watchdog": path.join(recipe, "shims/native-watchdog.cjs"),
};
/** Parts of the server that no test uses, 215 MB. */
const unused = [
  "node_modules/@github",
  "extensions/copilot",
  "extensions/mermaid-markdown-features",
  "extensions/microsoft-authentication",
];

/**
 * @typedef {object} ServerProgram
 * @property {string} node the Node 24 that runs the server
 * @property {string} entry code-server's main file
 */

/**
 * Finds the server, installing it first where it is missing (some 20 s and 400 MB, once).
 *
 * @returns {Promise<ServerProgram>}
 */
export async function setUpServer() {
  const inputs = ["package.json", "package-lock.json"].map((name) => path.join(recipe, name));
  inputs.push(...Object.values(shims), import.meta.filename);
  const folder = await installOnDemand("vscode", inputs, installServer);
  return {
    node: nodeForServer(folder),
    entry: path.join(folder, "node_modules/code-server/out/node/entry.js"),
  };
}

async function installServer(folder) {
  console.log("Installing a VS Code server from npm for the tests, once (about 20 s)...");
  const startedAt = Date.now();
  for (const name of ["package.json", "package-lock.json"]) {
    fs.copyFileSync(path.join(recipe, name), path.join(folder, name));
  }
  await npm(folder, "ci");
  const vscode = path.join(folder, "node_modules/code-server/lib/vscode");
  // Not `npm ci`: their lock file misses a package.
  await npm(vscode, "install", "--omit=dev");
  await npm(path.join(vscode, "extensions"), "install", "--omit=dev");
  for (const [name, shim] of Object.entries(shims)) replaceModule(vscode, name, shim);
  for (const part of unused) {
    fs.rmSync(path.join(vscode, part), { recursive: true, force: true });
  }
  console.log(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);
}

function replaceModule(vscode, name, shim) {
  const module = path.join(vscode, "node_modules", name);
  const { main = "index.js" } = JSON.parse(
    fs.readFileSync(path.join(module, "package.json"), "utf8"),
  );
  fs.copyFileSync(shim, path.join(module, main));
}

function nodeForServer(folder) {
  const installed = path.join(folder, `node_modules/node-linux-${process.arch}/bin/node`);
  if (process.platform === "linux" && fs.existsSync(installed)) return installed;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new Error(
    `The VS Code server needs Node 24, which npm has no ready-made package of for ` +
      `${process.platform}-${process.arch}: run this command with Node 24.`,
  );
}

if (process.argv[1] === import.meta.filename) {
  const server = await setUpServer();
  const chromium = await findChromium();
  console.log(`VS Code server: ${server.entry}`);
  console.log(`Node for it:    ${server.node}`);
  console.log(`Browser:        ${chromium?.executablePath ?? "none found"}`);
}
