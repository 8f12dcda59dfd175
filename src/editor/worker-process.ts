import { type ChildProcess, fork } from "node:child_process";
import { type Call, connect, type Port } from "#protocol/channel";
import type { Failure } from "#protocol/failure";
import type { WorkerMethods } from "#protocol/worker-methods";

export interface WorkerOptions {
  /** The built worker, and the folder of bundled models that it is told. */
  readonly scriptPath: string;
  readonly modelsPath: string;
  /** Milliseconds without work after which the process is let go; 0: never. Asked anew each time. */
  idleMs(): number;
  /** More variables for a new worker. */
  environment?(): Promise<Record<string, string>>;
  log(line: string): void;
}

/** A cancelled call that a blocked worker has not left after so long costs it its life, when it is in the way. */
const patienceMs = 400;

/**
 * The worker as a child process: forked on first use, let go when idle, started again after it died.
 * Every call is answered or fails with the reason of the death. A worker that is still busy with
 * cancelled work when the next call comes is replaced: it holds nothing but caches.
 */
export class WorkerProcess {
  readonly #options: WorkerOptions;
  #live: LiveWorker | undefined;
  #openCallCount = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #isOutdated = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  /** The process id while it lives: for the log and for tests. */
  get pid(): number | undefined {
    return this.#live?.isAlive ? this.#live.child.pid : undefined;
  }

  readonly call: Call<WorkerMethods> = (method, request, signal) =>
    this.#stream(method, request, signal);

  /** What is asked from now on is answered by a new worker; calls under way end as they would. */
  restart(): void {
    this.#isOutdated = true;
    if (this.#openCallCount === 0) this.#live?.stop();
  }

  dispose(): void {
    clearTimeout(this.#idleTimer);
    this.#live?.stop();
    this.#live = undefined;
  }

  async *#stream<K extends keyof WorkerMethods>(
    method: K,
    request: WorkerMethods[K]["request"],
    signal: AbortSignal,
  ): AsyncGenerator<WorkerMethods[K]["yields"], void> {
    clearTimeout(this.#idleTimer);
    this.#openCallCount += 1;
    try {
      const live = await this.#ready(signal);
      if (live) yield* live.call(method, request, signal);
    } finally {
      this.#openCallCount -= 1;
      this.#armIdleTimer();
    }
  }

  async #ready(signal: AbortSignal): Promise<LiveWorker | undefined> {
    const busy = this.#live;
    if (busy?.isAlive && !(await busy.isFree(patienceMs)) && this.#openCallCount === 1) {
      this.#options.log("The worker is busy with cancelled work: starting another one.");
      busy.stop();
    }
    if (this.#isOutdated && this.#openCallCount === 1) this.#live?.stop();
    const environment = (await this.#options.environment?.()) ?? {};
    if (signal.aborted) return undefined;
    if (!this.#live?.isAlive) {
      this.#live = new LiveWorker(this.#options, environment);
      this.#isOutdated = false;
    }
    return this.#live;
  }

  #armIdleTimer(): void {
    const idleMs = this.#options.idleMs();
    if (this.#openCallCount > 0 || idleMs <= 0) return;
    this.#idleTimer = setTimeout(() => {
      this.#options.log("The worker was idle and is let go.");
      this.#live?.stop();
    }, idleMs);
  }
}

/** One child process and the calls on it. */
class LiveWorker {
  readonly child: ChildProcess;
  readonly call: Call<WorkerMethods>;
  isAlive = true;
  /** Calls that were cancelled and that the worker has not left yet. */
  readonly #leaving = new Set<number>();
  #onLeft: (() => void) | undefined;
  #isStopping = false;

  constructor(
    { scriptPath, modelsPath, log }: WorkerOptions,
    environment: Readonly<Record<string, string>>,
  ) {
    this.child = fork(scriptPath, [modelsPath], {
      serialization: "advanced",
      execArgv: [],
      env: { ...childEnvironment(), ...environment },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    log(`Started the worker, process ${this.child.pid ?? "?"}.`);
    const lastLines = new LastLines();
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        lastLines.add(text);
        log(text.trimEnd());
      });
    this.call = connect<WorkerMethods>(this.#port(log, lastLines));
  }

  /** True as soon as no cancelled call is under way any more; false after `withinMs`. */
  async isFree(withinMs: number): Promise<boolean> {
    if (this.#leaving.size === 0) return true;
    await new Promise<void>((resolve) => {
      this.#onLeft = resolve;
      setTimeout(resolve, withinMs);
    });
    return this.#leaving.size === 0;
  }

  stop(): void {
    this.#isStopping = true;
    this.isAlive = false;
    this.child.kill("SIGKILL");
  }

  #port(log: (line: string) => void, lastLines: LastLines): Port {
    const { child } = this;
    return {
      send: (message) =>
        new Promise((resolve) => {
          const { kind, id } = message as { kind: string; id: number };
          if (kind === "cancel") this.#leaving.add(id);
          if (!child.connected) resolve();
          else child.send(message as object, () => resolve());
        }),
      listen: (onMessage, onClose) => {
        child.on("message", (message) => {
          const { kind, id } = message as { kind: string; id: number };
          if (kind === "done" || kind === "failed") this.#left(id);
          onMessage(message);
        });
        child.on("error", (error) => {
          this.isAlive = false;
          onClose(notStarted(error));
        });
        child.on("exit", (code, signal) => {
          this.isAlive = false;
          const failure = exitFailure(code, signal, lastLines.text);
          if (!this.#isStopping) log(`${failure.message} (exit ${code ?? signal})`);
          onClose(failure);
        });
      },
    };
  }

  #left(id: number): void {
    this.#leaving.delete(id);
    if (this.#leaving.size === 0) this.#onLeft?.();
  }
}

/** Only what a worker needs: not the editor's own variables. */
function childEnvironment(): NodeJS.ProcessEnv {
  const wanted =
    /^(PATH|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|SYSTEMROOT|WINDIR|TEMP|TMP|TMPDIR|LANG|LC_.*|TZ|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|HF_.*|XDG_.*|VK_.*|CUDA_.*|LD_LIBRARY_PATH|PROMPTLIGHT_.*)$/i;
  const kept = Object.entries(process.env).filter(([name]) => wanted.test(name));
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: "1" };
}

function notStarted(error: Error): Failure {
  return {
    kind: "worker-not-started",
    message: `The worker process could not be started: ${error.message}.`,
    remedy: "Look into the log, and reload the window.",
    detail: error.stack ?? error.message,
  };
}

/** Why the worker died, from how it exited and what it said last. */
export function exitFailure(
  code: number | null,
  signal: NodeJS.Signals | null,
  lastWords: string,
): Failure {
  const detail = `exit code ${code}, signal ${signal}\n${lastWords}`;
  const ranOut = /heap out of memory|bad_alloc|Failed to allocate|out of memory/i.test(lastWords);
  if (ranOut || code === 137)
    return {
      kind: "out-of-memory",
      message: "The worker ran out of memory. What was scored until then is kept.",
      remedy: "Explain by sentence instead of by word, or choose a smaller model.",
      detail,
    };
  const reason = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  return {
    kind: "worker-stopped",
    message: `The worker process ${reason} in the middle of its work. What was scored until then is kept.`,
    remedy: "Run it again: a new worker starts by itself.",
    detail,
  };
}

/** The end of what a process printed. */
class LastLines {
  text = "";

  add(more: string): void {
    this.text = (this.text + more).slice(-4000);
  }
}
