/** Lets waiting messages and timers in: a run of the model blocks the thread, so call it between runs. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
