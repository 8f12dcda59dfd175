/**
 * Values from a fast writer to a slow reader: the reader gets the newest, those in between are
 * dropped, the last one never. One reader.
 */
export class Latest<T> implements AsyncIterable<T> {
  #value: { readonly of: T } | undefined;
  #error: { readonly of: unknown } | undefined;
  #isOver = false;
  #wake: (() => void) | undefined;

  put(value: T): void {
    if (this.#isOver) return;
    this.#value = { of: value };
    this.#wake?.();
  }

  /** The reader gets the last value, and then the end; `error` is thrown to it instead. */
  end(error?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (error !== undefined) this.#error = { of: error };
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void> {
    for (;;) {
      const value = this.#value;
      this.#value = undefined;
      if (value) yield value.of;
      else if (this.#error) throw this.#error.of;
      else if (this.#isOver) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}
