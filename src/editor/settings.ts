import * as vscode from "vscode";
import type { ClassChoice } from "#protocol/classes";
import { explainsClasses, isMethodId, type MethodId } from "#protocol/methods";
import {
  type BaselineChoice,
  type Device,
  type Dtype,
  devices,
  dtypes,
  type ExplainRequest,
  type Granularity,
  granularities,
  type ModelChoice,
  type ValueKind,
  values,
} from "#protocol/request";
import type { CudaRequest } from "#protocol/worker-methods";
import { fileFeatures } from "./file-features.ts";
import type { PaletteOptions, ThemeName } from "./palette.ts";
import type { Subject } from "./selection.ts";

/** What quick picks remember per workspace; each goes before the setting of the same name. */
export interface Choices {
  readonly model?: string;
  /** Which weights of that model. */
  readonly dtype?: Dtype | undefined;
  readonly method?: MethodId;
  /** Of feature ablation. */
  readonly coarseToFine?: boolean;
  readonly granularity?: Granularity;
  readonly baseline?: string;
  readonly value?: ValueKind;
  /** The same for *Explain Classification*, which has a model and a method of its own. */
  readonly classModel?: string;
  readonly classDtype?: Dtype | undefined;
  readonly classMethod?: MethodId;
  /** A preset's name, or the URI of a file. */
  readonly classes?: string;
}

/** The models that need no fetching: of those that continue a text, and of those that fill gaps in it. */
export const bundledModels = { causal: "story-chat", masked: "review-cloze" } as const;

/** Settings and remembered choices, read when they are needed. */
export class Settings {
  readonly #memory: vscode.Memento;
  readonly #storageFolder: string;
  readonly #remembered = new vscode.EventEmitter<void>();
  /** A choice was made in a quick pick. */
  readonly onDidRemember = this.#remembered.event;

  constructor(memory: vscode.Memento, storageFolder: string) {
    this.#memory = memory;
    this.#storageFolder = storageFolder;
  }

  get choices(): Choices {
    return this.#memory.get<Choices>("choices", {});
  }

  async remember(choice: Choices): Promise<void> {
    await this.#memory.update("choices", { ...this.choices, ...choice });
    this.#remembered.fire();
  }

  /** The model that the next run uses, unless its file names another. */
  get model(): string {
    const chosen = this.choices.model ?? read("model", bundledModels.causal);
    return vscode.workspace.isTrusted ? chosen : bundledModels.causal;
  }

  /** The same for *Explain Classification*. */
  get classModel(): string {
    const chosen = this.choices.classModel ?? read("classModel", bundledModels.masked);
    const isBundled = Object.values<string>(bundledModels).includes(chosen);
    return vscode.workspace.isTrusted || isBundled ? chosen : bundledModels.masked;
  }

  get classMethod(): MethodId {
    const id = this.choices.classMethod ?? read("classMethod", "");
    return isMethodId(id) && explainsClasses(id) ? id : "prompt-explainer";
  }

  /** The weights that the settings ask for; undefined where they leave it open. */
  get dtype(): Dtype | undefined {
    const dtype = oneOf<Dtype>(dtypes, read("dtype", "auto"), "auto");
    return dtype === "auto" ? undefined : dtype;
  }

  get method(): MethodId {
    const id = this.choices.method ?? read("method", "");
    return isMethodId(id) ? id : "shapley-value-sampling";
  }

  /** Whether feature ablation goes coarse to fine. */
  get coarseToFine(): boolean {
    return this.choices.coarseToFine ?? read("coarseToFine", false);
  }

  get granularity(): Granularity {
    return this.choices.granularity ?? oneOf(granularities, read("granularity", ""), "word");
  }

  get baseline(): string {
    return this.choices.baseline ?? read("baseline", "zero");
  }

  get baselineChoice(): BaselineChoice {
    return parseBaseline(this.baseline) ?? { kind: "zero" };
  }

  /** Never `contrast`, which needs a text for each run. */
  get value(): ValueKind {
    const lasting = values.filter((value) => value !== "contrast");
    return this.choices.value ?? oneOf(lasting, read("value", ""), "log-prob");
  }

  /** Runs that are estimated to take longer are asked about first; 0: never. */
  get longRunMs(): number {
    return read("longRunSeconds", 60) * 1000;
  }

  get randomSetCount(): number {
    return read("randomSets", 20);
  }

  get cudaRequest(): CudaRequest {
    const source = read("cudaSource", "");
    return source === "" ? {} : { source };
  }

  /** What a worker is told of a mirror of the hub; nothing where none is set, so that the user's own HF_ENDPOINT counts. */
  get hubEnvironment(): Record<string, string> {
    const endpoint = read("hubEndpoint", "").trim();
    return endpoint === "" ? {} : { HF_ENDPOINT: endpoint };
  }

  get idleMs(): number {
    return read("idleMinutes", 10) * 60_000;
  }

  get palette(): PaletteOptions {
    return {
      theme: themeNames[vscode.window.activeColorTheme.kind],
      intensity: Math.min(1.5, Math.max(0.5, read("colorIntensity", 1))),
      underline: read("underline", false),
    };
  }

