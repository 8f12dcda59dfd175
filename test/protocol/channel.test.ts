import { describe, expect, it } from "vitest";
import { type Call, connect, type Handlers, type Port, portPair, serve } from "#protocol/channel";
import { ExplainError, type Failure } from "#protocol/failure";

interface Counting {
  count: { request: number; yields: number };
  stay: { request: null; yields: string };
  fail: { request: Failure; yields: never };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
let stayedUntilCancelled = false;

const handlers: Handlers<Counting> = {
  async *count(limit) {
    for (let i = 1; i <= limit; i++) yield i;
  },
  async *stay(_, signal) {
    yield "here";
    while (!signal.aborted) await turn();
    stayedUntilCancelled = true;
  },
  // biome-ignore lint/correctness/useYield: it only fails
  async *fail(failure) {
    throw new ExplainError(failure);
  },
};

function connected(): Call<Counting> {
  const [here, there] = portPair();
  serve<Counting>(there, handlers);
  return connect<Counting>(here);
}

const never = new AbortController().signal;

describe("channel", () => {
  it("merges yields for a slow reader and never loses the last", async () => {
    const seen: number[] = [];
    for await (const value of connected()("count", 1000, never)) {
      seen.push(value);
      await turn();
    }
    expect(seen.at(-1)).toBe(1000);
    expect(seen.length).toBeLessThan(1000);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it("ends at once when cancelled and tells the other end", async () => {
    stayedUntilCancelled = false;
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const value of connected()("stay", null, controller.signal)) {
      seen.push(value);
      controller.abort();
    }
    expect(seen).toEqual(["here"]);
    for (let i = 0; i < 10; i++) await turn();
    expect(stayedUntilCancelled).toBe(true);
  });

  it("ends at once when cancelled although the other end is blocked", async () => {
    const [here] = portPair();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 5);
    for await (const _ of connect<Counting>(here)("stay", null, controller.signal)) expect.fail();
  });

  it("cancels nothing when the reader leaves a call that was answered to its end", async () => {
    const sent: unknown[] = [];
    let say = (_: unknown) => {};
    const call = connect<Counting>({
      send: async (message) => {
        const { kind, id } = message as { kind: string; id: number };
        sent.push(kind);
        say({ kind: "yield", id, value: 1 });
        say({ kind: "done", id });
      },
      listen: (onMessage) => {
        say = onMessage;
      },
    });
    for await (const _ of call("count", 1, never)) break;
    expect(sent).toEqual(["call"]);
  });

  it("cancels the other end when the reader walks away", async () => {
    stayedUntilCancelled = false;
    for await (const _ of connected()("stay", null, never)) break;
    for (let i = 0; i < 10; i++) await turn();
    expect(stayedUntilCancelled).toBe(true);
  });

  it("carries failures as data", async () => {
    const failure: Failure = { kind: "network", message: "no hub", remedy: "go online" };
    await expect(read(connected()("fail", failure, never))).rejects.toMatchObject({ failure });
  });

  it("answers an unknown method with a failure", async () => {
    const call = connected() as unknown as (
      m: string,
      r: null,
      s: AbortSignal,
    ) => AsyncIterable<never>;
    await expect(read(call("toString", null, never))).rejects.toMatchObject({
      failure: { kind: "internal" },
    });
  });

  it("fails every open call when the port closes, and every later one", async () => {
    const stopped: Failure = { kind: "worker-stopped", message: "it died", remedy: "again" };
    let close = (_: Failure) => {};
    const port: Port = {
      send: async () => {},
      listen: (_, onClose) => {
        close = onClose;
      },
    };
    const call = connect<Counting>(port);
    const open = read(call("count", 1, never));
    setTimeout(() => close(stopped), 1);
    await expect(open).rejects.toMatchObject({ failure: stopped });
    await expect(read(call("count", 1, never))).rejects.toMatchObject({ failure: stopped });
  });

  it("ignores rubbish", async () => {
    const [here, there] = portPair();
    serve<Counting>(there, handlers);
    for (const rubbish of [null, 1, "x", {}, { kind: "call" }, { kind: "cancel", id: 99 }])
      await here.send(rubbish);
    const values = await read(connect<Counting>(here)("count", 1, never));
    expect(values).toEqual([1]);
  });
});

async function read<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of stream) values.push(value);
  return values;
}
