import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "#model/session";
import { Sessions } from "#model/sessions";

const graph = new Uint8Array(0);

/** Sessions that hold nothing, and how many of them are made and not given back. */
function countedSessions(options: { available?: number; canPack?: () => boolean } = {}) {
  const counts = { made: 0, open: 0 };
  const packed: boolean[] = [];
  const sessions = new Sessions({
    ...(options.canPack ? { canPack: options.canPack } : {}),
    create: async (_, packs) => {
      packed.push(packs);
      counts.made += 1;
      counts.open += 1;
      const release = async () => {
        counts.open -= 1;
      };
      return { name: counts.made, release } as unknown as Session;
    },
    sessionBytes: 100,
    availableBytes: () => options.available ?? 1000,
    idleMs: 50,
  });
  return { counts, packed, sessions };
}

describe("sessions", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are made on first use, kept while used, given back when idle, and made anew", async () => {
    const { counts, sessions } = countedSessions();
    const slot = sessions.slot(graph);
    expect(counts.made).toBe(0);
    const [first, second] = await Promise.all([
      slot.use(async (session) => session),
      slot.use(async (session) => session),
    ]);
    expect(second).toBe(first);
    await vi.advanceTimersByTimeAsync(40);
    expect(await slot.use(async (session) => session)).toBe(first);
    await vi.advanceTimersByTimeAsync(40);
    expect(counts).toEqual({ made: 1, open: 1 });
    await slot.use(() => vi.advanceTimersByTimeAsync(200));
    expect(counts.open).toBe(1);
    await vi.advanceTimersByTimeAsync(60);
    expect(counts).toEqual({ made: 1, open: 0 });
    await slot.use(async (session) => expect(session).not.toBe(first));
    expect(counts).toEqual({ made: 2, open: 1 });
  });

  it("stay while a stream goes on", async () => {
    const { counts, sessions } = countedSessions();
    const slot = sessions.slot(graph);
    const stream = slot.stream(async function* () {
      yield 1;
      yield 2;
    });
    await stream.next();
    await vi.advanceTimersByTimeAsync(200);
    expect(counts.open).toBe(1);
    await stream.return();
    await vi.advanceTimersByTimeAsync(200);
    expect(counts.open).toBe(0);
  });

  it("give way to a new one when memory is short, unless they are used", async () => {
    const { counts, sessions } = countedSessions({ available: 99 });
    const [used, idle, wanted] = [graph, graph, graph].map((one) => sessions.slot(one));
    await idle!.use(async () => {});
    await used!.use(async () => {
      await wanted!.use(async () => {});
      expect(counts).toEqual({ made: 3, open: 2 });
    });
    await sessions.releaseIdle();
    expect(counts.open).toBe(0);
  });

  it("pack their weights when they are used much, where there is memory, until they are given back", async () => {
    let hasMemory = false;
    const { counts, packed, sessions } = countedSessions({ canPack: () => hasMemory });
    const [busy, other] = [sessions.slot(graph, true), sessions.slot(graph)];
    const use = async (times: number) => {
      for (let time = 0; time < times; time++)
        for (const slot of [busy, other]) await slot.use(async () => {});
    };
    await use(20);
    expect(packed).toEqual([false, false]);
    hasMemory = true;
    await use(20);
    expect(packed).toEqual([false, false, true]);
    expect(counts.open).toBe(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(counts.open).toBe(0);
    await use(1);
    expect(packed.slice(3)).toEqual([false, false]);
    // not under the feet of another user
    await busy.use(() => use(20));
    expect(packed).toHaveLength(5);
  });

  it("are tried again after a failure", async () => {
    let isBroken = true;
    const sessions = new Sessions({
      create: async () => {
        if (isBroken) throw new Error("broken");
        return {} as Session;
      },
      sessionBytes: 0,
      availableBytes: () => 1,
    });
    const slot = sessions.slot(graph);
    await expect(slot.use(async () => 1)).rejects.toThrow("broken");
    isBroken = false;
    expect(await slot.use(async () => 1)).toBe(1);
  });
});
