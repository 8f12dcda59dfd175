import { describe, expect, it } from "vitest";
import { centred, designSums, lasso, responseSums, symmetricSolver } from "#explain/linear-fit";
import { seededRandom } from "#explain/random";
import { isSettled, standardErrors } from "#explain/statistics";

function checkClose(actual: ArrayLike<number>, expected: readonly number[], digits = 9) {
  expect(actual.length).toBe(expected.length);
  for (const [index, value] of expected.entries()) expect(actual[index]).toBeCloseTo(value, digits);
}

describe("symmetric systems", () => {
  it.each<[string, number[], number[], number[]]>([
    ["of one", [4], [2], [0.5]],
    ["of two", [4, 2, 2, 3], [10, 8], [1.75, 1.5]],
    // 2x − y = 1, −x + 2y − z = 0, −y + 2z = 1
    ["tridiagonal", [2, -1, 0, -1, 2, -1, 0, -1, 2], [1, 0, 1], [1, 1, 1]],
  ])("%s", (_, matrix, right, expected) => {
    const solve = symmetricSolver(Float64Array.from(matrix), right.length);
    checkClose(solve(Float64Array.from(right)), expected);
  });

  it("singular: nearly the shortest solution", () => {
    const solve = symmetricSolver(Float64Array.of(1, 1, 1, 1), 2);
    checkClose(solve(Float64Array.of(2, 2)), [1, 1], 6);
  });

  it("random ones are solved to rounding", () => {
    const random = seededRandom(3);
    const n = 20;
    const root = Float64Array.from({ length: n * n }, () => random.normal());
    const matrix = root.map((_, place) => {
      const [i, j] = [Math.floor(place / n), place % n];
      let sum = 0;
      for (let k = 0; k < n; k++) sum += root[i * n + k]! * root[j * n + k]!;
      return sum;
    });
    const x = Float64Array.from({ length: n }, () => random.normal());
    const right = x.map((_, i) => x.reduce((sum, own, j) => sum + matrix[i * n + j]! * own, 0));
    checkClose(symmetricSolver(matrix, n)(right), [...x], 6);
  });
});

describe("the lasso", () => {
  const identity = Float64Array.of(1, 0, 0, 1);
  it.each([
    [0, [3, -1]],
    [0.5, [2.5, -0.5]],
    [2, [1, 0]],
    [5, [0, 0]],
  ])("of independent features at α = %s shrinks each by α", (alpha, expected) => {
    checkClose(lasso(identity, Float64Array.of(3, -1), alpha), expected);
  });

  it("meets its optimality conditions where features depend on each other", () => {
    const matrix = Float64Array.of(2, 0.9, 0.3, 0.9, 1, 0.5, 0.3, 0.5, 1.5);
    const right = Float64Array.of(1, 0.2, -1);
    const x = lasso(matrix, right, 0.1);
    for (let j = 0; j < 3; j++) {
      const slope = right[j]! - x.reduce((sum, own, k) => sum + matrix[j * 3 + k]! * own, 0);
      if (x[j] === 0) expect(Math.abs(slope)).toBeLessThanOrEqual(0.1 + 1e-9);
      else expect(slope).toBeCloseTo(0.1 * Math.sign(x[j]!), 9);
    }
  });
});

it("weighted regression with an intercept, by hand", () => {
  const masks = [Uint8Array.of(0), Uint8Array.of(1), Uint8Array.of(1)];
  const weights = [2, 1, 3];
  // The mean of 2 and 6 weighted 1 : 3 is 5; of the one without, 1.
  const design = centred(designSums(masks, weights, 1), 1);
  const response = responseSums(masks, weights, Float64Array.of(1, 2, 6), 1);
  const coefficients = symmetricSolver(design.covariance, 1)(design.withResponse(response));
  checkClose(coefficients, [4]);
  expect(design.interceptOf(response, coefficients)).toBeCloseTo(1, 9);
});

describe("standard errors and settled rankings", () => {
  it("the error of a mean, by hand", () => {
    const rows = [Float64Array.of(1, 0), Float64Array.of(3, 0), Float64Array.of(5, 0)];
    checkClose(standardErrors(rows), [2 / Math.sqrt(3), 0]);
  });

  const rowsAround = (means: readonly number[], spread: number, count: number, seed = 1) => {
    const random = seededRandom(seed);
    return Array.from({ length: count }, () =>
      Float64Array.from(means, (mean) => mean + spread * random.normal()),
    );
  };

  it.each([
    ["far apart", [3, 2, 1], 0.1, 10, true],
    ["apart, but uncertain", [3, 2, 1], 3, 10, false],
    ["equal, and surely so", [3, 1, 1], 0.01, 20, true],
    ["equal, which may be chance", [3, 1, 1], 0.5, 20, false],
    ["one estimate only", [3, 2], 0, 1, false],
    ["one feature", [3], 1, 4, true],
  ])("%s", (_, means, spread, count, expected) => {
    expect(isSettled(rowsAround(means, spread, count), 0.95, 1)).toBe(expected);
  });

  it("is wrong less often than it says", () => {
    let wrong = 0;
    for (let seed = 0; seed < 200; seed++)
      for (let count = 8, look = 1; count <= 64; count *= 2, look++) {
        const rows = rowsAround([1, 1.1], 1, 64, seed).slice(0, count);
        if (!isSettled(rows, 0.95, look)) continue;
        const lead = rows.reduce((sum, row) => sum + row[0]! - row[1]!, 0);
        if (lead > 0) wrong++;
        break;
      }
    expect(wrong / 200).toBeLessThan(0.05);
  });
});
