import type { Prompt } from "./explanation.ts";

/** The likeliest token at a place, as text. */
export interface LensPrediction {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

/** What the model would predict at every token of the prompt from the states after each block: the logit lens. */
export interface LogitLens {
  readonly schema: 1;
  readonly model: string;
  readonly device: string;
  readonly prompt: Prompt;
  /** [blocks][tokens of the prompt]; of a causal model, what follows each token. */
  readonly blocks: readonly (readonly LensPrediction[])[];
  readonly seconds: number;
}
