/** The inputs and outputs that rewrites add to a model's graph. */
export const names = {
  /** Input float32 `[batch, tokens]`, multiplied into the token embeddings; 1 leaves them as they are. */
  embeddingMask: "promptlight.embedding_mask",
  /** Input float32 `[batch, tokens, width]`, added to the token embeddings; 0 leaves them as they are. */
  embeddingNoise: "promptlight.embedding_noise",
  /** Input `[batch, tokens, width]` in the model's own element type, in place of the lookup. */
  inputsEmbeds: "promptlight.inputs_embeds",
  /** Output `[batch, tokens, width]`: what the lookup gave, before mask, noise, scaling and positions. */
  embeddings: "promptlight.embeddings",
  /** Input int64 `[batch, targets]`: the positions whose hidden states predict the targets. */
  targetPositions: "promptlight.target_positions",
  /** Input int64 `[batch, targets]`: the token ids whose log-probabilities are asked for. */
  targetIds: "promptlight.target_ids",
  /** Output float32 `[batch, targets]`: log p of each target id at its position, in nats. */
  targetLogProbs: "promptlight.target_log_probs",
  /** Output float32 `[batch, targets]`: the logit of each target id at its position. */
  targetIdLogits: "promptlight.target_id_logits",
  /** Output float32 `[batch, targets, vocab]`: log p of every token at the target positions, in nats. */
  targetDistribution: "promptlight.target_distribution",
  /** Output float32 `[batch, targets, vocab]`: the logits at the target positions. */
  targetLogits: "promptlight.target_logits",
  /** Input float32 `[batch, past + tokens]`, added to the attention logits of every token; 0 leaves them as they are. */
  attentionBias: "promptlight.attention_bias",
  /** Input int64 `[labels]`: the token ids whose logits are asked for at every position. */
  labelIds: "promptlight.label_ids",
  /** Output float32 `[batch, tokens, labels]`: the logits of the labels. */
  labelLogits: "promptlight.label_logits",
  /** Input float32 `[readings, tokens, labels]`: the weights of linear readings of the labels' logits. */
  readingWeights: "promptlight.reading_weights",
  /** Output float32 `[batch, readings]`: the weighted sums of the labels' logits over all positions. */
  readings: "promptlight.readings",
  /** Input float32 `[batch, tokens, width]`, in place of the states after the last block. */
  blockState: "promptlight.block_state",
  /** Output `[batch, tokens, width]`: the states that the head reads. */
  lastHidden: "promptlight.last_hidden",
  /** Input of the shape of the value that is differentiated: the weight of each of its elements. */
  cotangent: "promptlight.cotangent",
  /** Input `[cotangents, …]`: several such weightings. */
  cotangents: "promptlight.cotangents",
  /** Input int64 `[1]`: how many tokens of a cache that all rows share are their past. */
  pastLength: "promptlight.past_length",
} as const;

/** What every name made by a rewrite begins with, so that it cannot meet one of the model's own. */
export const namePrefix = "promptlight.";

/** The output `[batch, heads, queries, keys]` that holds the attention probabilities of a layer, counted from 0. */
export function attentionName(layer: number): string {
  return attentionPrefix + layer;
}

/** The output `[batch, tokens, width]` that holds the hidden states after a block, counted from 0. */
export function blockName(block: number): string {
  return blockPrefix + block;
}

/** What the names of the layers' attention and of the blocks' states begin with. */
export const attentionPrefix = `${namePrefix}attention.`;
export const blockPrefix = `${namePrefix}block.`;

/** The output `[batch]` that holds the squared distance of `value` in each row from that in the first. */
export function distanceName(value: string): string {
  return `${namePrefix}squared_distance.${value}`;
}

/** The input of the shape of the input `value` that takes its place in a second pass, that of the baseline. */
export function baselineName(value: string): string {
  return `${namePrefix}baseline.${value}`;
}

/** The output that holds the gradient with respect to `value`. */
export function gradientName(value: string): string {
  return `${namePrefix}gradient.${value}`;
}
