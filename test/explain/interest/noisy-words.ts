import type { NoiseEffect, Representation, RepresentationModel } from "#explain/inner-model";
import type { Variant } from "#explain/scoring-model";
import { WordModel } from "../word-model.ts";

/** The response of φ to a shift [tokens × width] of the embeddings: ‖Δφ‖², and its gradient by the shift. */
export type Response = (shift: Float32Array) => { distance: number; gradient: Float64Array };

/** A model solved by hand whose embeddings are all 1 and whose representations answer to noise as it is told. */
export class NoisyWords extends WordModel implements RepresentationModel {
  readonly width: number;
  /** Rows that it was asked about, the one without noise in each run included. */
  rowCount = 0;
  readonly #batchSize: number;
  readonly #blockCount: number;
  readonly #respond: (representation: Representation) => Response;

  constructor(
    width: number,
    respond: (representation: Representation) => Response,
    { batchSize = 64, blockCount = 2 } = {},
  ) {
    super(["yes"], () => ({ yes: 0, rest: 0 }));
    this.width = width;
    this.#respond = respond;
    this.#batchSize = batchSize;
    this.#blockCount = blockCount;
  }

  gradientBatchSize(): number {
    return this.#batchSize;
  }

  async blockCount(): Promise<number> {
    return this.#blockCount;
  }

  async hiddenStates(): Promise<Float32Array[]> {
    return [];
  }

  async noiseEffect(
    { ids }: Variant,
    representation: Representation,
    draws: readonly Float32Array[],
    logSigma: Float64Array,
  ): Promise<NoiseEffect> {
    this.rowCount += draws.length + 1;
    const respond = this.#respond(representation);
    const tokenOf = (at: number) => Math.floor(at / this.width);
    const shifts = draws.map((draw) => draw.map((z, at) => Math.exp(logSigma[tokenOf(at)]!) * z));
    const responses = shifts.map(respond);
    return {
      embeddings: new Float32Array(ids.length * this.width).fill(1),
      squaredDistances: Float64Array.from(responses, ({ distance }) => distance),
      gradients: responses.map(({ gradient }, row) => {
        const sums = new Float64Array(ids.length);
        for (const [at, slope] of gradient.entries())
          sums[tokenOf(at)]! += slope * shifts[row]![at]!;
        return sums;
      }),
    };
  }
}

/** φ = Σ_i W_i e_i with W_i [outputs × width] for each token. */
export function linear(matrices: readonly (readonly Float64Array[])[], width: number): Response {
  const outputCount = matrices[0]!.length;
  return (shift) => {
    const change = Float64Array.from({ length: outputCount }, (_, output) =>
      matrices.reduce(
        (sum, rows, token) =>
          sum + rows[output]!.reduce((own, w, d) => own + w * shift[token * width + d]!, 0),
        0,
      ),
    );
    const gradient = Float64Array.from(shift, (_, at) => {
      const rows = matrices[Math.floor(at / width)]!;
      return rows.reduce((sum, row, output) => sum + 2 * change[output]! * row[at % width]!, 0);
    });
    return { distance: change.reduce((sum, own) => sum + own * own, 0), gradient };
  };
}

/** φ number by number: f_token of each shifted number. `of` gives f and its derivative. */
export function elementwise(
  of: (token: number, shift: number) => { value: number; slope: number },
  width: number,
): Response {
  return (shift) => {
    let distance = 0;
    const gradient = Float64Array.from(shift, (own, at) => {
      const { value, slope } = of(Math.floor(at / width), own);
      distance += value * value;
      return 2 * value * slope;
    });
    return { distance, gradient };
  };
}
