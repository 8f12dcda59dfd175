/** Everything that can go wrong in the worker or on the way to it, as plain data that crosses processes. */
export type Failure = PlainFailure | PromptTooLong | DeviceUnavailable;

export type PlainFailureKind = Exclude<
  keyof typeof failureTitles,
  "prompt-too-long" | "device-unavailable"
>;
export type FailureKind = keyof typeof failureTitles;

interface PlainFailure extends FailureText {
  readonly kind: PlainFailureKind;
}

export interface PromptTooLong extends FailureText {
  readonly kind: "prompt-too-long";
  /** Tokens that would have to go, and tokens that the model can read. */
  readonly excessTokenCount: number;
  readonly contextTokenCount: number;
}

export interface DeviceUnavailable extends FailureText {
  readonly kind: "device-unavailable";
  readonly device: string;
}

interface FailureText {
  /** What happened, to what, and what is kept: for the user. */
  readonly message: string;
  /** The next step. */
  readonly remedy: string;
  /** For the log and behind *Show details*: the cause in the words of whoever raised it. */
  readonly detail?: string;
}

/** What happened, in a few words: the title of an error, one per kind. */
export const failureTitles = {
  "empty-prompt": "There is no prompt to explain",
  "prompt-too-long": "The prompt is too long for the model",
  "nothing-to-explain": "The model gave no answer to explain",
  "binary-file": "This file is not text",
  "invalid-option": "An option cannot be used",
  "model-not-found": "The model was not found",
  "model-incomplete": "The model folder is incomplete",
  "model-corrupt": "The model file is damaged",
  "model-unsupported": "This kind of model cannot be explained",
  "model-too-large": "The model does not fit in memory",
  "model-access": "The model is not open to this account",
  network: "The model hub could not be reached",
  "cache-unwritable": "The model cache cannot be written",
  "device-unavailable": "The device cannot be used",
  "out-of-memory": "The worker ran out of memory",
  "no-gradient": "This model has operators without a gradient",
  "worker-stopped": "The worker stopped",
  "worker-not-started": "The worker could not be started",
  "worker-busy": "The worker did not answer",
  internal: "Promptlight has a bug here",
} as const;

/** Thrown inside a process; the channel turns it into the `Failure` it carries. */
export class ExplainError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "ExplainError";
    this.failure = failure;
  }
}

/** The failure that `error` stands for; anything but an `ExplainError` is a bug, of kind `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ExplainError) return error.failure;
  return {
    kind: "internal",
    message: error instanceof Error ? error.message : String(error),
    remedy: "Run it again. If it happens again, report it with the log.",
    ...(error instanceof Error && error.stack ? { detail: error.stack } : {}),
  };
}