  /**
   * What *Explain Classification* asks the worker about `subject`, as `request`: with the model and the method that are
   * chosen for classes, and a value that classes have.
   */
  classRequest(subject: Subject, classes: ClassChoice, chosen?: Granularity): ExplainRequest {
    const request = this.request(subject, chosen);
    const { method, model } = subject.fileSettings;
    const isNamed = method !== undefined && isMethodId(method) && explainsClasses(method);
    const hasValue = request.value !== "entropy";
    return {
      ...request,
      classes,
      target: {},
      perToken: false,
      method: isNamed ? method : this.classMethod,
      value: hasValue ? request.value : "log-prob",
      ...(model !== undefined && vscode.workspace.isTrusted
        ? {}
        : { model: this.modelChoice(this.classModel) }),
    };
  }

  /**
   * What *Explain Generation* asks the worker about `subject`; its file's front matter goes first, but for a
   * granularity that was `chosen` for this run. Absent slots become what the template says.
   */
  request(subject: Subject, chosen?: Granularity): ExplainRequest {
    const { uri, mapped, system, fileSettings: file } = subject;
    const features = fileFeatures(subject, this.granularity, chosen);
    const usual: BaselineChoice =
      features.granularity === "slot" ? { kind: "text", text: "" } : this.baselineChoice;
    const method = file.method && isMethodId(file.method) ? file.method : this.method;
    const prompted = system ?? (read("systemPrompt", "") || undefined);
    const [seed, topK, topP] = [read("seed", 0), read("topK", 0), read("topP", 1)];
    return {
      model: this.modelChoice(
        vscode.workspace.isTrusted && file.model !== undefined
          ? pathFrom(vscode.Uri.joinPath(vscode.Uri.parse(uri, true), ".."), file.model)
          : undefined,
      ),
      prompt: {
        text: mapped.text,
        frame: file.frame ?? oneOf(["auto", "chat", "raw"] as const, read("frame", "auto"), "auto"),
        ...(prompted === undefined ? {} : { system: prompted }),
      },
      tooLong: "fail",
      generation: {
        maxNewTokens: file.maxNewTokens ?? read("maxNewTokens", 120),
        temperature: file.temperature ?? read("temperature", 0),
        ...(topK > 0 ? { topK } : {}),
        ...(topP < 1 ? { topP } : {}),
        seed,
      },
      features: this.coarseToFine ? { ...features, coarseToFine: true } : features,
      baseline: parseBaseline(file.baseline ?? "") ?? usual,
      target: file.target === undefined ? {} : { text: file.target },
      value: this.value,
      seed,
      method,
      perToken: true,
    };
  }

  modelChoice(source = this.model, dtype = this.#dtypeOf(source)): ModelChoice {
    const threadCount = read("threads", 0);
    return {
      source: pathFrom(vscode.workspace.workspaceFolders?.[0]?.uri, source),
      dtype,
      device: oneOf<Device>(devices, read("device", "auto"), "auto"),
      cacheFolder: read("modelCacheFolder", "") || this.#storageFolder,
      ...(threadCount > 0 ? { threadCount } : {}),
    };
  }

  /** The weights that were chosen with the model, else those of the settings. */
  #dtypeOf(source: string): Dtype {
    const { model, dtype, classModel, classDtype } = this.choices;
    const own = source === model ? dtype : source === classModel ? classDtype : undefined;
    return own ?? this.dtype ?? "auto";
  }
}

/** A path that begins with a dot is meant from `folder`, where it was written; others are as they are. */
function pathFrom(folder: vscode.Uri | undefined, path: string): string {
  if (folder?.scheme !== "file" || !/^\.{1,2}[\\/]/.test(path)) return path;
  return vscode.Uri.joinPath(folder, path.replaceAll("\\", "/")).fsPath;
}

/** `zero`, `remove`, `attention`, `token:ID`, `text:STRING`; anything else is none. */
export function parseBaseline(text: string): BaselineChoice | undefined {
  const [kind, ...rest] = text.split(":");
  const argument = rest.join(":");
  if (text === "zero" || text === "remove" || text === "attention") return { kind: text };
  if (kind === "text") return { kind, text: argument };
  if (kind === "token" && /^\d+$/.test(argument)) return { kind, id: Number(argument) };
  const named = (["pad", "unk", "mask", "eos", "bos"] as const).find((name) => name === argument);
  if (kind === "token" && named) return { kind, id: named };
  return undefined;
}

const themeNames: Readonly<Record<vscode.ColorThemeKind, ThemeName>> = {
  [vscode.ColorThemeKind.Light]: "light",
  [vscode.ColorThemeKind.Dark]: "dark",
  [vscode.ColorThemeKind.HighContrast]: "highContrast",
  [vscode.ColorThemeKind.HighContrastLight]: "highContrastLight",
};

function read<T>(name: string, fallback: T): T {
  return vscode.workspace.getConfiguration("promptlight").get<T>(name) ?? fallback;
}

function oneOf<T extends string>(values: readonly T[], value: string, fallback: T): T {
  return values.find((own) => own === value) ?? fallback;
}
