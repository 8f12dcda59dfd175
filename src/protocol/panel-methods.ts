import type { Span } from "#text/span";
import type { PartFinding } from "./answer-parts.ts";
import type { ShownClass } from "./class-shown.ts";
import type { NamedClasses } from "./classes.ts";
import type { Explanation } from "./explanation.ts";
import type { Failure } from "./failure.ts";
import type { LogitLens } from "./lens.ts";
import type { Masking } from "./masking.ts";
import type { MethodId } from "./methods.ts";
import type { MinimalPrompt } from "./minimal.ts";
import type { Steering, SteeringWay } from "./request.ts";
import type { Wordings } from "./wording.ts";
import type { Estimate, Progress } from "./worker-methods.ts";

/** What the panel shows, whole: the host sends it at every change, the webview keeps the last one. */
export interface PanelState {
  /** The model that the next run will use, and where it runs or will run. */
  readonly model: { readonly name: string; readonly device: string; readonly isBundled: boolean };
  /** What *Explain Generation* would explain now, for the empty panel: the active editor's file name. */
  readonly promptFile?: string;
  /** The user's settings of the shading, which the panel follows as the editor does. */
  readonly look: { readonly intensity: number; readonly underline: boolean };
  /** Absent: nothing explained yet. */
  readonly run?: RunState;
}

/** A run of *Explain Generation* or *Explain Classification*: what it was asked, where it stands, what it found. */
export interface RunState {
  readonly id: string;
  /** File name, for the title; the document's URI and the explained stretch of it. */
  readonly fileName: string;
  readonly uri: string;
  readonly span: Span;
  readonly method: string;
  /** As the quick dropdowns say it: `Feature ablation`, `words`, `zero baseline`. */
  readonly methodLabel: string;
  readonly granularityLabel: string;
  readonly baselineLabel: string;
  /** `log-probability`, `contrast`. */
  readonly valueLabel: string;
  /** The text of a contrast. */
  readonly versus?: string;
  /** Present while the run goes on. */
  readonly progress?: Progress;
  /** The answer, as far as it is generated. */
  readonly answer?: string;
  /** The scores so far; `partial` until they are final. */
  readonly explanation?: Explanation;
  /** The prompt was edited after the explanation. */
  readonly isStale: boolean;
  /** The user cancelled: what is there stays, and *Continue* runs it again. */
  readonly isCancelled: boolean;
  readonly failure?: FailureView;
  readonly comparison?: ComparisonState;
  /** Parts of the answer that the user asked about, and which of them is shaded; none: the whole answer. */
  readonly parts?: readonly AnswerPart[];
  readonly shownPart?: number;
  /** How many words the joint set has that is shown; absent: as many as are most decisive. */
  readonly shownSize?: number;
  /** The words that do nothing, once they were asked for. */
  readonly idle?: IdleState;
  /** What other methods say of the same answer, and which of them is shaded; none: the run's own. */
  readonly compared?: readonly ComparedMethod[];
  readonly shownMethod?: MethodId;
  /** Of *Explain Classification*: what it was asked, and which class is shown. */
  readonly classes?: NamedClasses & ShownClass;
  /** What positions predict on the way, once it was asked for. */
  readonly lens?: LensState;
  /** Absent where nothing is muted or boosted. */
  readonly steering?: SteeringState;
  /** Model interest by block and over λ, once the tab that shows them was open; the block that is shaded, if one is. */
  readonly interest?: Readonly<Partial<Record<InterestPart, InterestState>>>;
  readonly shownBlock?: number;
}

/** What of model interest is asked for by itself: in every block's output, or in the prediction over λ. */
export type InterestPart = "layers" | "sweep";

/** A part of model interest: what it would cost, where it stands, what it found so far. */
export interface InterestState {
  readonly estimate?: Estimate;
  readonly progress?: Progress;
  /** Of `model-interest`, with `layers`, or with the sweep. */
  readonly explanation?: Explanation;
  readonly failure?: FailureView;
}

/** Another method's scores of the features that a run scores. */
export interface ComparedMethod {
  readonly method: MethodId;
  /** So far. */
  readonly explanation?: Explanation;
  /** Present while the worker is asked. */
  readonly progress?: Progress;
  readonly failure?: FailureView;
}

/** What positions of the prompt predict after each block: being looked up, or there. */
export interface LensState {
  readonly progress?: Progress;
  readonly lens?: LogitLens;
  readonly failure?: FailureView;
}

/** What is turned up or down in the prompt, and the edits of it that were found to do the same. */
export interface SteeringState {
  readonly way: SteeringWay;
  readonly words: readonly SteeredWord[];
  readonly wording?: WordingState;
}

/** A stretch of the document with its factor. */
export interface SteeredWord {
  readonly text: string;
  readonly span: Span;
  readonly factor: number;
}

/** The search for edits: where it stands, and what it found so far. */
export interface WordingState {
  readonly progress?: Progress;
  readonly found?: Wordings;
  readonly failure?: FailureView;
}

/** The search for the words that do nothing: where it stands, and what it found. */
export interface IdleState {
  readonly progress?: Progress;
  /** Of the text as it stands. */
  readonly minimal?: MinimalPrompt;
  readonly failure?: FailureView;
}

