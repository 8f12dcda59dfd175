import type { ReadLogits, Variant } from "#explain/scoring-model";
import { names } from "#onnx/names";
import { predictor, sequenceLength, variantFeeds } from "./score.ts";
import { type Feeds, floats, type Session } from "./session.ts";

/** [variants][targets] what `read` makes of the logits that predict each target token; one run. */
export async function readLogits<T>(
  session: Session,
  variants: readonly Variant[],
  target: readonly number[],
  read: ReadLogits<T>,
  more: Feeds = {},
): Promise<T[][]> {
  const hasHead = session.inputs.has(names.targetPositions);
  const name = hasHead ? names.targetLogits : "logits";
  const feeds = { ...variantFeeds(session, variants, target), ...more };
  const logits = (await session.run(feeds, [name]))[name]!;
  const values = floats(logits);
  const width = logits.dims.at(-1)!;
  const tokens = sequenceLength(variants, target);
  return variants.map((variant, row) =>
    target.map((id, index) => {
      const place = hasHead
        ? row * target.length + index
        : row * tokens + predictor(variant, index);
      return read(values.subarray(place * width, (place + 1) * width), id);
    }),
  );
}
