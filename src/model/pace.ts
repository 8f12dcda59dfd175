/** How fast a model reads: milliseconds per token, measured as runs go by. */
export class Pace {
  private msPerToken: number;
  private isMeasured = false;

  /** `weightCount`: parameters, for a first guess at 15 billion operations a second. */
  constructor(weightCount: number) {
    this.msPerToken = (2 * weightCount) / 15e6;
  }

  /** Runs `run`, which reads `tokenCount` tokens, and remembers how long it took. */
  async measure<T>(tokenCount: number, run: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await run();
    const ms = (performance.now() - start) / Math.max(tokenCount, 1);
    this.msPerToken = this.isMeasured ? (this.msPerToken + ms) / 2 : ms;
    this.isMeasured = true;
    return result;
  }

  /** Tokens that are read in `ms`, at least 16. */
  tokensIn(ms: number): number {
    return Math.max(16, Math.floor(ms / Math.max(this.msPerToken, 1e-4)));
  }
}
