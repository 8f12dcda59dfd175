import type { Expansion, LoweringTable } from "./expansion.ts";

/** Activation functions that onnxruntime fuses with a bias or computes by a kernel of its own. */
export const activation: LoweringTable = {
  /** y = x(1 + tanh(√(2/π)(x + 0.044715 x³)))/2 of the sum with the bias */
  "com.microsoft.FastGelu": (e) => {
    const x = biased(e);
    const cubic = e.mul(e.mul(e.mul(x, x), x), 0.044715);
    const inner = e.mul(e.add(x, cubic), Math.sqrt(2 / Math.PI));
    return [e.mul(e.mul(x, 0.5), e.add(e.op("Tanh", [inner]), 1))];
  },
  "com.microsoft.BiasGelu": (e) => [erfGelu(e, biased(e))],
  "com.microsoft.Gelu": (e) => [erfGelu(e, e.needed(0))],
  /** y = x·σ(αx) */
  "com.microsoft.QuickGelu": (e) => {
    const x = e.needed(0);
    return [e.mul(x, e.op("Sigmoid", [e.mul(x, e.float("alpha", 1.702))]))];
  },
};

function biased(e: Expansion): string {
  const bias = e.input(1);
  return bias === undefined ? e.needed(0) : e.add(e.needed(0), bias);
}

/** y = x(1 + erf(x/√2))/2 */
function erfGelu(e: Expansion, x: string): string {
  return e.mul(e.mul(x, 0.5), e.add(e.op("Erf", [e.mul(x, Math.SQRT1_2)]), 1));
}
