import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atMostEvery } from "../../webview/pace.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("the first comes at once, then the last of each while", () => {
  const said: number[] = [];
  const speaking = atMostEvery(2000, (value: number) => said.push(value));
  for (const value of [1, 2, 3]) speaking.call(value);
  expect(said).toEqual([1]);
  vi.advanceTimersByTime(1999);
  expect(said).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(said).toEqual([1, 3]);
  vi.advanceTimersByTime(10_000);
  speaking.call(4);
  expect(said).toEqual([1, 3, 4]);
});

test("what waits can be done at once, and only once", () => {
  const said: number[] = [];
  const speaking = atMostEvery(500, (value: number) => said.push(value));
  speaking.call(1);
  speaking.call(2);
  speaking.flush();
  vi.advanceTimersByTime(1000);
  expect(said).toEqual([1, 2]);
});
