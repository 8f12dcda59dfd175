import type { Explanation, Feature } from "#protocol/explanation";
import type { Masking } from "#protocol/masking";
import type { ComparisonState, PanelState, RunState } from "#protocol/panel-methods";
import outputTokens from "./sample-tokens.json" with { type: "json" };

/** The example of the design's pictures (design/data.mjs): one small game, so all figures agree. */
const words = ["Write", "a", "short", "story", "about", "the", "doctor", "and", "his", "patient"];
const text = `${words.join(" ")}.`;
const answer =
  "Dr. Samuel Reed had run the small clinic for thirty years. One night a patient came in with a high fever, and the doctor sat by his bed until morning.";
const maskedAnswer =
  "Tom Hale had lived in the small house for thirty years. One night a stray dog came in with the rain, and the two of them sat by the fire until morning.";
const seqAttribution = [
  1.184, 0.0479, -0.7776, 4.9827, 0.3264, 0.262, 13.4283, -0.2905, 2.3045, 13.3569, 0.621,
];

/** Features where `words` stand in `text`, in this order. */
export function featuresOf(text: string, words: readonly string[]): Feature[] {
  let place = 0;
  return words.map((word, index) => {
    const start = text.indexOf(word, place);
    place = start + word.length;
    return { start, end: place, text: word, tokens: [index] };
  });
}

const prompt = { text, tokens: [] };
const target = {
  text: answer,
  tokens: outputTokens.map(({ text: own }, id) => ({ id, text: own, logProb: -18.79 / 34 })),
};

export const explanation: Explanation = {
  schema: 1,
  method: "shapley-value-sampling",
  model: "story-120m",
  device: "cpu",
  seed: 0,
  settings: {},
  prompt,
  features: featuresOf(text, [...words, "."]),
  target,
  values: { full: -18.79, none: -54.24 },
  seqAttribution,
  tokenAttribution: outputTokens.map(({ scores }) => scores),
  standardError: [
    0.0265, 0.0183, 0.0286, 0.0745, 0.0191, 0.0195, 0.155, 0.0274, 0.0585, 0.1557, 0.0234,
  ],
  maskedAlone: [0.31, 0.02, -1.11, 2.7, 0.23, 0.21, 1.15, -0.38, 2.09, 1.18, 0.61],
  evaluations: 410,
  plannedEvaluations: 410,
  seconds: 6.1,
  partial: false,
};

export const masking: Masking = {
  schema: 1,
  model: "story-120m",
  device: "cpu",
  seed: 0,
  settings: {},
  prompt,
  features: explanation.features,
  masked: [6, 9],
  target,
  maskedTarget: target,
  values: { full: -18.79, masked: -43.67 },
  metrics: {
    probabilityRatio: 0.48,
    klDivergence: 0.34,
    bleu: 0.29,
    rougeL: { precision: 0.6, recall: 0.62, f1: 0.61 },
  },
  answer,
  maskedAnswer,
  diff: [
    { kind: "removed", text: "Dr. Samuel Reed" },
    { kind: "added", text: "Tom Hale" },
    { kind: "same", text: " had " },
    { kind: "removed", text: "run" },
    { kind: "added", text: "lived in" },
    { kind: "same", text: " the small " },
    { kind: "removed", text: "clinic" },
    { kind: "added", text: "house" },
    { kind: "same", text: " for thirty years. One night a " },
    { kind: "removed", text: "patient" },
    { kind: "added", text: "stray dog" },
    { kind: "same", text: " came in with " },
    { kind: "removed", text: "a high fever," },
    { kind: "added", text: "the rain," },
    { kind: "same", text: " and the " },
    { kind: "removed", text: "doctor" },
    { kind: "added", text: "two of them" },
    { kind: "same", text: " sat by " },
    { kind: "removed", text: "his bed" },
    { kind: "added", text: "the fire" },
    { kind: "same", text: " until morning." },
  ],
  randomSetCount: 20,
  random: {
    probabilityRatio: { beaten: 20, mean: 0.96, low: 0.9, high: 1.03 },
    klDivergence: { beaten: 20, mean: 0.01, low: 0, high: 0.03 },
    bleu: { beaten: 20, mean: 0.88, low: 0.68, high: 1 },
    rougeL: { beaten: 20, mean: 0.91, low: 0.78, high: 1 },
  },
  evaluations: 44,
  seconds: 2.4,
  partial: false,
};

export const comparison: ComparisonState = { choice: "top", masked: [6, 9], masking };

export const finishedRun: RunState = {
  id: "1",
  fileName: "story.prompt",
  uri: "file:///prompts/story.prompt",
  span: { start: 0, end: text.length },
  method: "shapley-value-sampling",
  methodLabel: "Shapley value sampling",
  granularityLabel: "words",
  baselineLabel: "zero baseline",
  valueLabel: "log-probability",
  answer,
  explanation,
  isStale: false,
  isCancelled: false,
  comparison,
};

export function panelState(run?: RunState): PanelState {
  return {
    model: { name: "story-120m", device: "CPU", isBundled: true },
    promptFile: "story.prompt",
    look: { intensity: 1, underline: false },
    ...(run ? { run } : {}),
  };
}

/** `finishedRun` without what only a later moment has, and with `more`. */
export function runWith(more: Partial<RunState>): RunState {
  const { comparison: _, explanation: __, answer: ___, ...asked } = finishedRun;
  return { ...asked, ...more };
}
