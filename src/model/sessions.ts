import type { Session } from "./session.ts";

export interface SessionsOptions {
  /** `packs`: with a copy of the weights in the layout that the kernels like best. */
  readonly create: (graph: Uint8Array, packs: boolean) => Promise<Session>;
  /** Bytes of memory that a new session takes at once. */
  readonly sessionBytes: number;
  readonly availableBytes: () => number;
  /** Milliseconds after which a session that nobody uses is given back. */
  readonly idleMs?: number;
  /** True where there is memory for a packed copy of the weights, and they are not packed from the start. */
  readonly canPack?: () => boolean;
}

/**
 * Uses after which a slot for much work packs its weights. Without a packed copy every run packs what it reads, so that
 * a few runs have lost what the copy costs (docs/performance.md).
 */
const usesBeforePacking = 4;

/** The sessions that one model runs in, each made on demand; idle ones give way when memory is short. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #slots: SessionSlot[] = [];

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** A place for the session of `graph`; with `isForMuchWork` its weights are packed once it is used much, where they can be. */
  slot(graph: Uint8Array, isForMuchWork = false): SessionSlot {
    const { create, sessionBytes, availableBytes, idleMs = 60_000, canPack } = this.#options;
    const slot = new SessionSlot(
      async (packs) => {
        if (availableBytes() < sessionBytes) await this.releaseIdle();
        return create(graph, packs);
      },
      idleMs,
      isForMuchWork ? canPack : undefined,
    );
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
  readonly #create: (packs: boolean) => Promise<Session>;
  readonly #idleMs: number;
  readonly #canPack: (() => boolean) | undefined;
  #session: Promise<Session> | undefined;
  #packs = false;
  /** Since the session was made. */
  #useCount = 0;
  #userCount = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(
    create: (packs: boolean) => Promise<Session>,
    idleMs: number,
    canPack?: () => boolean,
  ) {
    this.#create = create;
    this.#idleMs = idleMs;
    this.#canPack = canPack;
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
    this.#packs = false;
    this.#useCount = 0;
    await (await session)?.release();
  }

  async #opened(): Promise<Session> {
    const isBusy = ++this.#useCount > usesBeforePacking && this.#userCount === 1;
    if (isBusy && !this.#packs && this.#canPack?.()) {
      const released = this.release();
      this.#packs = true;
      await released;
    }
    this.#session ??= this.#create(this.#packs).catch((error: unknown) => {
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
