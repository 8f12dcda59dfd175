/**
 * @typedef {object} TestResult
 * @property {string} name
 * @property {number} durationMs
 * @property {string} [error] the stack; undefined for a test that passed
 */

/**
 * Prints one line for a finished test, and under it the reason of a failure.
 *
 * @param {TestResult} result
 */
export function printResult({ name, durationMs, error }) {
  const seconds = `(${(durationMs / 1000).toFixed(1)} s)`;
  console.log(`  ${error === undefined ? "ok  " : "FAIL"} ${name} ${seconds}`);
  if (error !== undefined) console.log(error.replaceAll(/^/gm, "       "));
}

/** The last line of a suite: `12 passed, 0 failed  (browser suite, 40.1 s)`. */
export function printSummary(suite, passedCount, failedCount, startedAt) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passedCount} passed, ${failedCount} failed  (${suite}, ${seconds} s)`);
}
