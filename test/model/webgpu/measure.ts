/** Runs in a process of its own, forked by webgpu.test.ts with a GPU made of software: measures and reports. */
import type { Variant } from "#explain/scoring-model";
import { chooseDevice } from "#model/device-choice";
import { buildGraphs } from "#model/graphs";
import type { LocalModel } from "#model/local-model";
import { openLocalModel } from "#model/open-local-model";
import { probeDevice } from "#model/probe-device";
import type { Device } from "#protocol/request";

/** What the device made of one model, beside what the CPU made of it. */
export interface Measured {
  readonly devices: readonly string[];
  readonly notes: readonly string[];
  readonly hasMask: boolean;
  readonly hasHead: boolean;
  /** [variants][targets], natural. */
  readonly scores: readonly (readonly number[][])[];
  /** The variants scored one by one on the device. */
  readonly alone: readonly number[][];
  readonly answers: readonly (readonly { readonly id: number; readonly logProb: number }[])[];
  /** [tokens of the prompt × width] where the model has a gradient. */
  readonly gradients: readonly (readonly number[])[];
}

export interface Report {
  readonly isSoftware: boolean;
  readonly autoNotes: readonly string[];
  readonly models: Readonly<Record<string, Measured>>;
}

const ids = Array.from({ length: 12 }, (_, index) => 5 + ((index * 37) % 90));
const target = [11, 7, 30, 3, 21];
const without = (gone: number) => ids.map((_, index) => (index === gone ? 0 : 1));
const variants: Variant[] = [
  { ids },
  { ids: ids.slice(0, 7) },
  { ids, embeddingMask: without(3) },
  { ids, attentionMask: without(4) },
];

async function measure(source: string): Promise<Measured> {
  const open = (device: Device) => openLocalModel({ source, dtype: "auto", device });
  const models = [await open("webgpu"), await open("cpu")] as const;
  const [webgpu] = models;
  const scores = [];
  const answers = [];
  const gradients = [];
  for (const model of models) {
    scores.push((await model.score(variants, target)).map((row) => [...row]));
    answers.push(await answer(model));
    const ones = [new Float64Array(5).fill(1)];
    const [found] = await model.differentiate([{ ids }], { kind: "log-prob", target }, ones);
    gradients.push([...found!.gradients[0]!]);
  }
  const alone = [];
  for (const variant of variants) {
    const [row] = await webgpu.score([variant], target);
    alone.push([...row!]);
  }
  const graphs = buildGraphs(`${source}/onnx/model.onnx`);
  const measured: Measured = {
    devices: models.map(({ device }) => device),
    notes: webgpu.deviceNotes,
    hasMask: graphs.maskProblem === undefined,
    hasHead: graphs.scoring !== graphs.generation,
    scores,
    alone,
    answers,
    gradients,
  };
  for (const model of models) await model.release();
  return measured;
}

async function answer(model: LocalModel) {
  const options = { maxNewTokens: 6, temperature: 0, seed: 0 };
  let tokens: readonly { id: number; logProb: number }[] = [];
  for await (const so of model.generate({ ids }, options, new AbortController().signal))
    tokens = so.tokens;
  return tokens.map(({ id, logProb }) => ({ id, logProb }));
}

const models: Record<string, Measured> = {};
for (const source of process.argv.slice(2)) models[source] = await measure(source);
const { isSoftware } = await probeDevice("webgpu");
const { notes: autoNotes } = await chooseDevice("auto", 1e9);
const report: Report = { isSoftware, autoNotes, models };
process.send?.(report, () => process.exit(0));
