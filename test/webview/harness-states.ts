import type { PanelState } from "#protocol/panel-methods";
import { classRun } from "./class-sample.ts";
import { comparedRun } from "./compared-sample.ts";
import { interest, interestRun } from "./interest-sample.ts";
import { jointExplanation } from "./joint-sample.ts";
import {
  comparison,
  explanation,
  featuresOf,
  finishedRun,
  masking,
  panelState,
  runWith,
} from "./sample.ts";

const past = [
  { stage: "loading", ms: 1200 },
  { stage: "generating", ms: 900 },
] as const;
const explaining = { stage: "explaining", past, done: 120, total: 410, msLeft: 4000 } as const;
const partial = { ...explanation, evaluations: 120, partial: true };

const finding = {
  values: { full: -2.21, none: -6.35 },
  seqAttribution: explanation.features.map((_, feature) =>
    explanation.tokenAttribution!.slice(27, 31).reduce((sum, scores) => sum + scores[feature]!, 0),
  ),
};

function longRun(words: readonly string[], separator: string): PanelState {
  const text = words.join(separator);
  const features = featuresOf(text, words);
  const seqAttribution = words.map((_, i) => 3 * Math.sin(i * i) ** 5 * (i % 7 === 0 ? 4 : 0.4));
  const { standardError: _, maskedAlone: __, ...rest } = explanation;
  return panelState({
    ...finishedRun,
    explanation: {
      ...rest,
      method: "feature-ablation",
      prompt: { text, tokens: [] },
      features,
      seqAttribution,
      tokenAttribution: explanation.target.tokens.map((_, t) =>
        seqAttribution.map((score, i) => score * Math.max(0, Math.sin(i + t) ** 3)),
      ),
      evaluations: words.length + 1,
    },
    methodLabel: "Feature ablation",
    comparison: {
      choice: "mine",
      masked: [0, 2, 4, 7, 9, 11],
      masking: { ...masking, features, masked: [0, 2, 4, 7, 9, 11] },
    },
  });
}

const lorem =
  "You are a careful assistant who writes plain prose and never invents a source. Read the report below and say in three sentences what went wrong, who noticed it and what was done.".split(
    " ",
  );
const emoji = [
  "👩‍⚕️",
  "\n",
  "\n",
  "👨‍👩‍👧‍👦",
  "🏳️‍🌈",
  "e\u0301te\u0301",
  "שלום",
  "\t",
  "🇩🇪",
  "👍🏽",
  "naïve",
  "漢字",
];

/** Every state of the panel by name: what the host would send. */
export const states: Readonly<Record<string, PanelState>> = {
  finished: panelState(finishedRun),
  empty: panelState(),
  loading: panelState(
    runWith({ progress: { stage: "loading", past: [], done: 212e6, total: 240e6 } }),
  ),
  generating: panelState(
    runWith({
      progress: { stage: "generating", past: past.slice(0, 1), done: 12 },
      answer: "Dr. Samuel Reed had run the small",
    }),
  ),
  refining: panelState(
    runWith({ progress: explaining, answer: masking.answer!, explanation: partial }),
  ),
  partial: panelState({ ...finishedRun, explanation: partial, isCancelled: true }),
  cancelled: panelState(runWith({ isCancelled: true })),
  stale: panelState({ ...finishedRun, isStale: true }),
  error: panelState(
    runWith({
      failure: {
        title: "The model folder is incomplete",
        failure: {
          kind: "model-incomplete",
          message:
            "Promptlight could not load `models/llama-story`: `tokenizer.json` is missing. Nothing was run.",
          remedy: "Download the file again, or choose a model that is ready.",
          detail: "ENOENT: no such file or directory, open 'models/llama-story/tokenizer.json'",
        },
        buttons: [
          { label: "Download tokenizer.json (2.1 MB)", command: "promptlight.downloadModel" },
          { label: "Choose another model", command: "promptlight.chooseModel" },
        ],
      },
    }),
  ),
  regenerating: panelState({
    ...finishedRun,
    comparison: {
      ...comparison,
      choice: "mine",
      masked: [3, 6, 9],
      progress: { stage: "regenerating", past: [], done: 12, total: 24 },
    },
  }),
  "first-regenerating": panelState({
    ...finishedRun,
    comparison: {
      choice: "top",
      masked: [6, 9],
      progress: { stage: "regenerating", past: [], done: 3, total: 24 },
    },
  }),
  long: longRun(
    Array.from({ length: 300 }, (_, i) => lorem[i % lorem.length]!),
    " ",
  ),
  joint: panelState({
    ...finishedRun,
    method: "joint-prompt",
    methodLabel: "Joint prompt attribution",
    explanation: jointExplanation,
    comparison: {
      ...comparison,
      choice: "joint",
      rivals: [
        {
          method: "feature-ablation",
          masked: [3, 8],
          masking: {
            ...masking,
            masked: [3, 8],
            metrics: {
              probabilityRatio: 0.87,
              klDivergence: 0.04,
              bleu: 0.66,
              rougeL: { precision: 0.8, recall: 0.82, f1: 0.81 },
            },
          },
        },
        { method: "integrated-gradients" },
      ],
    },
  }),
  compared: panelState(comparedRun),
  layers: panelState({ ...interestRun, shownBlock: 5 }),
  priced: panelState({
    ...finishedRun,
    interest: {
      layers: { estimate: { device: "CPU", evaluations: 7169, ms: 62_000, cheaper: [] } },
      sweep: {
        estimate: { device: "CPU", evaluations: 6145, ms: 48_000, cheaper: [] },
        progress: { stage: "explaining", past: [], done: 120, total: 6145, msLeft: 40_000 },
        explanation: { ...interest, evaluations: 120, partial: true },
      },
    },
  }),
  classes: panelState(classRun),
  contrast: panelState({ ...classRun, classes: { ...classRun.classes!, shown: 1, versus: 0 } }),
  steered: panelState({
    ...finishedRun,
    comparison: {
      ...comparison,
      choice: "steered",
      masked: [],
      steering: { way: "attention", spans: [{ start: 8, end: 13, factor: 0 }] },
      masking: {
        ...masking,
        masked: [],
        steering: { way: "attention", spans: [{ start: 8, end: 13, factor: 0 }] },
      },
    },
    steering: {
      way: "attention",
      words: [
        { text: "short", span: { start: 8, end: 13 }, factor: 0 },
        { text: "patient", span: { start: 39, end: 46 }, factor: 2 },
      ],
      wording: {
        found: {
          schema: 1,
          answer: masking.maskedAnswer!,
          unchanged: 0.42,
          partial: false,
          wordings: [
            {
              kind: "delete",
              edits: [],
              text: "Write a story about the doctor and his patient.",
              distance: 0.03,
              answer: "Tom Hale had lived in the small house for thirty years.",
            },
            {
              kind: "move to the end",
              edits: [],
              text: "Write a story about the doctor and his patient. Keep it short.",
              distance: 0.21,
            },
          ],
        },
      },
    },
  }),
  emoji: longRun(emoji, " "),
  asked: panelState({
    ...finishedRun,
    parts: [
      { span: { start: 0, end: 4 }, text: "Dr. Samuel Reed", isKept: true },
      { span: { start: 27, end: 31 }, text: " sat by his bed", isKept: true, finding },
    ],
    shownPart: 1,
  }),
  underlined: {
    ...panelState(finishedRun),
    look: { intensity: 0.5, underline: true },
  },
};
