import type { ModelChoice } from "#protocol/request";
import type { ModelInfo } from "#protocol/worker-methods";
import { chooseDevice } from "./device-choice.ts";
import { describeModel } from "./find-model.ts";
import type { OpenOptions } from "./local-model.ts";
import { Tokenizer } from "./tokenizer.ts";

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
    contextTokenCount: described.contextTokenCount,
    hasChatTemplate,
    variants: described.variants.map(({ dtype, bytes }) => ({ dtype, bytes })),
    device: devices.current,
    deviceNotes: devices.notes,
  };
}
