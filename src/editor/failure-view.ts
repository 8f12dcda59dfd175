import { type Failure, failureTitles } from "#protocol/failure";
import type { FailureView, RemedyButton } from "#protocol/panel-methods";

/** An error with its title and the buttons that do what its remedy says; the first does it. */
export function failureView(failure: Failure, isOfClasses = false): FailureView {
  const isAboutClasses = isOfClasses && failure.kind === "invalid-option";
  const usual = isOfClasses ? remedies(failure).map(ofClasses) : remedies(failure);
  const buttons = isAboutClasses ? aboutClasses : usual;
  return { title: failureTitles[failure.kind], failure, buttons };
}

/** The same of a model that was being chosen: three buttons, for four are cut short in a notification. */
export function choosingFailureView(failure: Failure, again: object): FailureView {
  const tryAgain = { label: "Try again", command: "promptlight.chooseModel", argument: again };
  const helping = ["model-access", "cache-unwritable", "worker-busy"].includes(failure.kind);
  const remedy = (helping ? remedies(failure)[0] : undefined) ?? chooseModel;
  const other = remedy === setToken ? { ...setToken, argument: again } : remedy;
  return { title: failureTitles[failure.kind], failure, buttons: [tryAgain, other, showLog] };
}

const aboutClasses: readonly RemedyButton[] = [
  { label: "Choose other classes", command: "promptlight.chooseClasses" },
  { label: "Choose another template", command: "promptlight.chooseTemplate" },
  { label: "Choose another model", command: "promptlight.chooseModel" },
];
const again: RemedyButton = { label: "Explain again", command: "promptlight.explainAgain" };
const chooseModel: RemedyButton = {
  label: "Choose another model",
  command: "promptlight.chooseModel",
};
const useBundled: RemedyButton = {
  label: "Use the bundled model",
  command: "promptlight.chooseModel",
  argument: "story-chat",
};
/** What is bundled for classes is another model. */
const ofClasses = (button: RemedyButton) =>
  button === useBundled ? { ...useBundled, argument: "review-cloze" } : button;
const setToken: RemedyButton = { label: "Set the token", command: "promptlight.setHubToken" };
const cancelRun: RemedyButton = { label: "Cancel the run", command: "promptlight.cancel" };
const showLog: RemedyButton = { label: "Open the log", command: "promptlight.showLog" };

function remedies(failure: Failure): RemedyButton[] {
  switch (failure.kind) {
    case "prompt-too-long":
      return [
        {
          label: "Keep the end",
          command: "promptlight.explainAgain",
          argument: { tooLong: "keep-end" },
        },
        {
          label: "Keep the start",
          command: "promptlight.explainAgain",
          argument: { tooLong: "keep-start" },
        },
        chooseModel,
      ];
    case "model-not-found":
    case "model-incomplete":
    case "model-corrupt":
    case "model-unsupported":
    case "model-too-large":
      return [chooseModel, useBundled];
    case "model-access":
      return [setToken, chooseModel, useBundled];
    case "network":
      return [again, useBundled];
    case "cache-unwritable":
      return [
        {
          label: "Open the setting",
          command: "workbench.action.openSettings",
          argument: "promptlight.modelCacheFolder",
        },
        useBundled,
      ];
    case "device-unavailable":
      return [
        ...(failure.device === "cuda"
          ? [{ label: "Install CUDA Support", command: "promptlight.installCudaSupport" }]
          : []),
        {
          label: "Open the setting",
          command: "workbench.action.openSettings",
          argument: "promptlight.device",
        },
        showLog,
      ];
    case "out-of-memory":
      return [
        {
          label: "Explain by sentence",
          command: "promptlight.chooseGranularity",
          argument: "sentence",
        },
        chooseModel,
      ];
    case "no-gradient":
      return [{ label: "Choose another method", command: "promptlight.chooseMethod" }];
    case "invalid-option":
      return [
        { label: "Choose another method", command: "promptlight.chooseMethod" },
        { label: "Choose another baseline", command: "promptlight.chooseBaseline" },
        { label: "Choose another value", command: "promptlight.chooseValue" },
      ];
    case "worker-stopped":
    case "worker-not-started":
    case "internal":
      return [again, showLog];
    case "worker-busy":
      return [cancelRun, showLog];
    case "nothing-to-explain":
      return [again, chooseModel];
    case "empty-prompt":
    case "binary-file":
      return [];
  }
}
