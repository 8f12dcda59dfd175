import { type ShownClass, withShownClass } from "#protocol/class-shown";
import type { NamedClasses, Verbalizer } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import { featureShades, type Shade } from "#protocol/shading";
import { formatCount, formatRatio, formatScore } from "#text/numbers";
import { featureName } from "./words.ts";

/** The words of a class that are named; more would not fit their line. */
const namedWords = 4;

/** `manual verbalizer, 4 classes`. */
export function verbalizerLabel({ kind }: Verbalizer, classCount: number): string {
  return `${kind} verbalizer, ${classCount} classes`;
}

/** What a class is read from: its first label words, or how many examples it has. */
export function readFrom(verbalizer: Verbalizer, label: string): string {
  switch (verbalizer.kind) {
    case "manual":
    case "kpt": {
      const words = verbalizer.labels[label] ?? [];
      const more = words.length > namedWords ? ", …" : "";
      return words.slice(0, namedWords).join(", ") + more;
    }
    case "prototypical": {
      const count = verbalizer.examples.filter((own) => own.label === label).length;
      return formatCount(count, "example");
    }
    case "soft":
      return "";
  }
}

/** A template with its text left open, for the run line. */
export function templateLabel({ template }: Pick<NamedClasses, "template">): string {
  return template === undefined ? "text alone" : template.replace("{text}", "…");
}

/** A text cut at its masks, each of which is a piece of its own. */
export function aroundMasks(text: string): string[] {
  return text.split(/(<mask>|\[MASK\])/).filter((piece) => piece !== "");
}

/** A cell of words × classes. */
export interface ClassCell {
  readonly figure: string;
  readonly shade: Shade;
}

/** A word with what each class has there, and the difference that is shown. */
export interface ClassRow {
  readonly feature: number;
  readonly name: string;
  /** [classes] */
  readonly cells: readonly ClassCell[];
  /** Where the shown class is set against another. */
  readonly difference?: ClassCell;
}

/** Words × classes: PromptExplainer's shares, of other methods the attributions; shaded as the editor is by each class. */
export function classRows(explanation: Explanation, choice: ShownClass): ClassRow[] {
  const { classes = [], features, method } = explanation;
  const shades = classes.map((_, shown) => featureShades(withShownClass(explanation, { shown })));
  const shown = withShownClass(explanation, choice);
  const differences = choice.versus === undefined ? undefined : featureShades(shown);
  const figureOf =
    method === "prompt-explainer" ? formatRatio : (score: number) => formatScore(score);
  return features.map((feature, index) => ({
    feature: index,
    name: featureName(feature),
    cells: classes.map(({ seqAttribution }, label) => ({
      figure: figureOf(seqAttribution[index]!),
      shade: shades[label]![index]!,
    })),
    ...(differences
      ? {
          difference: {
            figure: formatScore(shown.seqAttribution[index]!),
            shade: differences[index]!,
          },
        }
      : {}),
  }));
}
