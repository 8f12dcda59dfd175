import type { NoiseEffect, Representation, State } from "#explain/inner-model";
import type { Variant } from "#explain/scoring-model";
import { lower } from "#onnx/lower/lower";
import { blockOps } from "#onnx/lower/lowerings";
import { blockName, blockPrefix, distanceName, gradientName, names } from "#onnx/names";
import { exposeStates } from "#onnx/rewrites/inner-values";
import { keepOutputs } from "#onnx/rewrites/keep-outputs";
import { ExplainError } from "#protocol/failure";
import { maskEmbeddings } from "./graphs.ts";
import type { InnerGraphs } from "./inner-graphs.ts";
import { noiseFeeds } from "./objective.ts";
import { predictor, sequenceLength, variantFeeds } from "./score.ts";
import { type Feeds, floats, type Session } from "./session.ts";

/** See RepresentationModel. */
export function countBlocks(graphs: InnerGraphs): Promise<number> {
  return statesSlot(graphs).use(async ({ outputs }) => blocksOf(outputs).length);
}

/** See RepresentationModel; one run. */
export async function readHiddenStates(
  graphs: InnerGraphs,
  variants: readonly Variant[],
  state: State,
): Promise<Float32Array[]> {
  return statesSlot(graphs).use(async (session) => {
    checkState(state, blocksOf(session.outputs).length);
    const output = stateName(state);
    const results = await session.run(variantFeeds(session, variants, []), [output]);
    const states = floats(results[output]!);
    const rowSize = states.length / variants.length;
    const tokenSize = rowSize / sequenceLength(variants, []);
    return variants.map(({ ids }, row) =>
      states.slice(row * rowSize, row * rowSize + ids.length * tokenSize),
    );
  });
}

/**
 * See RepresentationModel. The first row stays without noise; by the chain rule ∂/∂log σ_i = Σ_d σ_i z_id · ∂/∂(σ_i
 * z_id).
 */
export async function noiseEffect(
  graphs: InnerGraphs,
  variant: Variant,
  representation: Representation,
  draws: readonly Float32Array[],
  logSigma: Float64Array,
): Promise<NoiseEffect> {
  const { width, blockCount } = await graphs.layOpen();
  const target = "target" in representation ? representation.target : [];
  if ("state" in representation) checkState(representation.state, blockCount);
  const of = distanceName(valueName(representation));
  const wrt = [names.embeddingNoise];
  const outputs = [of, names.embeddings];
  const slot = await graphs.backward({ of, wrt, outputs, cotangent: "ones" });
  const noise = draws.map((draw) =>
    draw.map((z, at) => Math.exp(logSigma[Math.floor(at / width)]!) * z),
  );
  return slot.use(async (session) => {
    const rows = [undefined, ...noise];
    const variants = rows.map(() => variant);
    const tokens = sequenceLength(variants, target);
    const feeds = {
      ...variantFeeds(session, variants, target),
      ...representationFeeds(session, variant, representation, rows.length),
      ...noiseFeeds(session, rows, tokens, width),
    };
    const gradient = gradientName(names.embeddingNoise);
    const results = await session.run(feeds, [...outputs, gradient]);
    const slopes = floats(results[gradient]!);
    return {
      embeddings: floats(results[names.embeddings]!).slice(0, variant.ids.length * width),
      squaredDistances: Float64Array.from(floats(results[of]!).subarray(1)),
      gradients: noise.map((own, draw) => {
        const start = (draw + 1) * tokens * width;
        return byToken(own, slopes.subarray(start, start + own.length), width);
      }),
    };
  });
}

/** What a representation asks for besides the tokens: the positions of a stretch of the target, or labels. */
function representationFeeds(
  session: Session,
  variant: Variant,
  representation: Representation,
  rowCount: number,
): Feeds {
  if ("state" in representation) return {};
  if ("labels" in representation) {
    const { labels, weights } = representation;
    const dims = [weights.length, variant.ids.length, labels.length];
    return {
      [names.labelIds]: session.int64(labels, [labels.length]),
      [names.readingWeights]: session.float32(
        Float32Array.from(weights.flatMap((row) => [...row])),
        dims,
      ),
    };
  }
  const { start, end } = representation.span ?? { start: 0, end: representation.target.length };
  const positions = Array.from({ length: end - start }, (_, at) => predictor(variant, start + at));
  const all = Array.from({ length: rowCount }, () => positions).flat();
  return { [names.targetPositions]: session.int64(all, [rowCount, positions.length]) };
}

function valueName(representation: Representation): string {
  if ("state" in representation) return stateName(representation.state);
  return "labels" in representation ? names.readings : names.targetLogits;
}

/** [tokens] Σ_d a_d b_d of rows of `width` numbers. */
function byToken(a: Float32Array, b: Float32Array, width: number): Float64Array {
  const sums = new Float64Array(a.length / width);
  for (const [at, value] of a.entries()) sums[Math.floor(at / width)]! += value * b[at]!;
  return sums;
}

function statesSlot(graphs: InnerGraphs) {
  return graphs.forward("states", (model) => {
    const exposed = exposeStates(lower(maskEmbeddings(model).model, { only: blockOps }));
    const blocks = blocksOf(exposed.graph.outputs.map(({ name }) => name));
    return keepOutputs(exposed, [...blocks, names.lastHidden]);
  });
}

function blocksOf(outputs: readonly string[]): string[] {
  return outputs.filter((name) => name.startsWith(blockPrefix));
}

function stateName(state: State): string {
  return state === "last" ? names.lastHidden : blockName(state);
}

function checkState(state: State, blockCount: number): void {
  if (state === "last" || (Number.isInteger(state) && state >= 0 && state < blockCount)) return;
  throw new ExplainError({
    kind: "invalid-option",
    message: `There is no block ${state}: the model has ${blockCount}, counted from 0.`,
    remedy:
      blockCount > 0 ? `Choose a block from 0 to ${blockCount - 1}.` : "Choose the last state.",
  });
}
