import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";
import { installOnDemand, npm, runProgram } from "./install-on-demand.mjs";

const recipe = path.join(import.meta.dirname, "chromium");
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
};

/**
 * @typedef {object} Chromium
 * @property {string} executablePath
 * @property {Record<string, string>} env what it needs beside the environment of this process
 */

/**
 * Finds a Chromium: the one that PROMPTLIGHT_CHROMIUM names, one on the PATH, or else one from npm
 * (Linux x64 only). Undefined where there is none.
 *
 * @returns {Promise<Chromium | undefined>}
 */
export async function findChromium() {
  const named = process.env.PROMPTLIGHT_CHROMIUM;
  if (named === "npm") return chromiumFromNpm();
  if (named) {
    if (!fs.existsSync(named)) throw new Error(`PROMPTLIGHT_CHROMIUM names no file: ${named}`);
    return { executablePath: named, env: {} };
  }
  const installed =
    names.map(programOnPath).find((file) => file !== undefined) ??
    places[process.platform]?.find((file) => fs.existsSync(file));
  if (installed) return { executablePath: installed, env: {} };
  return process.platform === "linux" && process.arch === "x64" ? chromiumFromNpm() : undefined;
}

/**
 * Starts a browser with a new profile on disk, which caches compiled scripts as well; without a
 * window unless PROMPTLIGHT_HEADED is set.
 */
export async function launchBrowser() {
  const found = await findChromium();
  if (!found) throw new Error("There is no Chromium here.");
  return chromium.launchPersistentContext("", {
    executablePath: found.executablePath,
    env: { .../** @type {Record<string, string>} */ (process.env), ...found.env },
    headless: process.env.PROMPTLIGHT_HEADED === undefined,
    permissions: ["clipboard-read", "clipboard-write"],
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** The full path of a program on the PATH, or undefined. */
export function programOnPath(name) {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
}

async function chromiumFromNpm() {
  const inputs = ["package.json", "package-lock.json"].map((name) => path.join(recipe, name));
  const folder = await installOnDemand("chromium", inputs, installChromium);
  const env = {};
  // Its own copies of the libraries that a bare machine lacks, and its fonts where there are none.
  env.LD_LIBRARY_PATH = path.join(folder, "unpacked/al2023/lib");
  if (!fs.existsSync("/etc/fonts")) env.FONTCONFIG_PATH = path.join(folder, "unpacked/fonts");
  return { executablePath: path.join(folder, "unpacked/chromium"), env };
}

async function installChromium(folder) {
  console.log("No Chromium on the PATH: installing one from npm, once (about 10 s)...");
  for (const name of ["package.json", "package-lock.json"]) {
    fs.copyFileSync(path.join(recipe, name), path.join(folder, name));
  }
  await npm(folder, "ci");
  const unpacked = path.join(folder, "unpacked");
  fs.mkdirSync(unpacked);
  const unpack =
    "import('@sparticuz/chromium').then((chromium) => chromium.default.executablePath())";
  await runProgram(process.execPath, ["-e", unpack], {
    cwd: folder,
    // It unpacks into the temporary folder, and the libraries only where it believes to be in Lambda.
    env: { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
  });
  // Theirs names folders of Lambda.
  fs.writeFileSync(
    path.join(unpacked, "fonts/fonts.conf"),
    '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n' +
      '<fontconfig><dir prefix="relative">fonts</dir></fontconfig>\n',
  );
  fs.rmSync(path.join(folder, "node_modules"), { recursive: true, force: true });
}
