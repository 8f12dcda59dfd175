import { percentile } from "#explain/statistics";
import type { JointCurvePoint } from "#protocol/joint";
import { certify } from "./certificate.ts";
import type { FeatureSet } from "./feature-sets.ts";
import type { JointRun } from "./joint-run.ts";
import type { TriedSets } from "./tried-sets.ts";

/** The best set of `k` of `n`, beside that of the features that matter most `alone` and the random sets `controls`. */
export function describeCurvePoint(
  run: JointRun,
  n: number,
  k: number,
  [alone]: readonly FeatureSet[],
  controls: readonly FeatureSet[],
): JointCurvePoint {
  const { tried } = run;
  const ratios = controls.flatMap((set) => run.describe(set).probabilityRatio ?? []);
  ratios.sort((a, b) => a - b);
  return {
    k,
    ...run.describe(tried.best(k)!.set),
    certificate: certify(tried, n, k),
    setCount: tried.ofSize(k).length,
    ...(alone && tried.has(alone) ? { alone: run.describe(alone) } : {}),
    ...(ratios.length > 0
      ? {
          random: {
            setCount: ratios.length,
            mean: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
            low: percentile(ratios, 0.05),
            high: percentile(ratios, 0.95),
          },
        }
      : {}),
  };
}

/** The best value after each set of `k`, in the order of trying. */
export function trajectoryOf(tried: TriedSets, k: number): number[] {
  let best = Number.POSITIVE_INFINITY;
  return tried.ofSize(k).map(({ value }) => {
    best = Math.min(best, value);
    return best;
  });
}
