import type { Progress } from "#protocol/worker-methods";

/** Where a run stands: measures each stage and estimates what is left of the one that goes on. */
export class Stages {
  #stage: Progress["stage"];
  #began = performance.now();
  #past: Progress["past"] = [];

  constructor(first: Progress["stage"]) {
    this.#stage = first;
  }

  /** Ends the stage that goes on and begins `stage`. */
  enter(stage: Progress["stage"]): void {
    const now = performance.now();
    this.#past = [...this.#past, { stage: this.#stage, ms: now - this.#began }];
    this.#stage = stage;
    this.#began = now;
  }

  /** `done` of `total` units; time left is what the units so far took, carried on. */
  at(done = 0, total?: number): Progress {
    const ms = performance.now() - this.#began;
    return {
      stage: this.#stage,
      past: this.#past,
      done,
      ...(total === undefined ? {} : { total }),
      ...(total !== undefined && done > 0 && done < total
        ? { msLeft: (ms * (total - done)) / done }
        : {}),
    };
  }
}
