/** Capacities and flows below this are none. */
const epsilon = 1e-12;

/**
 * [n] the largest flow from the node `source` of the uppermost of L + 1 layers of n nodes to each node of the lowest,
 * by Dinic's algorithm. `capacities` [L][n × n], the lowest first: of the edges from node q above to node k below.
 */
export function maxFlows(capacities: readonly Float64Array[], source: number): Float64Array {
  const width = Math.sqrt(capacities[0]!.length);
  return Float64Array.from({ length: width }, (_, sink) =>
    new LayeredNetwork(capacities, width).flow(source, sink),
  );
}

/** A network of layers; node i of layer l is l · width + i, edges lead from each layer to the one below, and back. */
class LayeredNetwork {
  readonly #width: number;
  readonly #height: number;
  /** [layers][n × n] what still fits down an edge, and what can be taken back. */
  readonly #down: Float64Array[];
  readonly #up: Float64Array[];
  #level = new Int32Array(0);
  #next = new Int32Array(0);

  constructor(capacities: readonly Float64Array[], width: number) {
    this.#width = width;
    this.#height = capacities.length;
    this.#down = capacities.map((own) => own.slice());
    this.#up = capacities.map((own) => new Float64Array(own.length));
  }

  flow(source: number, sink: number): number {
    const top = this.#height * this.#width + source;
    let total = 0;
    while (this.#rank(top, sink)) {
      this.#next = new Int32Array(this.#level.length);
      for (;;) {
        const pushed = this.#push(top, sink, Number.POSITIVE_INFINITY);
        if (pushed < epsilon) break;
        total += pushed;
      }
    }
    return total;
  }

  /** Levels by the least number of open edges from the top; false where the sink cannot be reached. */
  #rank(top: number, sink: number): boolean {
    this.#level = new Int32Array((this.#height + 1) * this.#width).fill(-1);
    this.#level[top] = 0;
    const queue = [top];
    for (let at = 0; at < queue.length && this.#level[sink] === -1; at++) {
      const node = queue[at]!;
      for (let edge = 0; edge < 2 * this.#width; edge++) {
        const to = this.#end(node, edge);
        if (to === undefined || this.#level[to] !== -1 || this.#room(node, edge) < epsilon)
          continue;
        this.#level[to] = this.#level[node]! + 1;
        queue.push(to);
      }
    }
    return this.#level[sink] !== -1;
  }

  /** Sends at most `limit` from a node to the sink along rising levels; edges that are spent are not tried again. */
  #push(node: number, sink: number, limit: number): number {
    if (node === sink) return limit;
    for (; this.#next[node]! < 2 * this.#width; this.#next[node]!++) {
      const edge = this.#next[node]!;
      const to = this.#end(node, edge);
      if (to === undefined || this.#level[to] !== this.#level[node]! + 1) continue;
      const room = this.#room(node, edge);
      if (room < epsilon) continue;
      const pushed = this.#push(to, sink, Math.min(limit, room));
      if (pushed < epsilon) continue;
      this.#take(node, edge, pushed);
      return pushed;
    }
    return 0;
  }

  /** Edges 0 to n − 1 of a node lead to the layer below, n to 2n − 1 back to the one above. */
  #end(node: number, edge: number): number | undefined {
    const layer = Math.floor(node / this.#width);
    if (edge < this.#width) return layer === 0 ? undefined : (layer - 1) * this.#width + edge;
    return layer === this.#height ? undefined : (layer + 1) * this.#width + edge - this.#width;
  }

  #room(node: number, edge: number): number {
    const { matrix, entry } = this.#place(node, edge);
    return matrix[entry]!;
  }

  #take(node: number, edge: number, amount: number): void {
    const { matrix, opposite, entry } = this.#place(node, edge);
    matrix[entry]! -= amount;
    opposite[entry]! += amount;
  }

  #place(node: number, edge: number) {
    const layer = Math.floor(node / this.#width);
    const own = node % this.#width;
    if (edge < this.#width)
      return {
        matrix: this.#down[layer - 1]!,
        opposite: this.#up[layer - 1]!,
        entry: own * this.#width + edge,
      };
    return {
      matrix: this.#up[layer]!,
      opposite: this.#down[layer]!,
      entry: (edge - this.#width) * this.#width + own,
    };
  }
}
