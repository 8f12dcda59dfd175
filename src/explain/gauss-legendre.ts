/** Nodes in (0, 1) and weights that sum to 1 of the Gauss-Legendre rule with `count` nodes: exact to degree 2·count − 1. */
export function gaussLegendre(count: number): { nodes: Float64Array; weights: Float64Array } {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    // Tricomi's approximation of the k-th root of P_n, then Newton's method
    let x = Math.cos((Math.PI * (count - k - 0.25)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      const { value, derivative } = legendre(count, x);
      slope = derivative;
      const step = value / derivative;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    nodes[k] = (1 + x) / 2;
    weights[k] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** P_n(x) and P_n′(x), by (k+1) P_{k+1} = (2k+1) x P_k − k P_{k−1}. */
function legendre(n: number, x: number): { value: number; derivative: number } {
  let before = 1;
  let value = x;
  for (let k = 1; k < n; k++)
    [before, value] = [value, ((2 * k + 1) * x * value - k * before) / (k + 1)];
  return { value, derivative: (n * (x * value - before)) / (x * x - 1) };
}
