import type { Session } from "./session.ts";

export interface SessionsOptions {
  readonly create: (graph: Uint8Array) => Promise<Session>;
  /** Bytes of memory that a new session takes at once. */
  readonly sessionBytes: number;
  readonly availableBytes: () => number;
  /** Milliseconds after which a session that nobody uses is given back. */
  readonly idleMs?: number;
}

/** The sessions that one model runs in, each made on demand; idle ones give way when memory is short. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #slots: SessionSlot[] = [];

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** A place for the session of `graph`. */
  slot(graph: Uint8Array): SessionSlot {
    const { create, sessionBytes, availableBytes, idleMs = 60_000 } = this.#options;
    const slot = new SessionSlot(async () => {
      if (availableBytes() < sessionBytes) await this.releaseIdle();
      return create(graph);
    }, idleMs);
    this.#slots.push(slot);
    return slot;
  }

  /** Gives back what nobody uses now. */
  async releaseIdle(): Promise<void> {
    for (const slot of this.#slots) if (!slot.isUsed) await slot.release();
  }

  async release(): Promise<void> {
    for (const slot of this.#slots) await slot.release();
  }
}

/** A session that is made when it is first used, and anew when it was given back in the meantime. */
export class SessionSlot {
  readonly #create: () => Promise<Session>;
  readonly #idleMs: number;
  #session: Promise<Session> | undefined;
  #userCount = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(create: () => Promise<Session>, idleMs: number) {
    this.#create = create;
    this.#idleMs = idleMs;
  }

  get isUsed(): boolean {
    return this.#userCount > 0;
  }

  async use<T>(work: (session: Session) => Promise<T>): Promise<T> {
    this.#enter();
    try {
      return await work(await this.#opened());
    } finally {
      this.#leave();
    }
  }

  /** The session counts as used until the stream ends. */
  async *stream<T>(work: (session: Session) => AsyncIterable<T>): AsyncGenerator<T, void> {
    this.#enter();
    try {
      yield* work(await this.#opened());
    } finally {
      this.#leave();
    }
  }

  async release(): Promise<void> {
    clearTimeout(this.#idle);
    const session = this.#session;
    this.#session = undefined;
    await (await session)?.release();
  }

  #opened(): Promise<Session> {
    this.#session ??= this.#create().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return this.#session;
  }

  #enter(): void {
    this.#userCount += 1;
    clearTimeout(this.#idle);
  }

  #leave(): void {
    this.#userCount -= 1;
    if (this.isUsed || !this.#session) return;
    this.#idle = setTimeout(() => void this.release().catch(() => {}), this.#idleMs);
    this.#idle.unref();
  }
}
