import type { BenchName } from "#protocol/bench";
import type { ClassChoice } from "#protocol/classes";
import type { MethodId } from "#protocol/methods";
import type {
  ExplainRequest,
  FeatureChoice,
  GenerateRequest,
  MaskRequest,
  MinimalRequest,
  ModelChoice,
  TaskRequest,
} from "#protocol/request";
import type { UnreadEvaluation } from "./evaluate-arguments.ts";
import type { MethodArgument } from "./method-arguments.ts";
import type { BaselineArgument } from "./option-values.ts";

export const formats = ["text", "json", "html", "markdown"] as const;
export type Format = (typeof formats)[number];

/** Where the prompt is: read later, so that arguments are parsed without touching a file. */
export type InputArgument =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "stdin" }
  | { readonly kind: "template"; readonly path: string };

export interface OutputArguments {
  readonly format: Format;
  readonly out?: string;
  readonly isQuiet: boolean;
}

/** A model as it was named; no source: the bundled one. */
export type ModelArgument = Omit<ModelChoice, "source"> & { readonly source?: string };

/** A request whose prompt and files are still to be read. */
type Unread<R extends GenerateRequest> = Omit<
  R,
  "model" | "prompt" | "baseline" | "features" | "classes"
> & {
  readonly model: ModelArgument;
  readonly prompt: Omit<R["prompt"], "text">;
  readonly input: InputArgument;
};
export type UnreadGenerate = Unread<GenerateRequest>;
export type UnreadTask<R extends TaskRequest = TaskRequest> = Unread<R> & {
  readonly features: Omit<FeatureChoice, "granularity" | "template"> &
    Partial<Pick<FeatureChoice, "granularity">>;
  readonly baseline?: BaselineArgument;
};
export type UnreadExplain = UnreadTask<ExplainRequest> & {
  readonly classes?: ClassArgument;
  /** Further methods, that are compared with the first. */
  readonly compared?: readonly MethodId[];
};

/** What is asked about classes; their words are a preset's, or in a file. */
export type ClassArgument = Omit<ClassChoice, "verbalizer"> &
  (Pick<ClassChoice, "verbalizer"> | { readonly verbalizerPath: string });
export type UnreadMinimal = UnreadTask<MinimalRequest>;

/** What is masked: named features, or the best ones of a method that runs first. */
export type MaskedArgument = MaskRequest["masked"] | ({ readonly top: number } & MethodArgument);
export type UnreadMask = Omit<UnreadTask<MaskRequest>, "masked"> & {
  readonly masked: MaskedArgument;
};

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: "print"; readonly text: string }
  | { readonly kind: "version" }
  | { readonly kind: "explain"; readonly request: UnreadExplain; readonly output: OutputArguments }
  | {
      readonly kind: "classify-all";
      /** Of a JSONL file with the texts. */
      readonly path: string;
      readonly request: UnreadExplain;
      readonly output: OutputArguments;
    }
  | { readonly kind: "lens"; readonly request: UnreadExplain; readonly output: OutputArguments }
  | { readonly kind: "minimise"; readonly request: UnreadMinimal; readonly output: OutputArguments }
  | {
      readonly kind: "generate";
      readonly request: UnreadGenerate;
      readonly output: OutputArguments;
    }
  | { readonly kind: "mask"; readonly request: UnreadMask; readonly output: OutputArguments }
  | {
      readonly kind: "evaluate";
      readonly request: UnreadEvaluation;
      readonly output: OutputArguments;
    }
  | {
      readonly kind: "models-list";
      readonly model: ModelArgument;
      readonly output: OutputArguments;
    }
  | {
      readonly kind: "models-info";
      readonly model: ModelArgument & { readonly source: string };
      readonly output: OutputArguments;
    }
  | {
      readonly kind: "models-download";
      readonly model: ModelChoice;
      readonly output: OutputArguments;
    }
  | {
      readonly kind: "bench";
      readonly names: readonly BenchName[];
      readonly folder?: string;
      readonly output: OutputArguments;
    };
