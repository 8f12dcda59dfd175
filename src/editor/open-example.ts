import * as vscode from "vscode";

/** The prompts that come with the extension, each a file of `media/samples`. */
const examples = [
  {
    name: "story",
    label: "A story",
    detail: "A short prompt: which of its words drive the story?",
  },
  {
    name: "model-associations",
    label: "Model associations",
    detail: "A template with slots: which interest does the model tie to a name, a place, a job?",
  },
  {
    name: "few-shot-examples",
    label: "Few-shot examples",
    detail: "Four labelled reviews before a question: what does each of them add to the answer?",
  },
];

/** Opens a copy of an example, the named one or one that is picked. */
export async function openExample(extensionUri: vscode.Uri, name?: string): Promise<void> {
  const named = examples.find((example) => example.name === name);
  const title = "Which example?";
  const chosen = named ?? (await vscode.window.showQuickPick(examples, { title }));
  if (!chosen) return;
  const file = vscode.Uri.joinPath(extensionUri, "media", "samples", `${chosen.name}.prompt`);
  const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  const document = await vscode.workspace.openTextDocument({ language: "prompt", content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}
