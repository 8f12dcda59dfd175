const firstDecay = 0.9;
const secondDecay = 0.999;

/** Adam (Kingma & Ba 2015), β = (0.9, 0.999), on one vector. */
export class Adam {
  readonly #mean: Float64Array;
  readonly #square: Float64Array;
  #stepCount = 0;

  constructor(size: number) {
    this.#mean = new Float64Array(size);
    this.#square = new Float64Array(size);
  }

  /** What to add to the vector, of which `gradient` was taken, to make the objective smaller. */
  step(gradient: Float64Array, rate: number): Float64Array {
    this.#stepCount += 1;
    const meanScale = 1 / (1 - firstDecay ** this.#stepCount);
    const squareScale = 1 / (1 - secondDecay ** this.#stepCount);
    return gradient.map((slope, at) => {
      this.#mean[at] = firstDecay * this.#mean[at]! + (1 - firstDecay) * slope;
      this.#square[at] = secondDecay * this.#square[at]! + (1 - secondDecay) * slope * slope;
      const length = Math.sqrt(this.#square[at]! * squareScale);
      return length === 0 ? 0 : (-rate * this.#mean[at]! * meanScale) / length;
    });
  }
}
