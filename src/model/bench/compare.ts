/** Work in steps, each of which is timed by itself: the least of every step is found sooner than that of the whole. */
export type Work = () => AsyncGenerator<unknown, void>;

/** Process CPU time of the whole work, in ms: the sum of what its steps took at least, and the median round. */
interface Timing {
  readonly least: number;
  readonly median: number;
}

export interface Comparison {
  readonly one: Timing;
  readonly other: Timing;
  /** The least of `one` to the least of `other`: whatever else the machine does can only add. */
  readonly ratio: number;
  /** The median ratio of neighbouring rounds. */
  readonly medianRatio: number;
  readonly rounds: number;
}

/** Rounds within which the ratio must not have moved by more than a hundredth. */
const steadyRounds = 10;
/** CPU time after which it is left at what it is, after five rounds at least. */
const patienceMs = 60_000;
const fewestRounds = 5;

/**
 * Runs two pieces of work in turn, step by step, A B A B …, and compares the CPU time that the process spent on them,
 * until the ratio is steady. Run them with one thread: more of them wait for each other, and the wait is counted too.
 */
export async function compare(one: Work, other: Work): Promise<Comparison> {
  const ones: number[][] = [];
  const others: number[][] = [];
  const ratios: number[] = [];
  const isDone = () => {
    const last = ratios.slice(-steadyRounds);
    const isSteady = Math.max(...last) < 1.01 * Math.min(...last);
    const isLong = sum([...ones, ...others].map(sum)) > patienceMs;
    return (ratios.length > steadyRounds && isSteady) || (ratios.length >= fewestRounds && isLong);
  };
  await interleave(one, other);
  while (!isDone()) {
    const [times, otherTimes] = await interleave(one, other);
    ones.push(times);
    others.push(otherTimes);
    ratios.push(least(ones) / least(others));
  }
  return {
    one: { least: least(ones), median: median(ones.map(sum)) },
    other: { least: least(others), median: median(others.map(sum)) },
    ratio: ratios.at(-1)!,
    medianRatio: median(ones.map((times, round) => sum(times) / sum(others[round]!))),
    rounds: ratios.length,
  };
}

/** [works][steps] CPU ms. */
async function interleave(...works: readonly Work[]): Promise<[number[], number[]]> {
  const running = works.map((work) => ({ steps: work(), times: [] as number[], isDone: false }));
  while (running.some(({ isDone }) => !isDone)) {
    for (const each of running.filter(({ isDone }) => !isDone)) {
      const before = process.cpuUsage();
      each.isDone = (await each.steps.next()).done ?? false;
      const { user, system } = process.cpuUsage(before);
      each.times.push((user + system) / 1000);
    }
  }
  const [one, other] = running;
  return [one!.times, other!.times];
}

/** The sum over the steps of the least that each took in any round. */
function least(rounds: readonly number[][]): number {
  const steps = rounds[0]!.map((_, step) => Math.min(...rounds.map((times) => times[step]!)));
  return sum(steps);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
