/**
 * Calls `act` now when the last call is `ms` milliseconds ago, else once when they are over, however often it is
 * asked for in between. `dispose` forgets a call that still waits.
 */
export class Throttle {
  readonly #act: () => void;
  readonly #ms: number;
  #last = Number.NEGATIVE_INFINITY;
  #waiting: NodeJS.Timeout | undefined;

  constructor(act: () => void, ms: number) {
    this.#act = act;
    this.#ms = ms;
  }

  ask(): void {
    if (this.#waiting) return;
    const left = this.#last + this.#ms - performance.now();
    if (left <= 0) this.now();
    else this.#waiting = setTimeout(() => this.now(), left);
  }

  /** Calls `act` at once, also before the time is over. */
  now(): void {
    this.dispose();
    this.#last = performance.now();
    this.#act();
  }

  dispose(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }
}
