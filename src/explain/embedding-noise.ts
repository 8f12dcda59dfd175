import type { GradientModel } from "./gradient-model.ts";
import { idsOf, logProbsOf } from "./gradient-task.ts";
import { movingTokens } from "./path-ends.ts";
import type { Random } from "./random.ts";
import type { Task } from "./task.ts";

/** The prompt as embeddings, and noise to be added to them. */
export interface NoisyPrompt {
  /** [tokens × width] */
  readonly embeddings: Float32Array;
  readonly width: number;
  /** [tokens] 1 on those of features. */
  readonly moves: Uint8Array;
  /** [targets] */
  readonly logProbs: Float64Array;
  /** [tokens × width] from N(0, σ²) on the features' tokens, 0 on the others. */
  drawNoise(random: Random): Float32Array;
}

/** The prompt with noise of σ = `size` root mean squares of its embeddings. One evaluation. */
export async function noisyPrompt(
  model: GradientModel,
  task: Task,
  size: number,
): Promise<NoisyPrompt> {
  const ones = new Float64Array(task.targetIds.length).fill(1);
  const objective = logProbsOf(task.targetIds);
  const [prompt] = await model.differentiate([{ ids: idsOf(task) }], objective, [ones]);
  const { embeddings, values: logProbs } = prompt!;
  const moves = movingTokens(task);
  const width = embeddings.length / moves.length;
  const squares = embeddings.reduce((sum, value) => sum + value * value, 0);
  const sigma = size * Math.sqrt(squares / embeddings.length);
  return {
    embeddings,
    width,
    moves,
    logProbs,
    drawNoise: (random) => {
      const noise = new Float32Array(embeddings.length);
      if (sigma === 0) return noise;
      return noise.map((_, at) => (moves[Math.floor(at / width)] ? sigma * random.normal() : 0));
    },
  };
}
