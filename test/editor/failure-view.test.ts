import { describe, expect, it } from "vitest";
import { choosingFailureView, failureView } from "#editor/failure-view";
import type { PlainFailureKind } from "#protocol/failure";

const again = { source: "test/model", dtype: "q8" };
const labels = (kind: PlainFailureKind) =>
  choosingFailureView({ kind, message: "It happened.", remedy: "Do this." }, again).buttons.map(
    ({ label }) => label,
  );

describe("a failure while a model is chosen", () => {
  it("can be tried again with the same model, and looked up in the log", () => {
    const { title, buttons } = choosingFailureView(
      { kind: "network", message: "It happened.", remedy: "Do this." },
      again,
    );
    expect(title).toBe("The model hub could not be reached");
    expect(buttons[0]).toEqual({
      label: "Try again",
      command: "promptlight.chooseModel",
      argument: again,
    });
    expect(buttons.at(-1)).toMatchObject({ label: "Open the log" });
  });

  it.each([
    ["network", ["Try again", "Choose another model", "Open the log"]],
    ["model-access", ["Try again", "Set the token", "Open the log"]],
    ["model-not-found", ["Try again", "Choose another model", "Open the log"]],
    ["internal", ["Try again", "Choose another model", "Open the log"]],
    ["cache-unwritable", ["Try again", "Open the setting", "Open the log"]],
  ] as const)("of kind %s has the buttons %j", (kind, expected) => {
    expect(labels(kind)).toEqual(expected);
  });
});

it("a gated model in a run has the token's button too", () => {
  const view = failureView({ kind: "model-access", message: "No.", remedy: "Ask." });
  expect(view.buttons[0]).toEqual({ label: "Set the token", command: "promptlight.setHubToken" });
});
