/** Throws an error with `sentence` when `fact` does not hold: for bugs, never for bad input. */
export function assert(fact: unknown, sentence: string): asserts fact {
  if (!fact) throw new Error(`Assertion failed: ${sentence}`);
}
