import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Throttle } from "#base/throttle";

describe("A throttle", () => {
  test("acts at once, then once for all that is asked within its time", async () => {
    let count = 0;
    const throttle = new Throttle(() => count++, 60);
    throttle.ask();
    expect(count).toBe(1);
    for (let index = 0; index < 5; index++) throttle.ask();
    expect(count).toBe(1);
    await pause(120);
    expect(count).toBe(2);
  });

  test("acts before its time when told so, and not a second time for what waited", async () => {
    let count = 0;
    const throttle = new Throttle(() => count++, 60);
    throttle.ask();
    throttle.ask();
    throttle.now();
    expect(count).toBe(2);
    await pause(120);
    expect(count).toBe(2);
  });

  test("forgets what waits when it is disposed", async () => {
    let count = 0;
    const throttle = new Throttle(() => count++, 30);
    throttle.ask();
    throttle.ask();
    throttle.dispose();
    await pause(60);
    expect(count).toBe(1);
  });
});
