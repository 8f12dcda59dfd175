import { expect, test } from "vitest";
import { announcement } from "../../webview/announcement.ts";
import { explanation, finishedRun, panelState, runWith } from "./sample.ts";

const progress = { stage: "explaining", past: [], done: 120, total: 410, msLeft: 4000 } as const;

test("a run is told by its stage, then by what it found", () => {
  expect(announcement(panelState())).toBe("");
  expect(announcement(panelState(runWith({ progress })))).toBe("First colours, 4\u00a0s left");
  expect(announcement(panelState(runWith({ progress, explanation })))).toBe(
    "Refining: 120 of 410 evaluations, 4\u00a0s left",
  );
  expect(announcement(panelState(finishedRun))).toMatch(
    /^11 words explained\. Without doctor and patient the answer changes more/,
  );
  const partial = { ...explanation, partial: true };
  expect(announcement(panelState(runWith({ explanation: partial })))).toBe(
    "11 words explained in part.",
  );
});
