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
    ["worker-busy", ["Try again", "Cancel the run", "Open the log"]],
  ] as const)("of kind %s has the buttons %j", (kind, expected) => {
    expect(labels(kind)).toEqual(expected);
  });
});

it("a token that opens a model is followed by choosing that model", () => {
  const failure = { kind: "model-access", message: "No.", remedy: "Ask." } as const;
  const button = choosingFailureView(failure, again).buttons[1];
  expect(button).toMatchObject({ command: "promptlight.setHubToken", argument: again });
});

it("a gated model in a run has the token's button too", () => {
  const view = failureView({ kind: "model-access", message: "No.", remedy: "Ask." });
  expect(view.buttons[0]).toEqual({ label: "Set the token", command: "promptlight.setHubToken" });
});

describe("a failure of classes", () => {
  const failure = { kind: "invalid-option", message: "2 masks.", remedy: "Leave one." } as const;

  it("has the buttons that choose them, and their own bundled model", () => {
    const commands = failureView(failure, true).buttons.map(({ command }) => command);
    expect(commands).toEqual([
      "promptlight.chooseClasses",
      "promptlight.chooseTemplate",
      "promptlight.chooseModel",
    ]);
    const missing = failureView({ ...failure, kind: "model-not-found" }, true);
    expect(missing.buttons.at(-1)).toMatchObject({ argument: "review-cloze" });
  });
});
