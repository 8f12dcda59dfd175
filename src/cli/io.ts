import type { WorkerMethods } from "#protocol/worker-methods";

/** A stream that text goes to; `write` settles when it has been handed on. */
export interface TextOutput {
  readonly isTTY: boolean;
  /** Columns of the terminal, where it is one. */
  readonly columns?: number;
  write(text: string): Promise<void>;
}

/** What a run of the command line touches of its process. */
export interface CliIo {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly packageFile: string;
  /** Where the bundled models are, one folder each. */
  readonly bundledFolder: string;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
}

/** Calls a method of the worker: whole snapshots until it is done; ends early when `signal` aborts. */
export type CallWorker = <M extends keyof WorkerMethods>(
  method: M,
  request: WorkerMethods[M]["request"],
  signal: AbortSignal,
) => AsyncIterable<WorkerMethods[M]["yields"]>;

/** The exit codes of the contract. */
export const exitCodes = { done: 0, failed: 1, usage: 2, cancelled: 130 } as const;
