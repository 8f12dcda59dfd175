import * as vscode from "vscode";
import type { Span } from "#text/span";
import { rangeOf } from "./decorations.ts";
import { addMark, formatFactor, type Mark, moveMarks, unmarked } from "./marks.ts";
import type { TextChange } from "./placement.ts";

/** The marks of each open document, shown in its editors; they last until it is closed. */
export class DocumentMarks implements vscode.Disposable {
  readonly #marks = new Map<string, readonly Mark[]>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #types;

  /** Fires with the URI of a document whose marks changed. */
  readonly onDidChange = this.#changed.event;

  constructor() {
    const secondary = new vscode.ThemeColor("descriptionForeground");
    const dimmed = new vscode.ThemeColor("promptlight.mutedForeground");
    const label = (contentText: string) =>
      vscode.window.createTextEditorDecorationType({
        after: {
          contentText,
          color: secondary,
          margin: "0 2px 0 4px",
          // What stands behind the semicolon is the label's own size: there is no field for it.
          textDecoration: "none; font-size: 11px",
        },
      });
    this.#types = {
      fixed: vscode.window.createTextEditorDecorationType({
        textDecoration: "underline dotted; text-underline-offset: 3px",
      }),
      group: vscode.window.createTextEditorDecorationType({
        outline: "1px dashed",
        outlineColor: secondary,
      }),
      slot: vscode.window.createTextEditorDecorationType({
        textDecoration: "underline dashed; text-underline-offset: 3px",
      }),
      fixedEnd: label("fixed"),
      groupEnd: label("group"),
      slotEnd: label("slot"),
      muted: vscode.window.createTextEditorDecorationType({
        textDecoration: "line-through",
        color: dimmed,
      }),
      down: vscode.window.createTextEditorDecorationType({ color: dimmed }),
      boosted: vscode.window.createTextEditorDecorationType({ fontWeight: "bold" }),
      // Each says its own factor.
      factorEnd: label(""),
    };
  }

  of(uri: string): readonly Mark[] {
    return this.#marks.get(uri) ?? [];
  }

  add(uri: string, mark: Mark): void {
    this.#set(uri, addMark(this.of(uri), mark));
  }

  /** Takes away what is marked in `spans`. */
  remove(uri: string, spans: readonly Span[]): void {
    this.#set(uri, unmarked(this.of(uri), spans));
  }

  clear(uri: string): void {
    this.#set(uri, []);
  }

  edit(uri: string, changes: readonly TextChange[]): void {
    const marks = this.of(uri);
    if (marks.length > 0 && changes.length > 0) this.#set(uri, moveMarks(marks, changes));
  }

  paint(editor: vscode.TextEditor): void {
    const marks = this.of(editor.document.uri.toString());
    for (const kind of ["fixed", "group", "slot"] as const) {
      const own = marks.filter((mark) => mark.kind === kind).flatMap(({ spans }) => spans);
      const ranges = own.map((span) => rangeOf(editor.document, span));
      editor.setDecorations(this.#types[kind], ranges);
      editor.setDecorations(
        this.#types[`${kind}End`],
        ranges.map(({ end }) => new vscode.Range(end, end)),
      );
    }
    this.#paintSteered(editor, marks);
  }

  #paintSteered(editor: vscode.TextEditor, marks: readonly Mark[]): void {
    const words = marks.flatMap((mark) =>
      mark.kind === "steered"
        ? mark.spans.map((span) => ({
            range: rangeOf(editor.document, span),
            factor: mark.factor,
          }))
        : [],
    );
    const paint = (name: "muted" | "down" | "boosted", isMeant: (factor: number) => boolean) =>
      editor.setDecorations(
        this.#types[name],
        words.filter(({ factor }) => isMeant(factor)).map(({ range }) => range),
      );
    paint("muted", (factor) => factor === 0);
    paint("down", (factor) => factor > 0 && factor < 1);
    paint("boosted", (factor) => factor > 1);
    editor.setDecorations(
      this.#types.factorEnd,
      words.map(({ range: { end }, factor }) => ({
        range: new vscode.Range(end, end),
        renderOptions: { after: { contentText: `×${formatFactor(factor)}` } },
      })),
    );
  }

  dispose(): void {
    for (const type of Object.values(this.#types)) type.dispose();
    this.#changed.dispose();
  }

  #set(uri: string, marks: readonly Mark[]): void {
    if (marks.length === 0) this.#marks.delete(uri);
    else this.#marks.set(uri, marks);
    this.#changed.fire(uri);
  }
}

/** The selections of `editor`, or the word at the cursor where nothing is selected, in the order of the text. */
export function marked(editor: vscode.TextEditor): Mark["spans"] {
  const { document } = editor;
  return editor.selections
    .flatMap((selection): vscode.Range[] => {
      const range = selection.isEmpty
        ? document.getWordRangeAtPosition(selection.active)
        : selection;
      return range ? [range] : [];
    })
    .map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }))
    .sort((a, b) => a.start - b.start);
}
