/**
 * Which words stand for which class, and how they are read (methods.md section 6). `manual`: label words for each class.
 * `kpt`: the same refined on `support`, unlabelled texts, or found by the model itself from the classes' names, `neighbours`
 * words for each. `prototypical`: a few labelled texts. `soft`: a vector [width] for each class, learnt elsewhere.
 */
export type Verbalizer =
  | { readonly kind: "manual"; readonly labels: Readonly<Record<string, readonly string[]>> }
  | {
      readonly kind: "kpt";
      readonly labels: Readonly<Record<string, readonly string[]>>;
      readonly neighbours?: number;
      readonly support?: readonly string[];
      readonly refine?: readonly Refinement[];
    }
  | {
      readonly kind: "prototypical";
      readonly examples: readonly { readonly text: string; readonly label: string }[];
    }
  | { readonly kind: "soft"; readonly labels: Readonly<Record<string, readonly number[]>> };

export const refinements = ["frequency", "relevance", "calibration"] as const;
export type Refinement = (typeof refinements)[number];

/** What is asked about classes: the frame of the text, the words of the classes, and which of them is explained. */
export interface ClassChoice {
  readonly verbalizer: Verbalizer;
  /** With `{text}` where the text goes, for masked models with one `<mask>`; absent: the text alone. */
  readonly template?: string;
  /** Absent: the class that the model predicts. */
  readonly label?: string;
  /** The class that the value `contrast` sets it against; absent: the likeliest other. */
  readonly versus?: string;
}

/** A choice of words and template with the names that the user knows it by. */
export interface NamedClasses extends Pick<ClassChoice, "verbalizer" | "template"> {
  /** A preset's title, a file's name. */
  readonly title: string;
  /** The templates to choose from, where there are several. */
  readonly templates?: readonly string[];
  /** The template that waits for a masked model, where the present one fills no mask. */
  readonly unusedTemplate?: string;
  /** Where they are read from again before each run: the URI of a file, or the prompt's own front matter. */
  readonly from?: string;
  /** The template was chosen beside the run: it goes before that of `from`. */
  readonly isTemplateChosen?: true;
}

/** One class: how likely the model finds it among all, and which words speak for it. */
export interface ClassResult {
  readonly label: string;
  readonly probability: number;
  /** The value of the class with the whole text. */
  readonly value: number;
  /** [n] */
  readonly seqAttribution: readonly number[];
  readonly standardError?: readonly number[];
}
