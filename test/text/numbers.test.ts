import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRatio,
  formatScore,
  formatShare,
  formatTimeLeft,
  formatTimes,
  visibleWhitespace,
} from "#text/numbers";

/** No-break space. */
const s = "\u00a0";

// Expected: design.md, "Numbers", and the figures of the pictures in design/shots.
describe("formatScore", () => {
  test.each([
    [13.4283, {}, "+13.43"],
    [-0.7776, {}, "\u22120.78"],
    [0, {}, "0.00"],
    [-0, {}, "0.00"],
    [0.004, {}, "0.00"],
    [-0.004, {}, "0.00"],
    [0.0479, {}, "+0.05"],
    [13.4283, { short: true }, "+13.4"],
    [-18.79, { short: true }, "\u221218.8"],
    [2.2314, { short: true }, "+2.23"],
    [9.96, { short: true }, "+10.0"],
    [-0.001, { short: true }, "0.00"],
  ])("%f %o is %s", (nats, options, text) => {
    expect(formatScore(nats, options)).toBe(text);
  });
});

describe("formatRatio", () => {
  test.each([
    [0.4811, "0.48"],
    [1, "1.00"],
    [-0.0001, "0.00"],
    [-0.31, "\u22120.31"],
  ])("%f is %s", (value, text) => {
    expect(formatRatio(value)).toBe(text);
  });
});

describe("formatShare", () => {
  test.each([
    [0.3483, `35${s}%`],
    [1, `100${s}%`],
    [0.0012, `<1${s}%`],
    [0.005, `1${s}%`],
    [-0.0202, `\u22122${s}%`],
    [0, `0${s}%`],
  ])("%f is %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });
});

describe("formatTimes", () => {
  test.each([
    [Math.log(3.2), "3.2 times"],
    [-Math.log(3), "3 times"],
    [Math.log(7.44), "7.4 times"],
    [24.8768, "64 billion times"],
    [Math.log(1.03), `3${s}%`],
    [Math.log(1.001), `<1${s}%`],
    [Math.log(1.1001), "1.1 times"],
    [Math.log(9449), "9,400 times"],
    [Math.log(12_300), "12 thousand times"],
    [Math.log(9_960), "10 thousand times"],
    [Math.log(999_000), "1 million times"],
    [Math.log(2_340_000), "2.3 million times"],
    [Math.log(996_000_000), "1 billion times"],
    [Math.log(1.01e12), "over a trillion times"],
    [800, "over a trillion times"],
  ])("e^%f is %s", (nats, text) => {
    expect(formatTimes(nats)).toBe(text);
  });
});

test.each([
  [6100, `6.1${s}s`],
  [100, `0.1${s}s`],
  [9949, `9.9${s}s`],
  [9950, `10${s}s`],
  [42_000, `42${s}s`],
  [360_000, `6${s}min`],
])("a duration of %i ms is %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [4000, `4${s}s`],
  [200, `1${s}s`],
  [360_000, `6${s}min`],
])("%i ms left are %s", (ms, text) => {
  expect(formatTimeLeft(ms)).toBe(text);
});

test.each([
  [212e6, 240e6, `212 of 240${s}MB`],
  [2_100_000, 5_800_000, `2.1 of 5.8${s}MB`],
  [0, 1_234e6, `0 of 1,234${s}MB`],
])("%f of %f bytes are %s", (done, total, text) => {
  expect(formatBytes(done, total)).toBe(text);
});

test("a count agrees with its noun", () => {
  expect(formatCount(1, "evaluation")).toBe("1 evaluation");
  expect(formatCount(2300, "evaluation")).toBe("2,300 evaluations");
});

test("white space is shown as marks", () => {
  expect(visibleWhitespace(" \t\r\n\n")).toBe("·→⏎⏎");
  expect(visibleWhitespace("word")).toBe("word");
});
