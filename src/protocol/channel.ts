import { assert } from "#base/assert";
import { Latest } from "#base/latest";
import { ExplainError, type Failure, failureOf } from "./failure.ts";

/** A two-way pipe for plain data: a child process, or two ends in one process. */
export interface Port {
  /** Resolves when the message has left this side; never rejects. */
  send(message: unknown): Promise<void>;
  listen(onMessage: (message: unknown) => void, onClose: (failure: Failure) => void): void;
}

/** Methods by name: what each is asked and what it yields, whole snapshots each. */
export type Methods<M> = { [K in keyof M]: { request: unknown; yields: unknown } };

export type Handlers<M extends Methods<M>> = {
  [K in keyof M]: (request: M[K]["request"], signal: AbortSignal) => AsyncIterable<M[K]["yields"]>;
};

/** Asks the other end; see `connect`. */
export type Call<M extends Methods<M>> = <K extends keyof M>(
  method: K,
  request: M[K]["request"],
  signal: AbortSignal,
) => AsyncIterable<M[K]["yields"]>;

type Message =
  | { kind: "call"; id: number; method: string; request: unknown }
  | { kind: "cancel"; id: number }
  | { kind: "yield"; id: number; value: unknown }
  | { kind: "done"; id: number }
  | { kind: "failed"; id: number; failure: Failure };

/**
 * The calling end. A call yields the newest snapshot whenever the reader asks: snapshots that came
 * in between are dropped, the last never. It throws `ExplainError`, also when the port closes; when `signal` aborts it ends at once and without failure, whatever the other end does.
 */
export function connect<M extends Methods<M>>(port: Port): Call<M> {
  /** Those that are not answered yet. */
  const calls = new Map<number, Latest<unknown>>();
  let closed: Failure | undefined;
  let lastId = 0;
  port.listen(
    (message) => {
      if (!isMessage(message)) return;
      const inbox = calls.get(message.id);
      if (message.kind === "yield") inbox?.put(message.value);
      else calls.delete(message.id);
      if (message.kind === "done") inbox?.end();
      if (message.kind === "failed") inbox?.end(new ExplainError(message.failure));
    },
    (failure) => {
      closed = failure;
      for (const inbox of calls.values()) inbox.end(new ExplainError(failure));
      calls.clear();
    },
  );
  return async function* call(method, request, signal) {
    if (closed) throw new ExplainError(closed);
    if (signal.aborted) return;
    lastId += 1;
    const id = lastId;
    const inbox = new Latest<unknown>();
    const cancel = () => inbox.end();
    calls.set(id, inbox);
    signal.addEventListener("abort", cancel, { once: true });
    try {
      await port.send({ kind: "call", id, method: String(method), request } satisfies Message);
      for await (const value of inbox) yield value as never;
    } finally {
      signal.removeEventListener("abort", cancel);
      // A call that is no longer there was answered, or its port has closed.
      if (calls.delete(id)) void port.send({ kind: "cancel", id } satisfies Message);
    }
  };
}

/**
 * The answering end: every call is answered with `done` or `failed`. A snapshot is sent when the one
 * before has left; those that a slow pipe leaves behind are overtaken by newer ones.
 */
export function serve<M extends Methods<M>>(port: Port, handlers: Handlers<M>): void {
  const running = new Map<number, AbortController>();
  port.listen(
    (message) => {
      if (!isMessage(message)) return;
      if (message.kind === "cancel") running.get(message.id)?.abort();
      if (message.kind === "call") void answer(message);
    },
    () => {
      for (const controller of running.values()) controller.abort();
    },
  );

  async function answer({ id, method, request }: Message & { kind: "call" }): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    const outbox = new Outbox((value) => port.send({ kind: "yield", id, value } satisfies Message));
    let last: Message = { kind: "done", id };
    try {
      const handler = Object.hasOwn(handlers, method) ? handlers[method as keyof M] : undefined;
      assert(handler, `there is no method ${method}`);
      for await (const value of handler(request as never, controller.signal)) outbox.put(value);
    } catch (error) {
      last = { kind: "failed", id, failure: failureOf(error) };
    }
    running.delete(id);
    await outbox.flushed();
    await port.send(last);
  }
}

/** Two connected ends in one process; messages arrive in a later turn, copied like between processes. */
export function portPair(): [Port, Port] {
  const listeners: ((message: unknown) => void)[] = [];
  const end = (own: number, other: number): Port => ({
    send: async (message) => {
      const copy = structuredClone(message);
      await new Promise<void>((resolve) => setImmediate(resolve));
      listeners[other]?.(copy);
    },
    listen: (onMessage) => {
      listeners[own] = onMessage;
    },
  });
  return [end(0, 1), end(1, 0)];
}

function isMessage(message: unknown): message is Message {
  return (
    typeof message === "object" &&
    message !== null &&
    typeof (message as Message).kind === "string" &&
    typeof (message as Message).id === "number"
  );
}

/** Sends one value at a time and always the newest. */
class Outbox {
  readonly #send: (value: unknown) => Promise<void>;
  #next: { readonly of: unknown } | undefined;
  #pump: Promise<void> | undefined;

  constructor(send: (value: unknown) => Promise<void>) {
    this.#send = send;
  }

  put(value: unknown): void {
    this.#next = { of: value };
    this.#pump ??= this.#run();
  }

  async flushed(): Promise<void> {
    await this.#pump;
  }

  async #run(): Promise<void> {
    while (this.#next) {
      const { of } = this.#next;
      this.#next = undefined;
      await this.#send(of);
    }
    this.#pump = undefined;
  }
}
