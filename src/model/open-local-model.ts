import { nextTurn } from "#base/next-turn";
import type { ModelChoice } from "#protocol/request";
import type { ModelInfo } from "#protocol/worker-methods";
import { checkDevice } from "./check-device.ts";
import { chooseDevice, DeviceChoice } from "./device-choice.ts";
import { describeModel, findModel } from "./find-model.ts";
import { buildGraphs } from "./graphs.ts";
import { LocalModel } from "./local-model.ts";
import { availableBytes } from "./memory.ts";
import type { WantedKind } from "./model-folder.ts";
import { Session } from "./session.ts";
import { Sessions } from "./sessions.ts";
import { Tokenizer } from "./tokenizer.ts";

export interface OpenOptions {
  /** The kind of model that is wanted: `causal` unless said. */
  readonly kind?: WantedKind;
  /** Where the bundled models are, one folder each, opened by its name. */
  readonly bundledFolder?: string;
  /** Bytes fetched so far, and in all where it is known. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
  /** Bytes of memory that may be used; by default what the machine has available. */
  readonly availableBytes?: number;
}

/**
 * Opens the model that `choice` names: a bundled model's name, a folder in the transformers.js layout, or a hub id,
 * which is fetched into the cache first. Throws ExplainError `model-not-found`, `model-incomplete`, `model-corrupt`,
 * `model-unsupported`, `model-too-large`, `model-access`, `network`, `cache-unwritable`, `invalid-option`,
 * `device-unavailable`, `out-of-memory`; the signal's reason when it aborts.
 */
export async function openLocalModel(
  choice: ModelChoice,
  options: OpenOptions = {},
): Promise<LocalModel> {
  const available = options.availableBytes ?? availableBytes();
  const { name, folder, weights } = await findModel(choice, {
    ...options,
    availableBytes: available,
  });
  options.signal?.throwIfAborted();
  const tokenizer = await Tokenizer.create(folder.tokenizer);
  await nextTurn();
  options.signal?.throwIfAborted();
  const graphs = buildGraphs(weights.path);
  const devices = await chooseDevice(choice.device, weights.bytes);
  const prepacks = weights.bytes < prepackLimitBytes;
  const create = (graph: Uint8Array, packs: boolean, where = devices) =>
    Session.create(graph, {
      devices: where,
      ...(choice.threadCount === undefined ? {} : { threadCount: choice.threadCount }),
      weightsFolder: graphs.weightsFolder,
      prepacks: packs || prepacks,
      name,
    });
  const sessions = new Sessions({
    create: (graph, packs) => create(graph, packs),
    sessionBytes: sessionBytes + (prepacks ? weights.bytes : 0),
    availableBytes,
    canPack: () =>
      !prepacks && devices.current === "cpu" && availableBytes() > packingHeadroom * weights.bytes,
  });
  await nextTurn();
  options.signal?.throwIfAborted();
  const generation = sessions.slot(graphs.generation);
  await generation.use((session) =>
    checkDevice(devices, session, weights.dtype, () =>
      create(graphs.generation, prepacks, new DeviceChoice(["cpu"])),
    ),
  );
  return new LocalModel(name, folder, weights, tokenizer, graphs, devices, sessions, generation);
}

/** Packed copies of the weights cost their size in memory, twice: of small models only all sessions have them. */
const prepackLimitBytes = 512 * 2 ** 20;

/** Of a larger model the scoring session gets one while it is busy, where so many times its size is free. */
const packingHeadroom = 3;

/** Bytes that a session takes without packed weights, its graph and its first runs. */
const sessionBytes = 256 * 2 ** 20;

/**
 * What a choice's model is, without loading it; of a hub model that is not in the cache only the small files are
 * fetched, and its weights are those on the hub. Throws ExplainError as `openLocalModel` does.
 */
export async function describeLocalModel(
  choice: ModelChoice,
  options: OpenOptions = {},
): Promise<ModelInfo> {
  const described = await describeModel(choice, options);
  const { hasChatTemplate } = await Tokenizer.create(described.tokenizer);
  const devices = await chooseDevice(choice.device, described.variants[0]?.bytes ?? 0);
  return {
    source: choice.source,
    name: described.name,
    architecture: described.architecture,
    kind: described.kind,
    contextTokenCount: described.contextTokenCount,
    hasChatTemplate,
    variants: described.variants.map(({ dtype, bytes }) => ({ dtype, bytes })),
    device: devices.current,
    deviceNotes: devices.notes,
  };
}
