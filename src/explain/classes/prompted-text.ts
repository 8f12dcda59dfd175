import { ExplainError } from "#protocol/failure";
import type { PromptSource } from "#protocol/request";

const place = "{text}";
const mask = "<mask>";

/**
 * What a template puts around a text: `It was <mask>. {text}` is "It was <mask>. " before it and nothing after it. Throws
 * ExplainError `invalid-option` for a template without `{text}` or with two, and where the masks are not as many as the
 * model reads: one for a masked model, none for one that continues.
 */
export function aroundText(
  template: string,
  kind: "causal" | "masked",
): NonNullable<PromptSource["around"]> {
  const [before, after, ...more] = template.split(place);
  if (after === undefined)
    throw refused(
      `has no ${place}`,
      `Put ${place} where the text goes, as in "It was ${mask}. ${place}".`,
    );
  if (more.length > 0) throw refused(`has ${place} more than once`, `Leave one ${place} in it.`);
  const count = template.split(mask).length - 1;
  if (kind === "masked" && count === 0)
    throw refused(
      `has no ${mask}`,
      `Put ${mask} where the label word goes, as in "It was ${mask}. ${place}".`,
    );
  if (kind === "masked" && count > 1)
    throw refused(`has ${count} masks`, `Leave one ${mask} in it.`);
  if (kind === "causal" && count > 0)
    throw refused(
      `has a ${mask}, which this model does not fill`,
      "Leave it out: the class is read where the answer begins. Or choose a masked model.",
    );
  return { before: before!, after };

  function refused(what: string, remedy: string): ExplainError {
    return new ExplainError({
      kind: "invalid-option",
      message: `The template "${template}" ${what}.`,
      remedy,
    });
  }
}
