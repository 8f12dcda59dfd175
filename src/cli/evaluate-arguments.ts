import {
  type CurveTask,
  curveTasks,
  type EvaluatedMethod,
  type EvaluationRequest,
} from "#protocol/evaluation";
import type { MethodId } from "#protocol/methods";
import type { GivenOptions } from "./given-options.ts";
import type { UnreadTask } from "./invocation.ts";
import { parseMethod } from "./method-arguments.ts";
import { parseChoice, parseCount } from "./option-values.ts";
import { usageError } from "./usage.ts";

export const evaluationTasks = ["masking", "convergence", ...curveTasks, "erasure"] as const;
export type EvaluationTask = (typeof evaluationTasks)[number];

/** What `evaluate` is asked, its files still to be read. */
export interface UnreadEvaluation {
  readonly task: EvaluationTask;
  readonly methods: readonly EvaluatedMethod[];
  /** Absent: the bundled ones. */
  readonly promptsPath?: string;
  readonly limit?: number;
  readonly request: UnreadTask;
  readonly measures: Pick<EvaluationRequest, "k" | "sizes" | "embedder">;
  /** For the classes' tasks: each template with each verbalizer. */
  readonly templates: readonly string[];
  readonly verbalizerPaths: readonly string[];
  /** What the methods explain of the true class. */
  readonly classValue: ClassValue;
  /** Each in the templates that are given, or in all of its own. */
  readonly presets: readonly string[];
}

/** Of a class by itself: its logit, or its share among all, which is what its logit means beside the others'. */
const classValues = ["logit", "log-prob", "prob"] as const;
export type ClassValue = (typeof classValues)[number];

/** Of XPrompt's table 1. */
const maskingMethods: readonly MethodId[] = [
  "joint-prompt",
  "feature-ablation",
  "integrated-gradients",
  "random",
];

/** Of PromptExplainer's table 2. */
const curveMethods: readonly MethodId[] = [
  "prompt-explainer",
  "attention-last",
  "attention-rollout",
  "attention-gae",
  "input-x-gradient",
  "lrp",
  "random",
];

/** Interest, which the paper erases by; what masking says; chance. */
const erasureMethods: readonly MethodId[] = ["model-interest", "feature-ablation", "random"];

/** The search, and XPrompt's algorithm with its ablations: figure 4 and table 4. */
const searches: readonly EvaluatedMethod[] = [
  { name: "guided", method: "joint-prompt" },
  { name: "published", method: "joint-prompt", joint: { search: "published" } },
  {
    name: "published, random start",
    method: "joint-prompt",
    joint: { search: "published", initialisation: "random" },
  },
  {
    name: "published, uniform swaps",
    method: "joint-prompt",
    joint: { search: "published", probabilities: "uniform" },
  },
  {
    name: "published, neither",
    method: "joint-prompt",
    joint: { search: "published", initialisation: "random", probabilities: "uniform" },
  },
];

export function isCurveTask(task: EvaluationTask): task is CurveTask {
  return curveTasks.some((each) => each === task);
}

/** True of tasks whose texts have a class. */
export function isOfClasses(task: EvaluationTask): boolean {
  return isCurveTask(task) || task === "erasure";
}

/** The arguments of `evaluate`; `request` are those that it shares with other commands. */
export function evaluationOf(given: GivenOptions, request: UnreadTask): UnreadEvaluation {
  const [word] = given.words;
  if (word !== undefined)
    throw usageError(
      `evaluate does not take ${JSON.stringify(word)}.`,
      "Name the file of the prompts with --prompts F.jsonl.",
    );
  const task = parseChoice("task", given.text("task") ?? "masking", evaluationTasks);
  checkFits(given, task);
  return {
    task,
    methods: methodsOf(given, task),
    ...given.property("promptsPath", "prompts", String),
    ...given.property("limit", "limit", (text) => parseCount("limit", text, 1)),
    request,
    measures: {
      k: parseCount("k", given.text("k") ?? "3", 1),
      sizes: task === "masking" ? sizesOf(given.text("sizes") ?? "1..5") : [],
      ...given.property("embedder", "embedder", String),
    },
    templates: given.texts("template"),
    verbalizerPaths: given.texts("verbalizer"),
    classValue: parseChoice("value", given.text("value") ?? "logit", classValues),
    presets: given.texts("preset"),
  };
}

function methodsOf(given: GivenOptions, task: EvaluationTask): EvaluatedMethod[] {
  const count = (name: "evaluations" | "steps") =>
    given.property(name, name, (text) => parseCount(name, text, 1));
  const costs = { ...count("evaluations"), ...count("steps") };
  if (task === "convergence") return searches.map((search) => ({ ...search, ...costs }));
  const fallback = isCurveTask(task)
    ? curveMethods
    : task === "erasure"
      ? erasureMethods
      : maskingMethods;
  const names = given
    .texts("method")
    .flatMap((text) => text.split(","))
    .map(parseMethod);
  if (!isOfClasses(task) && names.includes("prompt-explainer"))
    throw usageError(
      "The method prompt-explainer needs classes.",
      "Add --task activation or --task pruning.",
    );
  const chosen = names.length > 0 ? new Set(names) : fallback;
  return [...chosen].map((method) => ({ name: method, method, ...costs }));
}

/** `1..5`, or `none`. */
function sizesOf(text: string): number[] {
  if (text === "none") return [];
  const [first, last = first] = text.split("..");
  const from = parseCount("sizes", first!, 1);
  const to = parseCount("sizes", last!, 1);
  if (from > to) throw usageError(`--sizes ${text} is empty.`, "Write for example --sizes 1..5.");
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}

function checkFits(given: GivenOptions, task: EvaluationTask): void {
  const foreign = isOfClasses(task)
    ? (["k", "sizes", "embedder"] as const)
    : (["template", "verbalizer", "preset", "value"] as const);
  const stray = foreign.find((name) => given.has(name));
  if (stray) throw usageError(`--${stray} is not for --task ${task}.`, `Leave --${stray} out.`);
  if (task === "convergence" && given.has("method"))
    throw usageError(
      "--task convergence compares the searches of joint-prompt.",
      "Leave --method out.",
    );
  const hasWords = given.has("verbalizer") || given.has("preset");
  if (isOfClasses(task) && given.has("prompts") && !hasWords)
    throw usageError(
      `--task ${task} needs the words of the classes.`,
      "Add --verbalizer F.json, or --preset NAME.",
    );
}
