import type { Explanation } from "./explanation.ts";
import type { RunState } from "./panel-methods.ts";

/** The explanation of a run that has interest by block: the one that was asked for it, or the run's own. */
export function explainedLayers({ interest, explanation }: RunState): Explanation | undefined {
  return [interest?.layers?.explanation, explanation].find((own) => own?.layers?.length);
}

/** The one that has interest over λ. */
export function explainedSweep({ interest, explanation }: RunState): Explanation | undefined {
  return [interest?.sweep?.explanation, explanation].find((own) => own?.interest?.sweep?.length);
}

/** The interest in the output of the block that is shaded; undefined where none is. */
export function withShownBlock(run: RunState): Explanation | undefined {
  const whole = explainedLayers(run);
  const shown = whole?.layers?.find(({ layer }) => layer === run.shownBlock);
  if (!whole || !shown) return undefined;
  const { tokenAttribution: _, parts: __, classes: ___, maskedAlone: ____, ...rest } = whole;
  return { ...rest, seqAttribution: shown.scores, standardError: shown.standardError };
}