/** A part of the answer that is explained by itself. */
export interface AnswerPart {
  /** Output tokens `[start, end)` of the explained answer. */
  readonly span: Span;
  readonly text: string;
  /** False for a token that was only clicked: the next one takes its place. */
  readonly isKept: boolean;
  readonly finding?: PartFinding;
  /** Present while the worker is asked. */
  readonly progress?: Progress;
  readonly failure?: FailureView;
}

/** The answer with masked words beside the answer without: which words, and what came of it. */
export interface ComparisonState {
  /** How the words were chosen. */
  readonly choice: MaskChoice;
  /** Indices of the masked features. */
  readonly masked: readonly number[];
  /** What is turned up or down instead. */
  readonly steering?: Steering;
  readonly progress?: Progress;
  /** The last result; of an earlier choice while `progress` is there. */
  readonly masking?: Masking;
  readonly failure?: FailureView;
  /** Beside a joint set: what other methods would have masked in its place. */
  readonly rivals?: readonly Rival[];
}

/**
 * `joint`: the set found; `top`: the k highest scores; `mine`: the words that the user clicked; `steered`: none, but
 * what the user muted or boosted.
 */
export type MaskChoice = "joint" | "top" | "mine" | "steered";

/** The k words that another method puts first, masked in place of the joint set. */
export interface Rival {
  readonly method: "feature-ablation" | "integrated-gradients";
  /** Indices of its features; absent until they are known. */
  readonly masked?: readonly number[];
  readonly masking?: Masking;
  /** Why there is none. */
  readonly failure?: string;
}

/** An error as the panel shows it: title, sentences, and buttons that do what the remedy says. */
export interface FailureView {
  readonly title: string;
  readonly failure: Failure;
  readonly buttons: readonly RemedyButton[];
}

/** A button that runs one of the extension's own commands. */
export interface RemedyButton {
  readonly label: string;
  readonly command: string;
  readonly argument?: unknown;
}

/** What the webview asks of the host. */
export type PanelAction =
  /** The page is loaded and wants the state. */
  | { readonly kind: "ready" }
  /** Run again: the same text after an edit, after an error, or after *Cancel*. */
  | { readonly kind: "explain-again" }
  | { readonly kind: "cancel" }
  /** Mask these features and regenerate. */
  | { readonly kind: "mask"; readonly choice: MaskChoice; readonly masked: readonly number[] }
  /** Shades for output tokens `[start, end)` alone, from the evaluations that are there. */
  | { readonly kind: "explain-part"; readonly span: Span; readonly isKept: boolean }
  /** Shades for one of the parts that were asked about, or for the whole answer. */
  | { readonly kind: "show-part"; readonly part: number | undefined }
  /** Why this answer, or these of its tokens, rather than the text? */
  | { readonly kind: "contrast"; readonly text: string; readonly span?: Span }
  /** A dropdown of the run line: opens the quick pick. */
  | {
      readonly kind: "choose";
      readonly what:
        | "method"
        | "granularity"
        | "baseline"
        | "value"
        | "model"
        | "classes"
        | "template";
    }
  /** The pointer or the focus is on features, or on none: lit in the editor. */
  | { readonly kind: "point"; readonly features: readonly number[] }
  /** Outlines the joint set of `k` words, and masks it. */
  | { readonly kind: "show-size"; readonly k: number }
  /** Which other methods are to explain the same answer: opens the quick pick. */
  | { readonly kind: "add-methods" }
  /** Shades by a method that was added, or by the run's own. */
  | { readonly kind: "show-method"; readonly method: MethodId | undefined }
  /** Ends a method that is at work, keeping what it has; one that is done is taken away. */
  | { readonly kind: "end-method"; readonly method: MethodId }
  /** Shades for a class, or for its difference from another. */
  | { readonly kind: "show-class"; readonly shown: number; readonly versus?: number }
  /** Multiplies the influence of a stretch of the document; by 1: it is as it was. */
  | { readonly kind: "steer"; readonly span: Span; readonly factor: number }
  | { readonly kind: "steer-by"; readonly way: SteeringWay }
  /** Looks for edits of the prompt that do what is steered; makes one of those found. */
  | { readonly kind: "find-wording" }
  | { readonly kind: "apply-wording"; readonly index: number }
  /** Asks what every position predicts after every block. */
  | { readonly kind: "show-lens" }
  /** The tab of model interest is open: what its parts would cost. */
  | { readonly kind: "price-interest" }
  | { readonly kind: "measure-interest"; readonly part: InterestPart }
  /** Ends it, keeping what is there. */
  | { readonly kind: "end-interest"; readonly part: InterestPart }
  /** Shades by the interest in a block's output, or by the run's own scores. */
  | { readonly kind: "show-block"; readonly block: number | undefined }
  /** Put the editor's cursor at the feature and give it the focus. */
  | { readonly kind: "reveal"; readonly feature: number }
  /** *Esc*: the focus goes back to the editor. */
  | { readonly kind: "back-to-editor" }
  | { readonly kind: "copy"; readonly text: string }
  | { readonly kind: "run-command"; readonly command: string; readonly argument?: unknown };

/** From host to webview. */
export type PanelMessage =
  | { readonly kind: "state"; readonly state: PanelState }
  /** The editor's hover asks the panel to light a feature. */
  | { readonly kind: "light"; readonly feature: number | undefined };

/**
 * What the webview keeps with `setState`: VS Code gives it back when the panel is shown again, and to
 * the panel's serializer after a reload of the window. The webview adds what only it needs.
 */
export interface SavedPanel {
  readonly schema: 1;
  readonly state: PanelState;
}
