/** What a method answers and costs, in the words of the quick pick: one row per method. */
export interface MethodInfo {
  readonly label: string;
  readonly answers: string;
  /** Cost for n features, in words. */
  readonly cost: string;
  /** What its scores count; methods without a unit are shaded by their excess over the even share. */
  readonly unit: "nats" | "none";
  /** What one sampled round is called, where the method samples. */
  readonly rounds?: string;
}

const infos = {
  "feature-ablation": {
    label: "Feature ablation",
    answers: "What does the answer lose when one word alone is masked?",
    cost: "one evaluation per word",
    unit: "nats",
  },
  "shapley-value-sampling": {
    label: "Shapley value sampling",
    answers: "What does each word add, on average over all orders of bringing words back?",
    cost: "about 30 evaluations per word",
    unit: "nats",
    rounds: "orders",
  },
  "input-x-gradient": {
    label: "Input × gradient",
    answers: "To first order, what does the answer lose when a word fades away?",
    cost: "one backward pass, and one per output token",
    unit: "nats",
  },
  "integrated-gradients": {
    label: "Integrated gradients",
    answers: "What does each word add along the way from nothing to the whole prompt?",
    cost: "16 to 256 backward passes, times the output tokens",
    unit: "nats",
  },
  "gradient-shap": {
    label: "Gradient SHAP",
    answers: "What does each word add, on average over ways from baselines to the whole prompt?",
    cost: "up to 256 backward passes, times the output tokens",
    unit: "nats",
    rounds: "draws",
  },
  "deep-lift": {
    label: "DeepLIFT",
    answers: "What does each word add, handed back layer by layer against the empty prompt?",
    cost: "three passes, and one per output token",
    unit: "nats",
  },
  saliency: {
    label: "Saliency",
    answers: "Which words is the answer most sensitive to? Without a sign.",
    cost: "one backward pass, and one per output token",
    unit: "none",
  },
  "smooth-grad": {
    label: "SmoothGrad",
    answers: "What does the answer lose when a word fades away, on average over slight noise?",
    cost: "up to 64 backward passes, times the output tokens",
    unit: "nats",
    rounds: "draws",
  },
  "shapley-values": {
    label: "Shapley values, exact",
    answers: "What does each part add, on average over all sets of other parts? For few parts.",
    cost: "2^n evaluations for n parts",
    unit: "nats",
  },
  lime: {
    label: "LIME",
    answers: "Which linear model of the parts fits the answer's likelihood near the whole prompt?",
    cost: "16 evaluations per word",
    unit: "nats",
    rounds: "draws",
  },
  "kernel-shap": {
    label: "Kernel SHAP",
    answers: "What does each word add? Shapley values by regression.",
    cost: "16 evaluations per word",
    unit: "nats",
    rounds: "pairs",
  },
  rise: {
    label: "RISE",
    answers: "How likely is the answer, on average, when a word is among those left?",
    cost: "32 evaluations per word",
    unit: "nats",
    rounds: "draws",
  },
  noise: {
    label: "Noise, word by word",
    answers: "What does the answer lose when one word alone is blurred?",
    cost: "8 evaluations per word",
    unit: "nats",
  },
  "prompt-explainer": {
    label: "PromptExplainer",
    answers: "Which class would the model read off each word? For classes, without a sign.",
    cost: "one evaluation",
    unit: "none",
  },
  lrp: {
    label: "Layer-wise relevance",
    answers: "How is the answer's score shared among the words, layer by layer, down to the input?",
    cost: "one backward pass, and one per output token",
    unit: "nats",
  },
  "attention-last": {
    label: "Attention, last layer",
    answers:
      "Which words does the last layer look at where it predicts the answer? Without a sign.",
    cost: "one evaluation",
    unit: "none",
  },
  "attention-rollout": {
    label: "Attention rollout",
    answers: "Which words does attention reach through all layers? Without a sign.",
    cost: "one evaluation",
    unit: "none",
  },
  "attention-flow": {
    label: "Attention flow",
    answers: "How much can flow from each word through the layers' attention? Without a sign.",
    cost: "one evaluation, and a network per output token",
    unit: "none",
  },
  "attention-gae": {
    label: "Attention × gradient (GAE)",
    answers: "Which words does attention reach that also raises the answer? Without a sign.",
    cost: "one backward pass",
    unit: "none",
  },
  "tdd-forward": {
    label: "TDD, forward",
    answers: "What does each word change in the next token, as the model reads on?",
    cost: "one evaluation",
    unit: "none",
  },
  "tdd-backward": {
    label: "TDD, backward",
    answers: "What does each word change in the next token, in front of the words behind it?",
    cost: "one evaluation per token",
    unit: "none",
  },
  "tdd-bidirectional": {
    label: "TDD, bidirectional",
    answers: "What does each word change in the next token, read from both ends?",
    cost: "one evaluation per token",
    unit: "none",
  },
  "joint-prompt": {
    label: "Joint prompt attribution",
    answers: "Which words decide the answer together, though each alone may hardly matter?",
    cost: "one backward pass and about 200 evaluations for each size of set",
    unit: "nats",
  },
  "model-interest": {
    label: "Model interest",
    answers:
      "Where does the model notice noise first, when every word is blurred at once? Without a sign.",
    cost: "up to 1,024 passes forward and back, and as many for each layer",
    unit: "none",
    rounds: "searches",
  },
  random: {
    label: "Random",
    answers: "A control: scores drawn by chance, which no test should find faithful.",
    cost: "no evaluations",
    unit: "none",
  },
} satisfies Record<string, MethodInfo>;

export type MethodId = keyof typeof infos;

export const methodInfos: Readonly<Record<MethodId, MethodInfo>> = infos;

export const methodIds = Object.keys(methodInfos) as MethodId[];

export function isMethodId(id: string): id is MethodId {
  return Object.hasOwn(methodInfos, id);
}

/** Methods that explain a class; the others need an answer. */
export const classMethodIds: readonly MethodId[] = [
  "prompt-explainer",
  "feature-ablation",
  "shapley-value-sampling",
  "shapley-values",
  "lime",
  "kernel-shap",
  "rise",
  "noise",
  "saliency",
  "input-x-gradient",
  "integrated-gradients",
  "lrp",
  "attention-last",
  "attention-rollout",
  "attention-flow",
  "attention-gae",
  "model-interest",
  "random",
];

export function explainsClasses(method: MethodId): boolean {
  return classMethodIds.includes(method);
}
