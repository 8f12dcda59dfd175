import * as vscode from "vscode";

/** Where a link of a CodeLens or a hover points: a document, and there a line or a feature. */
export interface Place {
  readonly uri?: string;
  readonly line?: number;
  readonly feature?: number;
}

/** The editor of the place's document, which is shown; without a document the active one. */
export async function editorFor(place: Place | undefined): Promise<vscode.TextEditor | undefined> {
  if (typeof place?.uri !== "string") return vscode.window.activeTextEditor;
  const document = await openDocument(place.uri);
  return document && vscode.window.showTextDocument(document, { viewColumn: columnOf(document) });
}

/** The column where the document is edited or shown already, else the first. */
export function columnOf(document: vscode.TextDocument): vscode.ViewColumn {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  const open = activeTextEditor ? [activeTextEditor, ...visibleTextEditors] : visibleTextEditors;
  const shown = open.find((own) => own.document === document);
  return shown?.viewColumn ?? vscode.ViewColumn.One;
}

/** Shows the document in another column than the panel's, where the panel would cover it. */
export async function keepInSight(
  uri: string,
  column: vscode.ViewColumn | undefined,
): Promise<void> {
  const isHidden = vscode.window.activeTextEditor?.viewColumn === column;
  const document = isHidden ? await openDocument(uri) : undefined;
  if (!document || column === undefined) return;
  const free = column === vscode.ViewColumn.One ? vscode.ViewColumn.Two : vscode.ViewColumn.One;
  await vscode.window.showTextDocument(document, { viewColumn: free });
}

/** The editor's selection; for a CodeLens of another block, the start of that block. */
export function selectionFor(
  editor: vscode.TextEditor,
  place: Place | undefined,
): vscode.Selection {
  if (place?.line === undefined) return editor.selection;
  const start = new vscode.Position(place.line, 0);
  return new vscode.Selection(start, start);
}

export async function openDocument(uri: string): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  } catch {
    void vscode.window.showWarningMessage("The explained file is no longer there.");
    return undefined;
  }
}
