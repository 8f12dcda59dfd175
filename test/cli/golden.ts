import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixturesFolder } from "./support.ts";

/** The fields of test/fixtures/goldens/*.json that the command line reproduces: reference/README.md defines them. */
export interface Golden {
  readonly cases: readonly GoldenCase[];
  readonly templates: readonly GoldenTemplate[];
}

export interface Attributions {
  readonly seq_attr: readonly number[];
  readonly token_attr: readonly (readonly number[])[];
}

/** Of sampled and regression methods; token_attr where the reference has one. */
type ScoresOnly = Pick<Attributions, "seq_attr"> & Partial<Attributions>;

/** Values that rest on all coalitions, where there are few features. */
export interface Exhaustive {
  /** [coalitions] bit i set: feature i present. */
  readonly coalition_sum_logp: readonly number[];
  readonly shapley_exact: readonly number[];
  readonly shapley_exact_token_attr: readonly (readonly number[])[];
  readonly lime_wls: { readonly coef: readonly number[]; readonly intercept: number };
  readonly "lime_lasso_0.01": { readonly coef: readonly number[]; readonly intercept: number };
  readonly captum_lime_exhaustive_linear?: ScoresOnly;
  readonly "captum_lime_exhaustive_lasso_0.01"?: ScoresOnly;
  readonly captum_shapley_values?: ScoresOnly;
}

interface GoldenCase {
  readonly id: string;
  readonly prompt: string;
  readonly input_ids: readonly number[];
  readonly n_special_prefix: number;
  readonly greedy: {
    readonly ids: readonly number[];
    readonly text: string;
    readonly logp: readonly number[];
  };
  readonly target_ids: readonly number[];
  readonly target_logp: readonly number[];
  readonly target_sum_logp: number;
  readonly token_input: Partial<Exhaustive> & {
    readonly baseline_id: number;
    readonly feature_ablation: Attributions;
    readonly feature_ablation_prob: Attributions;
    readonly shapley_150_permutations_own?: {
      readonly mean: readonly number[];
      readonly standard_error: readonly number[];
    };
  };
  readonly token_input_baseline_eos: {
    readonly baseline_id: number;
    readonly feature_ablation: Attributions;
  };
  readonly token_input_skip?: {
    readonly feature_positions: readonly number[];
    readonly feature_ablation: Attributions;
  };
  readonly gradient: Readonly<
    Partial<
      Record<
        | "gradient_x_input"
        | "layer_gradient_x_activation"
        | "saliency_l2"
        | "layer_integrated_gradients_50_gausslegendre"
        | "layer_integrated_gradients_50_skip",
        Attributions
      >
    >
  >;
  readonly text_target: {
    readonly target: string;
    readonly captum_encoded_ids: readonly number[];
    readonly ids_after_skip: readonly number[];
    readonly logp_after_skip: readonly number[];
    readonly feature_ablation_as_captum_encodes: Attributions;
    readonly feature_ablation_skip_special: Attributions;
  };
  readonly ablation_other_ways: Partial<
    Readonly<Record<"embed_zero" | "delete" | "attention_hidden", Attributions>>
  >;
  readonly attention: Readonly<
    Record<"a_last_row" | "rollout_row" | "gae_chefer_row_last", readonly number[]>
  > & { readonly logit: number };
  /** [targets][prompt tokens] */
  readonly attention_sequence: Readonly<
    Record<"a_last" | "rollout" | "gae_chefer", readonly (readonly number[])[]>
  >;
  readonly gradient_x_input_and_lrp: Readonly<
    Partial<
      Record<
        "lrp_attn" | "lrp_attn_norm_std" | "lrp_attn_norm_std_mean",
        {
          readonly logit_first_target__at_token_embeddings: { readonly attr: readonly number[] };
          readonly sum_logp__at_token_embeddings?: { readonly attr: readonly number[] };
        }
      >
    >
  >;
  readonly tdd: Readonly<Record<"forward" | "backward" | "bidirectional", readonly number[]>> & {
    readonly target_id: number;
  };
  readonly xprompt: {
    readonly subsets: readonly GoldenSubset[];
    readonly maskable_positions: readonly number[];
    /** [maskable positions] */
    readonly mask_gradient: readonly number[];
    /** By way of removing and size: the set with the lowest sum over all sets of that size. */
    readonly best: Readonly<
      Record<"embed_zero" | "replace" | "delete", Readonly<Record<string, GoldenOptimum>>>
    >;
  };
}

export interface GoldenOptimum {
  readonly subset: readonly number[];
  readonly sum_logp: number;
  readonly probability_ratio: number;
  readonly n_subsets: number;
  readonly mean_sum_logp_over_all_subsets: number;
}

type GoldenSubset = { readonly subset: readonly number[] } & Partial<
  Record<
    "embed_zero" | "replace" | "delete",
    {
      readonly logp: readonly number[];
      readonly sum_logp: number;
      readonly probability_ratio: number;
      readonly kl_official: number;
    }
  >
>;

interface GoldenTemplate extends Exhaustive {
  readonly id: string;
  readonly template: string;
  readonly values: readonly string[] | Readonly<Record<string, string>>;
  readonly baselines: readonly string[] | Readonly<Record<string, string>> | null;
  /** [values] the feature that each belongs to. */
  readonly feature_of_value: readonly number[];
  readonly mask: readonly number[] | Readonly<Record<string, number>> | null;
  readonly text: string;
  readonly input_ids: readonly number[];
  readonly target_ids: readonly number[];
  readonly target_logp: readonly number[];
  readonly feature_ablation: Attributions;
  readonly feature_ablation_prob: Attributions;
}

export function readGolden(model: string): Golden {
  return JSON.parse(readFileSync(join(fixturesFolder, "goldens", `${model}.json`), "utf8"));
}
