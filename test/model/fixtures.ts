import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Tokenizer, type TokenizerFiles } from "#model/tokenizer";

export const repository = fileURLToPath(new URL("../../", import.meta.url));
export const fixtureModel = (name: string): string => `${repository}test/fixtures/models/${name}`;
export const bundledFolder = `${repository}media/models`;

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));

export function tokenizerFiles(folder: string): TokenizerFiles {
  return {
    tokenizer: readJson(`${folder}/tokenizer.json`),
    config: readJson(`${folder}/tokenizer_config.json`),
  };
}

export function tokenizerOf(folder: string): Promise<Tokenizer> {
  return Tokenizer.create(tokenizerFiles(folder));
}

export interface GoldenCase {
  readonly prompt: string;
  readonly input_ids: number[];
  readonly token_bytes_hex: string[];
  readonly n_special_prefix: number;
  readonly greedy: {
    readonly ids: number[];
    readonly text: string;
    readonly logp: number[];
    readonly sum_logp: number;
  };
  readonly target_ids: number[];
  readonly target_logp: number[];
  readonly target_sum_logp: number;
  readonly ablation_other_ways: Partial<
    Record<
      "embed_zero" | "delete" | "attention_hidden",
      { readonly seq_attr: number[]; readonly token_attr: number[][] }
    >
  >;
}

export function goldenCases(model: string): GoldenCase[] {
  return [...readGoldens<GoldenCase>(model).cases];
}

/** The reference values of a model, of which a test declares what it reads. */
export function readGoldens<Case, More = unknown>(
  model: string,
): { readonly cases: readonly Case[] } & More {
  return readJson(`${repository}test/fixtures/goldens/${model}.json`);
}
