/** Process CPU time of one run, in ms. */
interface Timing {
  readonly least: number;
  readonly median: number;
}

export interface Comparison {
  readonly one: Timing;
  readonly other: Timing;
  /** The least of `one` to the least of `other`: whatever else the machine does can only add. */
  readonly ratio: number;
  /** The median ratio of neighbouring runs. */
  readonly medianRatio: number;
  readonly rounds: number;
}

/** Rounds within which the ratio must not have moved by more than a hundredth. */
const steadyRounds = 5;
/** CPU time after which it is left at what it is, after three rounds at least. */
const patienceMs = 90_000;

/**
 * Runs two pieces of work in turn, A B A B …, and compares the CPU time that the process spent on them, until the ratio
 * is steady. Run them with one thread: more of them wait for each other, and the wait is counted too.
 */
export async function compare(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<Comparison> {
  await one();
  await other();
  const ones: number[] = [];
  const others: number[] = [];
  const ratios: number[] = [];
  const sum = (times: readonly number[]) => times.reduce((total, ms) => total + ms, 0);
  const isDone = () => {
    const last = ratios.slice(-steadyRounds);
    const isSteady = Math.max(...last) < 1.01 * Math.min(...last);
    const isLong = sum(ones) + sum(others) > patienceMs;
    return (ratios.length > steadyRounds && isSteady) || (ratios.length >= 3 && isLong);
  };
  while (!isDone()) {
    ones.push(await cpuMs(one));
    others.push(await cpuMs(other));
    ratios.push(Math.min(...ones) / Math.min(...others));
  }
  return {
    one: timing(ones),
    other: timing(others),
    ratio: ratios.at(-1)!,
    medianRatio: median(ones.map((ms, round) => ms / others[round]!)),
    rounds: ratios.length,
  };
}

async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function timing(times: readonly number[]): Timing {
  return { least: Math.min(...times), median: median(times) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
