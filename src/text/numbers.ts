/** How numbers are written everywhere: the words and digits of the design's section "Numbers". */

const minus = "\u2212";
const noBreakSpace = "\u00a0";

/** Signed with two decimals, one from 10 on where `short`; zero has no sign. `+13.37`, `−0.78`, `0.00`. */
export function formatScore(nats: number, { short = false } = {}): string {
  const digits = short && Math.abs(nats) >= 9.95 ? 1 : 2;
  const text = Math.abs(nats).toFixed(digits);
  if (Number(text) === 0) return text;
  return (nats < 0 ? minus : "+") + text;
}

/** Two decimals, a sign only where negative: ratios, similarities, standard errors. */
export function formatRatio(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return (value < 0 && Number(text) !== 0 ? minus : "") + text;
}

/** A share as whole percent with a no-break space: `35 %`, `<1 %` below a half, `−7 %`. */
export function formatShare(share: number): string {
  const percent = Math.round(Math.abs(share) * 100);
  if (percent === 0) return share === 0 ? `0${noBreakSpace}%` : `<1${noBreakSpace}%`;
  return `${share < 0 ? minus : ""}${percent}${noBreakSpace}%`;
}

/**
 * A change of likelihood by a factor e^|nats| in words, two significant digits: `3.2 times`,
 * `64 billion times`; below 1.1 as percent, `3 %`.
 */
export function formatTimes(nats: number): string {
  const factor = Math.exp(Math.abs(nats));
  if (factor < 1.1) return formatShare(factor - 1);
  if (factor >= 1e12) return "over a trillion times";
  const rounded = Number(factor.toPrecision(2));
  const unit = largeUnits.find(({ from }) => rounded >= from);
  if (!unit) return `${rounded.toLocaleString("en")} times`;
  return `${(rounded / unit.size).toLocaleString("en")} ${unit.word} times`;
}

const largeUnits = [
  { from: 1e9, size: 1e9, word: "billion" },
  { from: 1e6, size: 1e6, word: "million" },
  { from: 1e4, size: 1e3, word: "thousand" },
] as const;

/** Milliseconds as seconds, one decimal below 10, minutes from two minutes on: `6.1 s`, `42 s`, `6 min`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${noBreakSpace}s`;
  if (seconds < 120) return `${Math.round(seconds)}${noBreakSpace}s`;
  return `${Math.round(seconds / 60)}${noBreakSpace}min`;
}

/** An estimate of the time left, in whole units: `4 s`, `6 min`; never below a second. */
export function formatTimeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds}${noBreakSpace}s`;
  return `${Math.round(seconds / 60)}${noBreakSpace}min`;
}

/** How far a load has come, in megabytes: `212 of 240 MB`, `2.1 of 5.8 MB`. */
export function formatBytes(done: number, total: number): string {
  const digits = total < 9.95e6 ? 1 : 0;
  const megabytes = (bytes: number) =>
    (bytes / 1e6).toLocaleString("en", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  return `${megabytes(done)} of ${megabytes(total)}${noBreakSpace}MB`;
}

/** A size in three digits, for the terminal too: `674 kB`, `5.81 MB`, `2.55 GB`. */
export function formatSize(bytes: number): string {
  const units = [
    ["kB", 1e3],
    ["MB", 1e6],
    ["GB", 1e9],
  ] as const;
  const [unit, size] = units.find(([, own]) => bytes < 999.5 * own) ?? units[2];
  return `${Number((bytes / size).toPrecision(3))} ${unit}`;
}

/** A count with its noun: `1 evaluation`, `2,300 evaluations`. */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** White space that would not show, as marks: `·` space, `→` tab, `⏎` line end. Other text is unchanged. */
export function visibleWhitespace(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, "⏎")
    .replace(/\t/g, "→")
    .replace(/ /g, "·");
}
