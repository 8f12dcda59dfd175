import type { DeviceChoice } from "./device-choice.ts";
import { logSumExp } from "./log-softmax.ts";
import type { Weights } from "./model-folder.ts";
import { Reader } from "./reader.ts";
import type { Session } from "./session.ts";

/**
 * Nats that the log-probability of a likely token may differ from the CPU's. Float32 differs by 1e-5 and less, but
 * WebGPU's sine and cosine are exact to 2^-11 only, and with them rotary positions: 2e-3 was seen. Numbers of
 * fewer bits are multiplied in other orders and precisions on each device.
 */
const toleranceNats = { fp32: 0.02, other: 0.3 };

/** The likeliest tokens on the CPU, which are compared: far down the list a device's rounding is larger. */
const comparedTokenCount = 10;

/**
 * Asks the model on its device and on the CPU about the same few tokens, the last of them read with a cache, and
 * gives the device up where its numbers are others, or where it takes longer. A device that the user chose is kept,
 * with a note of its numbers.
 */
export async function checkDevice(
  devices: DeviceChoice,
  session: Session,
  dtype: Weights["dtype"],
  createReference: () => Promise<Session>,
): Promise<void> {
  const isOnCpu = () => devices.current === "cpu";
  if (isOnCpu()) return;
  const reference = await createReference().catch(() => undefined);
  if (!reference) {
    devices.note("not compared with the CPU, which cannot load the model");
    return;
  }
  try {
    const expected = await answerOf(reference);
    while (!isOnCpu()) {
      const { notes } = devices;
      const before = notes.length;
      const found = await answerOf(session);
      if (notes.length > before) continue;
      const problem = compare(found, expected, toleranceNats[dtype === "fp32" ? "fp32" : "other"]);
      if (!problem) return;
      if (!devices.giveUp(problem.reason)) {
        if (!problem.isSlow) devices.note(problem.reason);
        return;
      }
    }
  } finally {
    await reference.release();
  }
}

interface Found {
  /** `[vocab]` after the last token. */
  readonly logProbs: Float32Array;
  /** The better of two after the first, in which a device compiles its programs. */
  readonly ms: number;
}

async function answerOf(session: Session): Promise<Found> {
  const ids = Array.from({ length: 12 }, (_, index) => index + 3);
  const read = async () => {
    const reader = new Reader(session, { ids });
    await reader.read(ids.slice(0, 9));
    return reader.read(ids.slice(9));
  };
  let logits = await read();
  let ms = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 2; round += 1) {
    const start = performance.now();
    logits = await read();
    ms = Math.min(ms, performance.now() - start);
  }
  const normalizer = logSumExp(logits);
  return { logProbs: logits.map((logit) => logit - normalizer), ms };
}

function compare(
  found: Found,
  expected: Found,
  tolerance: number,
): { readonly reason: string; readonly isSlow: boolean } | undefined {
  const likeliest = [...expected.logProbs.keys()]
    .sort((a, b) => expected.logProbs[b]! - expected.logProbs[a]!)
    .slice(0, comparedTokenCount);
  const differences = likeliest.map((id) => Math.abs(found.logProbs[id]! - expected.logProbs[id]!));
  // a difference that is no number is no small one
  if (!differences.every((nats) => nats <= tolerance)) {
    const nats = Math.max(...differences).toPrecision(2);
    return { reason: `its log-probabilities are ${nats} nats from the CPU's`, isSlow: false };
  }
  if (found.ms <= expected.ms) return undefined;
  const [here, there] = [found.ms, expected.ms].map(Math.ceil);
  return { reason: `slower with this model, ${here} ms against the CPU's ${there}`, isSlow: true };
}
