import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const cacheFolder = path.resolve(import.meta.dirname, "../../.cache");

/** The folder of the project in which what was installed on demand stays; ignored by git. */
export function cachePath(...names) {
  return path.join(cacheFolder, ...names);
}

/**
 * Returns the folder `.cache/<name>-<hash of the inputs>`, built by `build(folder)` when it is not
 * there yet. It is built under another name and renamed when whole, so an interrupted build leaves
 * nothing that looks finished, and of two builds at the same time one wins and the other is dropped.
 *
 * @param {string} name
 * @param {string[]} inputs files whose content decides what is built
 * @param {(folder: string) => Promise<void>} build
 * @returns {Promise<string>}
 */
export async function installOnDemand(name, inputs, build) {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(fs.readFileSync(input));
  const folder = cachePath(`${name}-${hash.digest("hex").slice(0, 12)}`);
  if (fs.existsSync(folder)) return folder;

  removeAbandonedBuilds(name);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  fs.mkdirSync(unfinished, { recursive: true });
  try {
    await build(unfinished);
    fs.renameSync(unfinished, folder);
    removeOlder(name, folder);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    if (!fs.existsSync(folder)) throw error;
  }
  return folder;
}

function removeOlder(name, newest) {
  for (const entry of fs.readdirSync(cacheFolder)) {
    const [, each] = entry.match(/^(.*)-[0-9a-f]{12}$/) ?? [];
    if (each === name && cachePath(entry) !== newest) {
      fs.rmSync(cachePath(entry), { recursive: true, force: true });
    }
  }
}

function removeAbandonedBuilds(name) {
  if (!fs.existsSync(cacheFolder)) return;
  for (const entry of fs.readdirSync(cacheFolder)) {
    const builder = entry.match(/^(.*)-[0-9a-f]{12}\.unfinished-(\d+)$/);
    if (builder && builder[1] === name && !isRunning(Number(builder[2]))) {
      fs.rmSync(cachePath(entry), { recursive: true, force: true });
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** Runs npm in a folder without install scripts; its output is shown only when it fails. */
export async function npm(folder, ...args) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  try {
    await runProgram("npm", [...args, ...quiet], { cwd: folder });
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    throw new Error(`npm ${args.join(" ")} failed in ${folder}\n${stdout ?? ""}${stderr ?? ""}`, {
      cause: error,
    });
  }
}

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {import("node:child_process").ExecFileOptions} options
 * @returns {Promise<string>} what it printed
 */
export function runProgram(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    execFile(program, args, { maxBuffer: 2 ** 26, ...options }, (error, stdout, stderr) => {
      if (error) reject(Object.assign(error, { stdout, stderr }));
      else resolve(String(stdout));
    });
  });
}
