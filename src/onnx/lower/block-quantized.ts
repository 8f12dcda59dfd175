import { elementTypes } from "#onnx/tensor";
import { type Expansion, type LoweringTable, NotLowered } from "./expansion.ts";

/**
 * Weights of 4 or 8 bits in blocks, each with a scale. The expansion computes the weights from the same bytes where
 * they lie: nothing is copied or written beforehand, and onnxruntime folds them once when it opens the session, at four
 * bytes each. The kernel's rounding of activations to 8 bits (accuracy_level 4) goes.
 */
export const blockQuantized: LoweringTable = {
  /** Inputs x, quantised `[N, blocks, bytes]`, scales `[N · blocks]`, zero points, group indices, bias. */
  "com.microsoft.MatMulNBits": (e) => {
    const product = e.op("MatMul", [e.needed(0), e.transpose(blockWeights(e), 1, 0)]);
    const bias = e.input(5);
    return [bias === undefined ? product : e.add(product, bias)];
  },
};

/** The weights `[N, K]` of a MatMulNBits, or those rows that `pick` takes of what it reads, as `[N, …]`. */
export function blockWeights(e: Expansion, pick = (rows: string) => rows): string {
  if (e.input(4) !== undefined) throw new NotLowered("its columns are reordered");
  const columns = e.int("K");
  const [bits, size] = [e.int("bits", 4), e.int("block_size")];
  const blocks = Math.ceil(columns / size);
  const part = (value: string) => pick(e.reshape(value, e.int("N"), -1));
  const scales = e.reshape(part(e.needed(2)), -1, blocks, 1);
  const quantised = unpack(e, part(e.needed(1)), [-1, blocks, size], bits, scales);
  const centred = e.sub(quantised, zeroPoints());
  const padded = e.reshape(e.mul(centred, scales), -1, blocks * size);
  return columns === blocks * size ? padded : e.slice(padded, 1, 0, columns);

  /** `[rows, blocks, 1]`: packed in rows of whole bytes, floats, or the middle where absent. */
  function zeroPoints(): string | number {
    const given = e.input(3);
    if (given === undefined) return 2 ** (bits - 1);
    if (e.initializer(given)?.elementType !== elementTypes.uint8) {
      return e.reshape(part(given), -1, blocks, 1);
    }
    const perRow = Math.ceil((blocks * bits) / 8) * (8 / bits);
    const points = unpack(e, part(given), [-1, perRow], bits, scales);
    const kept = perRow === blocks ? points : e.slice(points, 1, 0, blocks);
    return e.reshape(kept, -1, blocks, 1);
  }
}

/**
 * Unsigned numbers of `bits` bits out of bytes, in the type of `like` and in the shape `dims`; of two numbers in a byte
 * the lower comes first.
 */
function unpack(
  e: Expansion,
  bytes: string,
  dims: readonly number[],
  bits: number,
  like: string,
): string {
  const values = e.op("CastLike", [bytes, like]);
  if (bits === 8) return e.reshape(values, ...dims);
  if (bits !== 4) throw new NotLowered(`its weights are of ${bits} bits`);
  const upper = e.op("Floor", [e.mul(values, 1 / 16)]);
  const lower = e.sub(values, e.mul(upper, 16));
  return e.reshape(e.concat(-1, e.unsqueeze(lower, -1), e.unsqueeze(upper, -1)), ...dims);
}
