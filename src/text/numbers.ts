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

/** Unsigned with two decimals: ratios, similarities, standard errors. */
export function formatRatio(value: number): string {
  return (value < 0 ? minus : "") + Math.abs(value).toFixed(2);
}

/** A share as whole percent with a no-break space: `35 %`, `<1 %` below a half, `−7 %`. */
export function formatShare(share: number): string {
  const percent = Math.round(Math.abs(share) * 100);
  if (percent === 0) return share === 0 ? `0${noBreakSpace}%` : `<1${noBreakSpace}%`;
  return `${share < 0 ? minus : ""}${percent}${noBreakSpace}%`;
}

/** A change of likelihood by a factor e^|nats| in words: `3.2 times`, `64 billion times`, `3 %`. */
export function formatTimes(nats: number): string {
  const factor = Math.exp(Math.abs(nats));
  if (factor < 1.1) return `${Math.round((factor - 1) * 100)}${noBreakSpace}%`;
  if (factor >= 1e12) return "over a trillion times";
  for (const [size, word] of [
    [1e9, " billion"],
    [1e6, " million"],
    [1e3, " thousand"],
  ] as const) {
    if (factor >= (word === " thousand" ? 1e4 : size))
      return `${Number((factor / size).toPrecision(2))}${word} times`;
  }
  return `${Number(factor.toPrecision(2)).toLocaleString("en")} times`;
}

/** Milliseconds as seconds, one decimal below 10, minutes from two minutes on: `6.1 s`, `42 s`, `6 min`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${noBreakSpace}s`;
  if (seconds < 120) return `${Math.round(seconds)}${noBreakSpace}s`;
  return `${Math.round(seconds / 60)}${noBreakSpace}min`;
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
