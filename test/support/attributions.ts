import { names } from "#onnx/names";
import type { ReferenceModel, Results } from "./onnx-goldens.ts";
import { type Feeds, float32 } from "./onnx-runtime.ts";

/** Groups values into rows of `width` and reduces each. */
export function perRow<T>(
  values: readonly number[],
  width: number,
  reduce: (row: readonly number[], start: number) => T,
): T[] {
  return Array.from({ length: values.length / width }, (_, index) =>
    reduce(values.slice(index * width, (index + 1) * width), index * width),
  );
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Σ_d e_d·∂/∂e_d for every token of which a gradient is given. */
export function inputTimes(
  gradient: readonly number[],
  input: readonly number[],
  width: number,
): number[] {
  return perRow(gradient, width, (row, start) =>
    sum(row.map((value, at) => value * input[start + at]!)),
  );
}

export function l1(row: readonly number[]): number {
  return sum(row.map(Math.abs));
}

export function l2(row: readonly number[]): number {
  return Math.hypot(...row);
}

export function softmax(row: readonly number[]): number[] {
  const exponentials = row.map((value) => Math.exp(value - Math.max(...row)));
  return exponentials.map((value) => value / sum(exponentials));
}

/** The cotangent of the target logits that picks one token at each target position. */
export function oneHot({ vocab }: ReferenceModel<unknown>, targets: readonly number[]): Feeds {
  const values = targets.flatMap((target) => {
    const row = Array<number>(vocab).fill(0);
    row[target] = 1;
    return row;
  });
  return { [names.cotangent]: float32(values, [1, targets.length, vocab]) };
}

/** `[heads · queries · keys]` as rows of queries, the mean over heads. */
export function meanOverHeads(values: readonly number[], size: number): number[][] {
  const heads = values.length / size ** 2;
  return Array.from({ length: size }, (_, query) =>
    Array.from({ length: size }, (_, key) => {
      const ofHeads = Array.from({ length: heads }, (_, head) => {
        return values[(head * size + query) * size + key]!;
      });
      return sum(ofHeads) / heads;
    }),
  );
}

/** Chefer et al. 2021: R ← R + mean_h (A ⊙ ∂/∂A)⁺ · R from R = I, layer by layer. */
export function attentionRelevance(
  { attention }: ReferenceModel<unknown>,
  results: Results,
  size: number,
): number[][] {
  let relevance = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => Number(row === column)),
  );
  for (const layer of attention) {
    const gradient = results.gradient(layer);
    const products = results.read(layer).map((value, at) => Math.max(value * gradient[at]!, 0));
    const mean = meanOverHeads(products, size);
    const previous = relevance;
    relevance = previous.map((row, query) =>
      row.map(
        (value, key) => value + sum(mean[query]!.map((weight, at) => weight * previous[at]![key]!)),
      ),
    );
  }
  return relevance;
}
