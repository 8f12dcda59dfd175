import fs from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { launchBrowser } from "./chromium.mjs";
import { extensionRoot, projectRoot, testResults } from "./places.mjs";
import { printResult, printSummary } from "./reporter.mjs";
import { startServer } from "./server.mjs";
import { waitUntil } from "./wait-until.mjs";

const source = path.join(projectRoot, "test/host");
const built = path.join(projectRoot, "dist/test/host");
const limitMs = 300_000;

/** What the extension host of the suite has open. */
export const hostWorkspace = {
  "story.prompt": "Write a story about a doctor and his patient.\n",
};

/**
 * Bundles test/host/*.test.ts and the runner into dist/test/host.
 *
 * @returns {Promise<string>} the module that the extension host is told to run
 */
export async function bundleHostSuite() {
  fs.rmSync(built, { recursive: true, force: true });
  const names = fs.readdirSync(source).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: ["index.ts", ...names].map((name) => path.join(source, name)),
    outdir: built,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
  });
  return path.join(built, "index.cjs");
}

/** Environment for the suite: where it reports to. */
export function hostEnvironment(report) {
  return { PROMPTLIGHT_HOST_REPORT: report };
}

/**
 * Runs the in-host suite, mocha inside the extension host, in the browser workbench.
 *
 * @returns {Promise<boolean>} whether all passed
 */
export async function runHostSuite() {
  console.log("\nIn-host suite: mocha inside the extension host of the browser workbench");
  const startedAt = Date.now();
  const testsPath = await bundleHostSuite();
  const server = await startServer({ extension: { developmentPath: extensionRoot } });
  const report = path.join(server.scratch, "report.json");
  /** @type {import("playwright-core").BrowserContext | undefined} */
  let browser;
  try {
    browser = await launchBrowser();
    const page = await browser.newPage();
    /** @type {number | undefined} */
    let exitCode;
    await page.exposeFunction("codeAutomationExit", (code) => {
      exitCode = code;
    });
    await page.exposeFunction("codeAutomationLog", (_type, args) => {
      if (process.env.PROMPTLIGHT_VERBOSE) console.log("  |", ...args);
    });
    const workspace = server.makeWorkspace(hostWorkspace);
    await page.goto(server.url({ workspace, testsPath, environment: hostEnvironment(report) }));
    try {
      await waitUntil("the in-host suite has ended", () => exitCode !== undefined, {
        timeoutMs: limitMs,
      });
    } finally {
      if (exitCode !== 0) keepEvidence(server.logs());
    }
    return reportHostSuite(report, exitCode === 0, startedAt);
  } finally {
    await browser?.close();
    await server.stop();
  }
}

function keepEvidence(logs) {
  fs.mkdirSync(testResults, { recursive: true });
  fs.writeFileSync(path.join(testResults, "failed in-host suite.log"), logs);
}

/** Prints what the suite reported; true when that and its exit code say that all passed. */
export function reportHostSuite(report, exitedWell, startedAt) {
  /** @type {import("./reporter.mjs").TestResult[]} */
  const results = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, "utf8")) : [];
  for (const result of results) printResult(result);
  const failedCount = results.filter(({ error }) => error !== undefined).length;
  printSummary("in-host suite", results.length - failedCount, failedCount, startedAt);
  if (results.length === 0) console.log("No in-host test ran: that is a failure too.");
  if (failedCount === 0 && !exitedWell) {
    console.log("The extension host ended with an error beside the tests: see test-results/.");
  }
  return exitedWell && failedCount === 0 && results.length > 0;
}
