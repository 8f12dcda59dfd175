import { describeTask } from "#explain/describe-task";
import type { Explainer } from "#explain/explainer";
import { buildFeatures } from "#explain/features";
import { featureChoice, perturbedTask, type Task } from "#explain/task";
import type { Explanation, Feature } from "#protocol/explanation";
import { ExplainError } from "#protocol/failure";
import type { Granularity } from "#protocol/request";

const levels: readonly Granularity[] = ["paragraph", "sentence", "word", "token"];

/** The parts that are looked into hold this share of all scores' magnitude, the largest first. */
const coverage = 0.8;

/** A picture of the whole prompt, in parts of several sizes: [parts] and [output tokens][parts]. */
interface Picture {
  readonly features: readonly Feature[];
  readonly scores: readonly number[];
  readonly tokenScores?: readonly (readonly number[])[];
  readonly errors?: readonly number[];
}

/**
 * A method run coarse to fine: on paragraphs, then on the sentences of those that matter, then on their words, down to
 * the granularity asked for. What does not matter stays whole, and in place while the rest is looked into.
 *
 * The total is conserved: a part's score is handed on to the parts it splits into. What theirs do not add up to, since
 * they interact, is shared out by their magnitude, φ'_c = φ_c + (φ_P − Σφ)·|φ_c|/Σ|φ|; so the sum over all parts is that
 * of the first level, for Shapley values v(D) − v(∅). Standard errors are those of a part's own run. Cost: the method's
 * for the paragraphs, and again for the parts of each further level; a budget is shared evenly between the levels left.
 * Each level gives a whole explanation. Throws ExplainError `invalid-option` with groups, which count features of one size.
 */
export function levelByLevel(explainer: Explainer): Explainer {
  return async function* explain(task, model, options, signal) {
    const began = performance.now();
    const { groups, granularity } = task.request.features;
    const steps = levels.slice(0, levels.indexOf(granularity) + 1);
    if (groups?.length || steps.length === 0)
      throw new ExplainError({
        kind: "invalid-option",
        message: "Coarse to fine needs words, sentences or paragraphs as they are, without groups.",
        remedy: "Choose one of these granularities, and mark stretches instead of groups.",
      });

    let spent = 0;
    let shown: Explanation | undefined;
    let picture: Picture | undefined;
    for (const [step, level] of steps.entries()) {
      const finer = featuresAtLevel(task, level);
      const split = picture ? splitsOf(picture, finer) : undefined;
      const features = split ? [...split.values()].flat() : finer;
      const isLast = step === steps.length - 1;
      if (features.length === 0 || (!split && features.length < 2 && !isLast)) continue;
      const left = options.evaluations && Math.max(1, options.evaluations - spent);
      const own = left && { evaluations: Math.ceil(left / (steps.length - step)) };
      let found: Explanation | undefined;
      for await (found of explainer(
        perturbedTask(model, task, { features }),
        model,
        { ...options, ...own },
        signal,
      )) {
        const evaluations = spent + found.evaluations;
        const plannedEvaluations = spent + found.plannedEvaluations;
        // While a finer level is under way, what the coarser one found stays.
        const snapshot = shown ?? found;
        yield { ...snapshot, evaluations, plannedEvaluations, partial: true };
      }
      if (signal.aborted || !found) return;
      spent += found.evaluations;
      picture = picture && split ? handOn(picture, split, found) : pictureOf(features, found);
      const { features: parts, settings } = describeTask(model, {
        ...task,
        features: picture.features,
      });
      const { maskedAlone: _, standardError: __, parts: ___, ...rest } = found;
      shown = {
        ...rest,
        settings: { ...settings, coarseToFine: true },
        features: parts,
        values: shown?.values ?? found.values,
        seqAttribution: picture.scores,
        ...(picture.tokenScores ? { tokenAttribution: picture.tokenScores } : {}),
        ...(picture.errors ? { standardError: picture.errors } : {}),
        evaluations: spent,
        plannedEvaluations: spent,
        seconds: (performance.now() - began) / 1000,
        partial: true,
      };
    }
    if (shown) yield { ...shown, partial: false };
  };
}

function featuresAtLevel({ request, prompt, offset }: Task, granularity: Granularity): Feature[] {
  return buildFeatures(prompt, { ...featureChoice(request, offset), granularity });
}

/** What each part that matters splits into, where that is more than one: by the part's index. */
function splitsOf(picture: Picture, finer: readonly Feature[]): Map<number, Feature[]> {
  const magnitudes = picture.scores.map(Math.abs);
  const total = magnitudes.reduce((sum, magnitude) => sum + magnitude, 0);
  const partOf = new Map(
    picture.features.flatMap(({ tokens }, part) => tokens.map((token) => [token, part] as const)),
  );
  const children = picture.features.map((): Feature[] => []);
  for (const feature of finer) children[partOf.get(feature.tokens[0]!)!]!.push(feature);
  const splits = new Map<number, Feature[]>();
  let covered = 0;
  for (const part of [...magnitudes.keys()].sort((a, b) => magnitudes[b]! - magnitudes[a]!)) {
    if (covered >= coverage * total) break;
    covered += magnitudes[part]!;
    const own = children[part]!;
    if (own.length > 1) splits.set(part, own);
  }
  return splits;
}

function pictureOf(features: readonly Feature[], found: Explanation): Picture {
  return {
    features,
    scores: found.seqAttribution,
    ...(found.tokenAttribution ? { tokenScores: found.tokenAttribution } : {}),
    ...(found.standardError ? { errors: found.standardError } : {}),
  };
}

/** The picture with each split part in its own parts, whose scores add up to the part's. */
function handOn(
  before: Picture,
  split: ReadonlyMap<number, Feature[]>,
  found: Explanation,
): Picture {
  const first = new Map<number, number>();
  let next = 0;
  for (const [part, own] of split) {
    first.set(part, next);
    next += own.length;
  }
  const replace = <T>(
    old: readonly T[],
    give: (part: number, at: number, count: number) => readonly T[],
  ) =>
    old.flatMap((value, part) => {
      const at = first.get(part);
      return at === undefined ? [value] : give(part, at, split.get(part)!.length);
    });
  const conserve = (old: readonly number[], raw: readonly number[]) =>
    replace(old, (part, at, count) => sharedOut(raw.slice(at, at + count), old[part]!));
  const { tokenScores, errors } = before;
  return {
    features: replace(before.features, (part) => split.get(part)!),
    scores: conserve(before.scores, found.seqAttribution),
    ...(tokenScores && found.tokenAttribution
      ? { tokenScores: tokenScores.map((row, t) => conserve(row, found.tokenAttribution![t]!)) }
      : {}),
    ...(errors || found.standardError
      ? {
          // Where a level saw all coalitions there is no error.
          errors: replace(errors ?? before.scores.map(() => 0), (_, at, count) =>
            found.features
              .slice(at, at + count)
              .map((_own, i) => found.standardError?.[at + i] ?? 0),
          ),
        }
      : {}),
  };
}

/** `scores` moved, each by its share of all magnitudes, so that they add up to `total`; evenly where all are 0. */
function sharedOut(scores: readonly number[], total: number): number[] {
  const magnitude = scores.reduce((sum, score) => sum + Math.abs(score), 0);
  const rest = total - scores.reduce((sum, score) => sum + score, 0);
  return scores.map(
    (score) => score + rest * (magnitude > 0 ? Math.abs(score) / magnitude : 1 / scores.length),
  );
}
