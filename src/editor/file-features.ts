import { type FeatureChoice, type Granularity, granularities } from "#protocol/request";
import type { Subject } from "./selection.ts";

/** What the features of `subject` are by its file's front matter, the user's own `granularity` where that says nothing. */
export function fileFeatures(
  { mapped, template, fileSettings }: Subject,
  granularity: Granularity,
  chosen?: Granularity,
): FeatureChoice {
  const named = granularities.find((own) => own === fileSettings.granularity);
  const keep = (fileSettings.keep ?? []).flatMap((kept) => {
    const start = mapped.text.indexOf(kept);
    if (start < 0) return [];
    // White space after it would be left as a feature of its own.
    const rest = mapped.text.slice(start + kept.length);
    return [{ start, end: mapped.text.length - rest.trimStart().length }];
  });
  return {
    granularity: chosen ?? named ?? (template ? "slot" : granularity),
    ...(keep.length > 0 ? { keep } : {}),
    ...(template ? { template } : {}),
  };
}
