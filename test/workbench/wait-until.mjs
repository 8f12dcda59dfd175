import { setTimeout as pause } from "node:timers/promises";

/** How many times longer everything may take: for a machine that is busy with other things. */
export const patience = Number(process.env.PROMPTLIGHT_PATIENCE ?? 1);

/**
 * Asks again and again until the answer is truthy, and returns it. Fails after `timeoutMs` with a
 * sentence that says what was waited for and what the last answer, or the last failure, was.
 *
 * @template T
 * @param {string} fact what is waited for, as a statement: "the panel shows a diff"
 * @param {() => T | Promise<T>} ask
 * @param {{ timeoutMs?: number, seen?: () => unknown }} [options] `seen` describes, for the failure,
 *   what there was instead
 * @returns {Promise<Exclude<T, undefined | null | false | 0 | "">>}
 */
export async function waitUntil(fact, ask, { timeoutMs = patience * 20_000, seen } = {}) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return /** @type {any} */ (answer);
    if (Date.now() > deadline) {
      const last = await (seen ? seen() : answer);
      throw new Error(
        `Waited ${timeoutMs / 1000} s in vain until ${fact}; last seen: ${JSON.stringify(last)}`,
      );
    }
    await pause(40);
  }
}
