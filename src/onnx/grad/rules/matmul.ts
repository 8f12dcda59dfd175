import { floatAttribute, intAttribute, stringAttribute } from "#onnx/attribute";
import { axesUpTo } from "#onnx/grad/arithmetic";
import { perInput, type RuleTable, type Step } from "#onnx/grad/rule";

/** Products of matrices and tensors. */
export const matmul: RuleTable = {
  /** Y = A·B:  Ā = Ȳ·Bᵀ,  B̄ = Aᵀ·Ȳ */
  MatMul: perInput(
    (step) => vectorOrMatrix(step, 0),
    (step) => vectorOrMatrix(step, 1),
  ),
  /** Y = α·op(A)·op(B), each transposed or not; matrices must be the last two axes */
  FusedMatMul: (step) => {
    const { node } = step;
    const isBatchMoved = intAttribute(node, "transBatchA") || intAttribute(node, "transBatchB");
    return isBatchMoved ? [] : scaledProduct(step);
  },
  /** Y = α·op(A)·op(B) + β·C:  C̄ = β·Ȳ */
  Gemm: (step) => [...scaledProduct(step), ...gemmBias(step)],
  /** Y = Σ A·B·…:  the product of Ȳ with all other operands, summed over the axes that the operand lacks */
  Einsum: einsum,
};

/** As the product of matrices, a vector standing for a row on the left and a column on the right. */
function vectorOrMatrix({ m, g, a, b, y }: Step, input: 0 | 1): string {
  const isRow = m.rank(a) === 1;
  const isColumn = m.rank(b) === 1;
  const left = m.unsqueeze(a, isRow ? [0] : []);
  const right = m.unsqueeze(b, isColumn ? [1] : []);
  const matrix = m.unsqueeze(g, [...(isRow ? [-2] : []), ...(isColumn ? [-1] : [])]);
  const cotangent =
    input === 0 ? m.matmul(matrix, right, { b: true }) : m.matmul(left, matrix, { a: true });
  if ([isRow, isColumn][input]) {
    const batchRank = m.rank(input === 0 ? b : a) - 2;
    return m.reshape(
      m.sum(cotangent, axesUpTo(Math.max(batchRank, 0))),
      m.shape(input === 0 ? a : b),
    );
  }
  if (isRow || isColumn) return cotangent;
  return m.unbroadcast(cotangent, y, input === 0 ? a : b, 2);
}

/**
 * Y = α·A·B:    Ā = αȲ·Bᵀ,  B̄ = Aᵀ·αȲ
 * Y = α·Aᵀ·B:   Ā = B·αȲᵀ;  Y = α·A·Bᵀ:  B̄ = αȲᵀ·A
 */
function scaledProduct({ m, g, a, b, y, node, needs }: Step): (string | undefined)[] {
  const transA = intAttribute(node, "transA") === 1;
  const transB = intAttribute(node, "transB") === 1;
  const alpha = floatAttribute(node, "alpha") ?? 1;
  const scaled = alpha === 1 ? g : m.mul(g, alpha);
  const ofA = () =>
    transA ? m.matmul(b, scaled, { a: transB, b: true }) : m.matmul(scaled, b, { b: !transB });
  const ofB = () =>
    transB ? m.matmul(scaled, a, { a: true, b: transA }) : m.matmul(a, scaled, { a: !transA });
  return [
    needs(0) ? m.unbroadcast(ofA(), y, a, 2) : undefined,
    needs(1) ? m.unbroadcast(ofB(), y, b, 2) : undefined,
  ];
}

function gemmBias({ m, g, c, y, node, needs }: Step): (string | undefined)[] {
  if (!needs(2)) return [];
  const beta = floatAttribute(node, "beta") ?? 1;
  return [m.unbroadcast(beta === 1 ? g : m.mul(g, beta), y, c)];
}

/** Where an axis is in one operand only, a tensor of ones in its shape spreads the cotangent over it. */
function einsum({ m, g, node, needs }: Step): (string | undefined)[] {
  const equation = (stringAttribute(node, "equation") ?? "").replaceAll(" ", "");
  const [left = "", output] = equation.split("->");
  const terms = left.split(",");
  const isPlain = terms.every(
    (term) => /^[a-z]*$/i.test(term) && new Set(term).size === term.length,
  );
  if (!isPlain || output === undefined) return [];
  return terms.map((term, index) => {
    if (!needs(index)) return undefined;
    const others = terms.flatMap((other, at) => (at === index ? [] : [other]));
    const operands = node.inputs.filter((_, at) => at !== index);
    const isCovered = [...term].every((axis) => [output, ...others].join("").includes(axis));
    const ones = isCovered ? [] : [m.full(1, m.shape(node.inputs[index]!))];
    const factors = [output, ...others, ...ones.map(() => term)];
    return m.op("Einsum", [g, ...operands, ...ones], { equation: `${factors}->${term}` });
  });
}
