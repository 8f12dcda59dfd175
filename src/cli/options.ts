import { classPresetIds } from "#protocol/class-presets";
import {
  devices,
  dtypes,
  granularities,
  relevanceRules,
  saliencyNorms,
  smoothedMethods,
  steeringWays,
  values,
} from "#protocol/request";

export const commands = [
  "explain",
  "generate",
  "mask",
  "classify",
  "evaluate",
  "models",
  "bench",
] as const;

export type CommandName = (typeof commands)[number];

/** An option of the command line: `value` is the placeholder of its value, absent for a flag. */
export interface Option {
  readonly value?: string;
  readonly help: string;
  readonly commands: readonly CommandName[];
  readonly short?: string;
}

const all: readonly CommandName[] = commands;
const running: readonly CommandName[] = ["explain", "generate", "mask"];
const reading: readonly CommandName[] = [...running, "classify"];
const opening: readonly CommandName[] = [...reading, "evaluate"];
const withModel: readonly CommandName[] = [...opening, "models"];
const scoring: readonly CommandName[] = ["explain", "mask"];
const attributing: readonly CommandName[] = [...scoring, "classify"];
const comparing: readonly CommandName[] = [...attributing, "evaluate"];

export const options = {
  task: {
    value: "masking|convergence|activation|pruning|erasure",
    help: "what is compared: the answer without each method's strongest words (default), how soon the searches of joint-prompt end, how a class moves as words come back or go, or what it becomes without the words of highest interest",
    commands: ["evaluate"],
  },
  prompts: {
    value: "F.jsonl",
    help: 'one {"prompt": "..."} a line, for classes {"text": "...", "label": "..."}; with "decisive" and "redundant" stretches where they are known (default: the bundled set); for classify every text of the file, one JSON result a line',
    commands: ["evaluate", "classify"],
  },
  limit: { value: "N", help: "only the first N prompts", commands: ["evaluate"] },
  sizes: {
    value: "A..B|none",
    help: "also the probability ratio for each of these k (default: 1..5)",
    commands: ["evaluate"],
  },
  file: { value: "F", help: "read the prompt from this file, as it is", commands: reading },
  template: {
    value: "F.json",
    help: 'a template with its values: {"template": "{name} lives in {city}", "values": {...}, "baselines": {...}}; each slot is a feature; for classify the text of a template, {text} in it and for masked models one <mask>; with --preset the number of one of its templates',
    commands: opening,
  },
  verbalizer: {
    value: "F.json",
    help: 'which words stand for which class: {"kind": "manual", "labels": {"sports": ["football", "team"], ...}}; kinds kpt, prototypical and soft too, and "template"',
    commands: ["explain", "classify", "evaluate"],
  },
  preset: {
    value: classPresetIds.join("|"),
    help: "classes that are ready to use, in place of --verbalizer: four templates each, --template N or one of your own (default: the first; for evaluate all four)",
    commands: ["classify", "evaluate"],
  },
  label: {
    value: "NAME",
    help: "the class to explain (default: the one that the model predicts)",
    commands: ["explain", "classify"],
  },
  indices: { value: "I,J", help: "the features to mask, by index from 0", commands: ["mask"] },
  spans: {
    value: "S:E,S:E",
    help: "mask the features that these stretches of the prompt touch (UTF-16 code units)",
    commands: ["mask"],
  },
  top: {
    value: "K",
    help: "mask the K features with the highest scores of --method",
    commands: ["mask"],
  },
  steer: {
    value: "S:E=F,S:E=F",
    help: "turn these stretches of the prompt up or down while their text stays: the factor 0 mutes, 1 leaves, 2 doubles",
    commands: ["mask"],
  },
  by: {
    value: steeringWays.join("|"),
    help: "what --steer multiplies: attention to the stretch, its embeddings, or noise on them, which only turns down (default: attention)",
    commands: ["mask"],
  },
  "score-only": {
    help: "only the target's log-probabilities with the features masked: no generation",
    commands: ["mask"],
  },
  embedder: {
    value: "DIR|ID",
    help: "the sentence-embedding model of the cosine (default: all-MiniLM-L6-v2 where it is in the cache, else the model's own hidden states)",
    commands: ["mask", "evaluate"],
  },
  "random-sets": {
    value: "N",
    help: "random sets of as many features to compare with (default 20; 0 with --score-only)",
    commands: ["mask"],
  },
  model: {
    value: "DIR|ID",
    help: "a folder in the transformers.js layout, a hub id, or a bundled model (default: story-chat)",
    commands: opening,
  },
  dtype: { value: dtypes.join("|"), help: "which weights (default: auto)", commands: withModel },
  device: {
    value: devices.join("|"),
    help: "where the model runs (default: auto)",
    commands: withModel,
  },
  threads: { value: "N", help: "threads of one run (default: one per core)", commands: withModel },
  folder: {
    value: "DIR",
    help: "where the model that is measured is kept, 653 MB (default: the cache folder)",
    commands: ["bench"],
  },
  method: {
    value: "NAME",
    help: "how scores are found (default: feature-ablation); for evaluate given more than once, each of them",
    commands: comparing,
  },
  compare: {
    value: "NAME",
    help: "what another method says of the same words, under the first one's; given more than once, each of them",
    commands: ["explain", "classify"],
  },
  features: {
    value: granularities.join("|"),
    help: "what is scored as one (default: word; slot with --template)",
    commands: comparing,
  },
  groups: {
    value: "'[[0,1],[4]]'",
    help: "features that are masked together, by index at the chosen granularity",
    commands: attributing,
  },
  keep: {
    value: "S:E,S:E",
    help: "stretches of the prompt that are never perturbed (UTF-16 code units)",
    commands: attributing,
  },
  "include-special": { help: "special prefix tokens are features too", commands: comparing },
  "raw-tokens": {
    help: "with --features token: one feature per token, also where tokens share a character",
    commands: comparing,
  },
  marks: {
    value: "S:E,S:E",
    help: "stretches of the prompt that are one feature each (UTF-16 code units)",
    commands: attributing,
  },
  "coarse-to-fine": {
    help: "first paragraphs, then sentences in those that matter, then words: for long prompts",
    commands: scoring,
  },
  baseline: {
    value: "zero|token:ID|token:pad|text:STRING|sampled:F.json|remove|attention|noise:SIZE",
    help: "what a masked feature becomes (default: zero; a template's own baselines with --template)",
    commands: comparing,
  },
  target: {
    value: "TEXT",
    help: "explain this text (default: the model's answer)",
    commands: scoring,
  },
  "target-ids": { value: "5,9,2", help: "explain these output tokens", commands: scoring },
  "target-span": {
    value: "3:9",
    help: "explain only these tokens of the answer or target; given more than once, each of them and the whole, from the same evaluations",
    commands: scoring,
  },
  value: {
    value: values.join("|"),
    help: "what is explained of the target (default: log-prob; for evaluate of the class, default: logit)",
    commands: comparing,
  },
  versus: {
    value: "TEXT",
    help: "the text that --value contrast sets the answer against, token by token where they agree",
    commands: attributing,
  },
  "max-new-tokens": {
    value: "N",
    help: "where the answer is cut (default: 64)",
    commands: [...running, "evaluate"],
  },
  temperature: { value: "T", help: "0 is greedy (default: 0)", commands: running },
  "top-k": {
    value: "K",
    help: "with --temperature: draw from the K likeliest tokens only",
    commands: running,
  },
  "top-p": {
    value: "P",
    help: "with --temperature: draw from the likeliest tokens with this probability together",
    commands: running,
  },
  chat: { help: "put the prompt in the model's chat template", commands: opening },
  raw: {
    help: "the prompt as it is (default: the chat template where there is one)",
    commands: opening,
  },
  system: { value: "TEXT", help: "the system prompt of a chat", commands: opening },
  "too-long": {
    value: "fail|keep-start|keep-end",
    help: "what to do with a prompt that does not fit the model (default: fail)",
    commands: opening,
  },
  "per-token": { help: "scores for every output token too", commands: ["explain"] },
  evaluations: {
    value: "N",
    help: "budget of model evaluations (default: the method's own)",
    commands: comparing,
  },
  confidence: {
    value: "P",
    help: "a sampled method may end early when its ranking is settled with this probability (default: 0.95)",
    commands: attributing,
  },
  steps: {
    value: "N",
    help: "nodes of a path integral (default: as many as its residual asks for)",
    commands: comparing,
  },
  surrogate: {
    value: "lasso|ridge|least-squares",
    help: "the linear model of lime (default: lasso)",
    commands: attributing,
  },
  penalty: { value: "A", help: "of lasso or ridge (default: 0.01)", commands: attributing },
  similarity: {
    value: "cosine|euclidean",
    help: "how lime measures the distance from the whole prompt (default: cosine)",
    commands: attributing,
  },
  "kernel-width": {
    value: "W",
    help: "of lime's exponential kernel (default: 1)",
    commands: attributing,
  },
  "keep-probability": {
    value: "P",
    help: "how likely lime and rise keep a feature (default: 0.5)",
    commands: attributing,
  },
  noise: {
    value: "SIZE",
    help: "on the embeddings, in their root mean squares: of smooth-grad (default: 0.15) and gradient-shap (default: 0)",
    commands: scoring,
  },
  base: {
    value: smoothedMethods.join("|"),
    help: "what smooth-grad averages (default: input-x-gradient)",
    commands: scoring,
  },
  relevance: {
    value: relevanceRules.join("|"),
    help: "what lrp takes as given besides attention: the norms' denominators (published), their means too (mean), or nothing (attention) (default: published)",
    commands: ["explain", "classify"],
  },
  norm: {
    value: saliencyNorms.join("|"),
    help: "how saliency measures a gradient (default: l2)",
    commands: ["explain", "classify"],
  },
  lens: {
    help: "instead of scores: the token that each position would predict after each block",
    commands: ["explain", "classify"],
  },
  minimal: {
    help: "instead of scores: the words that can all go while the greedy answer stays the same, and the prompt without them",
    commands: ["explain"],
  },
  k: {
    value: "K|A..B",
    help: "of joint-prompt: how many features are masked together, or a row of sizes; for evaluate how many each method's answer is measured without (default: 3)",
    commands: [...scoring, "evaluate"],
  },
  below: {
    value: "R",
    help: "of joint-prompt: the smallest set whose probability ratio per token is below R (up to --k, default 10)",
    commands: scoring,
  },
  initialisation: {
    value: "gradient|random",
    help: "of joint-prompt: where the search begins (default: gradient)",
    commands: scoring,
  },
  probabilities: {
    value: "gradient|uniform",
    help: "of joint-prompt: how swaps are drawn (default: gradient)",
    commands: scoring,
  },
  search: {
    value: "guided|published",
    help: "of joint-prompt: by what was tried, or one random swap at a time as in the paper (default: guided)",
    commands: scoring,
  },
  lambda: {
    value: "L",
    help: "of model-interest: how much noise is asked for, above 0 and at most 1 (default: 0.6)",
    commands: attributing,
  },
  sweep: {
    value: "L,L,L",
    help: "of model-interest: the interest, and how far the prediction moves, at these lambdas too",
    commands: ["explain", "classify"],
  },
  layers: {
    value: "all|0,3",
    help: "of model-interest: the interest in the output of these blocks too, counted from 0",
    commands: ["explain", "classify"],
  },
  seed: { value: "N", help: "of everything random (default: 0)", commands: opening },
  format: {
    value: "text|json|html|markdown",
    help: "of the result (default: text)",
    commands: all,
  },
  out: {
    value: "FILE",
    help: "write the result to this file; for evaluate a folder for rows.jsonl, evaluation.json, .csv and .html, where the same command goes on after a kill",
    commands: all,
  },
  quiet: { help: "no progress", commands: all, short: "q" },
  help: { help: "this text", commands: all, short: "h" },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;

/** Options of the contract that this version refuses by name. */
export const laterOptions = {
  trust: undefined,
} as const satisfies Record<string, string | undefined>;

export const optionNames = Object.keys(options) as OptionName[];

/** The options of one command, in the order of the table. */
export function optionsOf(command: CommandName): OptionName[] {
  return optionNames.filter((name) => (options[name] as Option).commands.includes(command));
}
