import * as vscode from "vscode";
import { shownExplanation } from "#protocol/answer-parts";
import { featureShades, stepCount } from "#protocol/shading";
import { type Span, spansOverlap } from "#text/span";
import {
  type ContributedColor,
  type PaletteOptions,
  poles,
  type StepStyle,
  stepStyles,
} from "./palette.ts";
import type { Run } from "./run.ts";

type Pole = (typeof poles)[number];

/** What to paint in one editor: stretches of the document by look. A pure function makes it. */
export interface Paint {
  /** [step − 1] */
  readonly support: readonly (readonly Span[])[];
  readonly oppose: readonly (readonly Span[])[];
  readonly lit: readonly Span[];
  /** The words that decide together: outlined. */
  readonly joint: readonly Span[];
  /** The bar in the gutter: beside what is explained, or is being explained. */
  readonly bar: readonly Span[];
  readonly isStale: boolean;
}

/**
 * The paint of a run: every feature at its step, but for what is `muted`; `lit` are the features under the pointer, and
 * their partners.
 */
export function paintOf(
  { state, placement }: Run,
  lit: readonly number[] = [],
  muted: readonly Span[] = [],
): Paint {
  const support: Span[][] = Array.from({ length: stepCount }, () => []);
  const oppose: Span[][] = Array.from({ length: stepCount }, () => []);
  const explanation = shownExplanation(state);
  const shades = explanation ? featureShades(explanation) : [];
  for (const [feature, { pole, step }] of shades.entries()) {
    const steps = pole === "support" ? support : oppose;
    const spans = placement.features[feature] ?? [];
    const isMuted = (span: Span) => muted.some((own) => spansOverlap(own, span));
    if (step > 0) steps[step - 1]!.push(...spans.filter((span) => !isMuted(span)));
  }
  const placesOf = (features: readonly number[]) =>
    features.flatMap((feature) => placement.features[feature] ?? []);
  return {
    support,
    oppose,
    lit: placesOf(lit),
    joint: placement.isStale ? [] : placesOf(explanation?.joint?.indices ?? []),
    bar: state.explanation || state.progress ? [placement.whole] : [],
    isStale: placement.isStale,
  };
}

/**
 * The editor's decoration types, one per look, built when the palette changes; painting only sets
 * ranges, and only of looks that change.
 */
export class Decorations implements vscode.Disposable {
  readonly #colors: readonly ContributedColor[];
  readonly #mediaUri: vscode.Uri;
  /** What each look shows in an editor: the document's version, and its spans. */
  readonly #painted = new WeakMap<
    vscode.TextEditor,
    Map<vscode.TextEditorDecorationType, string>
  >();
  #types: Types;

  constructor(colors: readonly ContributedColor[], mediaUri: vscode.Uri, options: PaletteOptions) {
    this.#colors = colors;
    this.#mediaUri = mediaUri;
    this.#types = this.#build(options);
  }

  /** New types for another theme or setting: everything must be painted again. */
  rebuild(options: PaletteOptions): void {
    this.dispose();
    this.#types = this.#build(options);
  }

  paint(editor: vscode.TextEditor, paint: Paint): void {
    const set = (type: vscode.TextEditorDecorationType, spans: readonly Span[]) =>
      this.#set(editor, type, spans);
    const [shown, hidden] = paint.isStale
      ? [this.#types.stale, this.#types.fresh]
      : [this.#types.fresh, this.#types.stale];
    for (const pole of poles)
      for (let index = 0; index < stepCount; index++) {
        set(hidden[pole][index]!, []);
        set(shown[pole][index]!, paint[pole][index]!);
      }
    set(this.#types.joint, paint.joint);
    set(this.#types.lit, paint.lit);
    set(this.#types.bar, paint.isStale ? [] : paint.bar);
    set(this.#types.staleBar, paint.isStale ? paint.bar : []);
  }

  clear(editor: vscode.TextEditor): void {
    for (const type of this.#all()) this.#set(editor, type, []);
  }

  dispose(): void {
    for (const type of this.#all()) type.dispose();
  }

  #set(
    editor: vscode.TextEditor,
    type: vscode.TextEditorDecorationType,
    spans: readonly Span[],
  ): void {
    const painted = this.#painted.get(editor) ?? new Map<vscode.TextEditorDecorationType, string>();
    this.#painted.set(editor, painted);
    const { document } = editor;
    const look = `${document.version} ${spans.map(({ start, end }) => `${start}-${end}`).join(" ")}`;
    if (painted.get(type) === look) return;
    painted.set(type, look);
    editor.setDecorations(
      type,
      spans.map((span) => rangeOf(document, span)),
    );
  }

  #all(): vscode.TextEditorDecorationType[] {
    const { fresh, stale, ...others } = this.#types;
    return [...poles.flatMap((pole) => [...fresh[pole], ...stale[pole]]), ...Object.values(others)];
  }

  #build(options: PaletteOptions): Types {
    const typesOf = (isStale: boolean) => {
      const styles = stepStyles(this.#colors, options, { isStale });
      return { support: styles.support.map(stepType), oppose: styles.oppose.map(stepType) };
    };
    const icon = (name: string) =>
      vscode.window.createTextEditorDecorationType({
        gutterIconPath: vscode.Uri.joinPath(this.#mediaUri, `${name}.svg`),
        gutterIconSize: "contain",
      });
    return {
      fresh: typesOf(false),
      stale: typesOf(true),
      lit: vscode.window.createTextEditorDecorationType({
        border: "1px solid",
        borderColor: new vscode.ThemeColor("focusBorder"),
      }),
      joint: vscode.window.createTextEditorDecorationType({
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
        outline: "1px solid",
        outlineColor: new vscode.ThemeColor("promptlight.jointOutline"),
        borderRadius: "2px",
      }),
      bar: icon("range-bar"),
      staleBar: icon("range-bar-stale"),
    };
  }
}

interface Types {
  readonly fresh: Record<Pole, vscode.TextEditorDecorationType[]>;
  readonly stale: Record<Pole, vscode.TextEditorDecorationType[]>;
  readonly lit: vscode.TextEditorDecorationType;
  readonly joint: vscode.TextEditorDecorationType;
  readonly bar: vscode.TextEditorDecorationType;
  readonly staleBar: vscode.TextEditorDecorationType;
}

export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

function stepType({ background, underline }: StepStyle): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    backgroundColor:
      "fixed" in background ? background.fixed : new vscode.ThemeColor(background.themeColor),
    ...(underline
      ? {
          borderColor: new vscode.ThemeColor(underline.themeColor),
          borderStyle: underline.style,
          borderWidth: `0 0 ${underline.widthPx}px 0`,
        }
      : {}),
  });
}
