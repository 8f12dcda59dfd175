/** Runs one stream at a time, in the order of asking: the model can do no more than one thing. */
export class Jobs {
  #last: Promise<void> = Promise.resolve();

  /** Waits its turn, then yields what `job` yields; ends without starting when `signal` aborts first. */
  async *run<T>(signal: AbortSignal, job: () => AsyncIterable<T>): AsyncGenerator<T, void> {
    const before = this.#last;
    let leave = () => {};
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    try {
      await before;
      if (!signal.aborted) yield* job();
    } finally {
      leave();
    }
  }
}
