// Runs the tests that need a VS Code: the in-host suite and the browser suite.
//   node test/workbench/run.mjs [host | browser] [--grep <part of a test's name>]
// Environment: CI=true makes a missing browser an error; PROMPTLIGHT_CHROMIUM names a browser;
// PROMPTLIGHT_PATIENCE=4 waits four times as long for everything, on a busy machine;
// PROMPTLIGHT_EXTENSION names another folder with the extension; PROMPTLIGHT_HEADED shows the browser.
import fs from "node:fs";
import { parseArgs } from "node:util";
import { findChromium } from "./chromium.mjs";
import { testResults } from "./places.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: "string" } },
});
const suites = positionals.length > 0 ? positionals : ["host", "browser"];

if (await hasBrowser()) {
  fs.rmSync(testResults, { recursive: true, force: true });
  fs.mkdirSync(testResults, { recursive: true });
  let passed = true;
  if (suites.includes("host")) {
    const { runHostSuite } = await import("./host-suite.mjs");
    passed = (await runHostSuite()) && passed;
  }
  if (suites.includes("browser")) {
    const { runBrowserSuite } = await import("./browser-suite.mjs");
    passed = (await runBrowserSuite(values)) && passed;
  }
  process.exit(passed ? 0 : 1);
}

async function hasBrowser() {
  const reason = await findChromium().then(
    (found) => (found ? undefined : "no chromium or google-chrome on the PATH"),
    (error) => String(error.message ?? error),
  );
  if (reason === undefined) return true;
  const isCi = !["", "0", "false", undefined].includes(process.env.CI);
  console.error(
    `\n${"!".repeat(100)}\n!! THE TESTS IN VS CODE DID NOT RUN: there is no browser here (${reason}).` +
      `\n!! Install Chromium, or name one in PROMPTLIGHT_CHROMIUM. ${isCi ? "In CI this is an error." : ""}` +
      `\n${"!".repeat(100)}\n`,
  );
  process.exitCode = isCi ? 1 : 0;
  return false;
}
