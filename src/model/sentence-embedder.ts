import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Embedder } from "#explain/embedder";
import { meanRow } from "#explain/own-embedder";
import { ExplainError } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import { cacheFolder } from "./cache-folder.ts";
import { DeviceChoice } from "./device-choice.ts";
import { isWhole } from "./fetch-model.ts";
import { findModel } from "./find-model.ts";
import { HubModel } from "./hub.ts";
import { availableBytes } from "./memory.ts";
import { variantFeeds } from "./score.ts";
import { floats, Session } from "./session.ts";
import { Tokenizer } from "./tokenizer.ts";

/** Sentence models that are used without being asked for, where they are in the cache. */
const defaultSources = [
  "Xenova/all-MiniLM-L6-v2",
  "sentence-transformers/all-MiniLM-L6-v2",
  "all-MiniLM-L6-v2",
] as const;

/** Outputs [batch, tokens, width] that are pooled, and one [batch, width] that is taken as it is. */
const stateOutputs = ["last_hidden_state", "token_embeddings"] as const;
const sentenceOutput = "sentence_embedding";

interface EmbedderOptions {
  readonly bundledFolder?: string;
  readonly signal?: AbortSignal;
}

/** An embedding model that is open. */
export interface OpenEmbedder extends Embedder {
  release(): Promise<void>;
}

/** The sentence model to use where none is named: all-MiniLM-L6-v2 where it is in the cache, else none. */
export function cachedEmbedder(choice: Pick<ModelChoice, "cacheFolder">): string | undefined {
  const folder = choice.cacheFolder ?? cacheFolder("models");
  return defaultSources.find((id) => isWhole(new HubModel(id, { cacheFolder: folder }), "auto"));
}

/**
 * Opens the sentence-embedding model that `choice` names, a folder in the transformers.js layout or a hub id. Its
 * vectors are the mean over all tokens, or the first token's where the model's own pooling says so, or what its graph
 * pools itself. Throws ExplainError as `openLocalModel`, and `model-unsupported` where the graph gives none of them.
 */
export async function openEmbedder(
  choice: ModelChoice,
  options: EmbedderOptions = {},
): Promise<OpenEmbedder> {
  const { name, folder, weights } = await findModel(choice, {
    ...options,
    availableBytes: availableBytes(),
  });
  const tokenizer = await Tokenizer.create(folder.tokenizer);
  const session = await Session.create(readFileSync(weights.path), {
    devices: new DeviceChoice(["cpu"]),
    ...(choice.threadCount === undefined ? {} : { threadCount: choice.threadCount }),
    weightsFolder: dirname(weights.path),
    prepacks: true,
    name,
  });
  const output = [sentenceOutput, ...stateOutputs].find((own) => session.outputs.includes(own));
  if (output === undefined) {
    await session.release();
    throw new ExplainError({
      kind: "model-unsupported",
      message: `${name} gives no sentence embeddings: its graph has ${session.outputs.join(", ")}.`,
      remedy: "Choose a model for sentence embeddings, such as all-MiniLM-L6-v2.",
    });
  }
  const takesFirst = poolsFirstToken(folder.folder);
  return {
    name,
    async embed(text) {
      const whole = tokenizer.encode({ text, frame: "raw" }).tokens.map((token) => token.id);
      const ids = whole.slice(0, folder.contextTokenCount);
      if (ids.length === 0) return new Float32Array(0);
      const results = await session.run(variantFeeds(session, [{ ids }], []), [output]);
      const vectors = floats(results[output]!);
      if (output === sentenceOutput) return vectors.slice();
      return takesFirst
        ? vectors.slice(0, vectors.length / ids.length)
        : meanRow(vectors, ids.length);
    },
    release: () => session.release(),
  };
}

/** What sentence-transformers keeps of a model's pooling. */
function poolsFirstToken(folder: string): boolean {
  const path = join(folder, "1_Pooling", "config.json");
  if (!existsSync(path)) return false;
  return JSON.parse(readFileSync(path, "utf8")).pooling_mode_cls_token === true;
}
