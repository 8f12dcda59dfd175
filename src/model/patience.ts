/** Ends what waits for a server, when `signal` aborts or nothing has come for `stallMs`. */
export class Patience {
  readonly #controller = new AbortController();
  readonly #stallMs: number;
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(stallMs: number, signal: AbortSignal | undefined) {
    this.#stallMs = stallMs;
    this.signal = signal
      ? AbortSignal.any([signal, this.#controller.signal])
      : this.#controller.signal;
    this.renew();
  }

  /** Something has come: waits anew. */
  renew(): void {
    clearTimeout(this.#timer);
    const seconds = Math.round(this.#stallMs / 1000);
    const reason = new Error(`nothing came for ${seconds} s`);
    this.#timer = setTimeout(() => this.#controller.abort(reason), this.#stallMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
