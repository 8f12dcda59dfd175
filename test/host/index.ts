// What the extension host is told to run: all test/host/*.test.ts in mocha, one result to a line of
// the report that PROMPTLIGHT_HOST_REPORT names.
import fs from "node:fs";
import path from "node:path";
import Mocha from "mocha";

interface TestResult {
  name: string;
  durationMs: number;
  error?: string;
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ timeout: 60_000, slow: 30_000, color: false });
  for (const name of fs.readdirSync(__dirname)) {
    if (name.endsWith(".test.cjs")) mocha.addFile(path.join(__dirname, name));
  }
  const results: TestResult[] = [];
  const failedCount = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on("pass", (test) => {
        results.push({ name: test.fullTitle(), durationMs: test.duration ?? 0 });
      })
      .on("fail", (test, error) => {
        const reason = String(error.stack ?? error);
        results.push({ name: test.fullTitle(), durationMs: test.duration ?? 0, error: reason });
      });
  });
  fs.writeFileSync(process.env.PROMPTLIGHT_HOST_REPORT!, JSON.stringify(results, null, 2));
  if (failedCount > 0) throw new Error(`${failedCount} tests failed.`);
}
