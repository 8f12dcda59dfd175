import * as vscode from "vscode";
import type { Call } from "#protocol/channel";
import {
  type ClassPresetId,
  classPreset,
  classPresetIds,
  classPresets,
} from "#protocol/class-presets";
import type { NamedClasses } from "#protocol/classes";
import { ExplainError } from "#protocol/failure";
import { parseClasses } from "#protocol/parse-classes";
import type { ModelChoice } from "#protocol/request";
import { suggestedModels } from "#protocol/suggested-models";
import type { WorkerMethods } from "#protocol/worker-methods";
import type { Subject } from "./selection.ts";
import { bundledModels, type Settings } from "./settings.ts";

const mask = "<mask>";
const frontMatter = "front matter";

/**
 * The classes that the file of `subject` names, read from where it says; undefined where it names none. Throws
 * ExplainError `invalid-option`.
 */
export async function classesOfFile({ uri, fileName, fileSettings }: Subject) {
  const { classes } = fileSettings;
  if (classes === undefined) return undefined;
  if (typeof classes !== "string")
    return { title: fileName, from: frontMatter, ...parseClasses(classes, fileName) };
  if (classPreset(classes)) return presetNamed(classes as ClassPresetId);
  if (!/[./\\]/.test(classes)) return { title: fileName, ...parseClasses(classes, fileName) };
  const folder = vscode.Uri.joinPath(vscode.Uri.parse(uri, true), "..");
  return classesIn(vscode.Uri.joinPath(folder, classes.replaceAll("\\", "/")));
}

/**
 * `classes` as they are now in the file that they came from, in the template that was chosen. Throws ExplainError
 * `invalid-option`.
 */
export async function classesAgain(subject: Subject, classes: NamedClasses): Promise<NamedClasses> {
  const { from, template, unusedTemplate, isTemplateChosen } = classes;
  if (from === undefined) return classes;
  const found =
    from === frontMatter
      ? await classesOfFile(subject)
      : await classesIn(vscode.Uri.parse(from, true));
  if (!found) return classes;
  if (!isTemplateChosen) return found;
  const { template: _, ...rest } = found;
  return {
    ...rest,
    isTemplateChosen,
    ...(template === undefined ? {} : { template }),
    ...(unusedTemplate === undefined ? {} : { unusedTemplate }),
  };
}

interface ClassesItem extends vscode.QuickPickItem {
  /** A preset's name, or the URI of a file. */
  readonly from?: string;
  readonly asks?: "file" | "new";
}

/**
 * Asks for the classes: a preset, a file of the workspace, another file, or a new one to write; remembers what was
 * chosen. `given` needs no asking. Undefined where nothing was. Throws ExplainError for a file that is none.
 */
export async function chooseClasses(
  settings: Settings,
  given?: string,
): Promise<NamedClasses | undefined> {
  const from = given ?? (await askForClasses(settings.choices.classes));
  if (from === undefined) return undefined;
  const preset = classPresetIds.find((id) => id === from);
  const classes = preset ? presetNamed(preset) : await classesIn(vscode.Uri.parse(from, true));
  await settings.remember({ classes: from });
  return classes;
}

async function askForClasses(current: string | undefined): Promise<string | undefined> {
  const files = await vscode.workspace.findFiles("**/*.verbalizer.json", "**/node_modules/**", 50);
  const items: ClassesItem[] = [
    separator("presets"),
    ...classPresetIds.map((id) => ({
      from: id,
      label: classPresets[id].title,
      description: id,
      detail: Object.keys(classPresets[id].labels).join(", "),
    })),
    ...(files.length > 0 ? [separator("in this workspace")] : []),
    ...files
      .map((file) => ({ from: file.toString(), label: vscode.workspace.asRelativePath(file) }))
      .sort((a, b) => a.label.localeCompare(b.label)),
    separator("others"),
    {
      asks: "new",
      label: "$(new-file) Write your own…",
      detail: "A new file with a template and the words of each class.",
    },
    { asks: "file", label: "$(folder-opened) A file…", detail: "JSON with labels and a template." },
  ];
  const marked = items.map((item) =>
    item.from !== undefined && item.from === current
      ? { ...item, description: `${item.description ?? ""} (now)`.trim() }
      : item,
  );
  const chosen = await vscode.window.showQuickPick(marked, {
    title: "Which classes?",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen?.asks === "new") await openNewClasses();
  if (chosen?.asks !== "file") return chosen?.from;
  const [file] =
    (await vscode.window.showOpenDialog({
      canSelectMany: false,
      filters: { "Classes (JSON)": ["json"] },
      openLabel: "Use These Classes",
    })) ?? [];
  return file?.toString();
}

function separator(label: string): ClassesItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

const newClasses = `{
  "template": "It was <mask>. {text}",
  "kind": "manual",
  "labels": {
    "positive": ["great", "good", "wonderful"],
    "negative": ["terrible", "bad", "awful"]
  }
}
`;

/** An unsaved file to write classes in; its schema completes and checks it. */
async function openNewClasses(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const names = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (n) => `classes${n === 1 ? "" : n}.verbalizer.json`,
  );
  const free = await firstFree(folder, names);
  const uri = folder
    ? vscode.Uri.joinPath(folder, free).with({ scheme: "untitled" })
    : vscode.Uri.parse(`untitled:${free}`);
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === "")
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), newClasses));
  void vscode.window.showInformationMessage(
    "Write the words of each class and save the file. Explain Classification then has it in its list.",
  );
}

async function firstFree(
  folder: vscode.Uri | undefined,
  names: readonly string[],
): Promise<string> {
  for (const name of names) {
    if (!folder) return name;
    const isThere = await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name)).then(
      () => true,
      () => false,
    );
    if (!isThere) return name;
  }
  return names.at(-1)!;
}

/** The classes of a file, as it is in the editor where it is open. Throws ExplainError `invalid-option`. */
async function classesIn(uri: vscode.Uri): Promise<NamedClasses> {
  const name = uri.path.split("/").at(-1) ?? uri.path;
  const refuse = (problem: string, remedy: string) =>
    new ExplainError({ kind: "invalid-option", message: `${name} ${problem}`, remedy });
  const document = await vscode.workspace.openTextDocument(uri).then(
    (found) => found,
    () => {
      throw refuse("cannot be read.", "Name a file that is there, from the prompt's own folder.");
    },
  );
  let json: unknown;
  try {
    json = JSON.parse(document.getText());
  } catch (error) {
    throw refuse(`is not valid JSON: ${String(error)}`, "Mend it where the editor marks it.");
  }
  return { title: name, from: uri.toString(), ...parseClasses(json, name) };
}

function presetNamed(id: ClassPresetId): NamedClasses {
  const { title, templates } = classPresets[id];
  return { title, templates, ...parseClasses(id, id) };
}

interface TemplateItem extends vscode.QuickPickItem {
  readonly template?: string;
  readonly asks?: true;
}

/**
 * Asks for the template: one of the classes' own, none, or another one that is typed. Undefined where nothing was
 * chosen.
 */
export async function chooseTemplate(classes: NamedClasses): Promise<NamedClasses | undefined> {
  const { template, unusedTemplate: _, ...others } = classes;
  const rest = { ...others, isTemplateChosen: true } as const;
  const known = new Set([
    ...(classes.templates ?? []),
    ...(template === undefined ? [] : [template]),
  ]);
  const items: TemplateItem[] = [
    ...[...known].map((own) => ({
      template: own,
      label: own,
      ...(own === template ? { description: "(now)" } : {}),
    })),
    {
      label: "The text alone",
      detail: `Its own ${mask} is read; of a model that continues texts, where the answer begins.`,
      ...(template === undefined ? { description: "(now)" } : {}),
    },
    { asks: true, label: "$(edit) Another…" },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: "What is the text put in?" });
  if (!chosen) return undefined;
  if (!chosen.asks)
    return chosen.template === undefined ? rest : { ...rest, template: chosen.template };
  const typed = await vscode.window.showInputBox({
    title: "Template",
    value: template ?? "It was <mask>. {text}",
    prompt: `{text} where the text goes, and ${mask} where the label word goes`,
    validateInput: (text) =>
      text.split("{text}").length === 2 ? undefined : "Put {text} in it, once.",
  });
  return typed === undefined ? undefined : { ...rest, template: typed };
}

/**
 * `classes` as the model can be asked about them: where nothing fills a mask the template of one waits, and the class is
 * read where the answer begins.
 */
export async function fittedClasses(
  classes: NamedClasses,
  model: ModelChoice,
  call: Call<WorkerMethods>,
): Promise<NamedClasses> {
  const { template, unusedTemplate, ...rest } = classes;
  const isOfMask = template?.includes(mask) ?? false;
  if (!isOfMask && unusedTemplate === undefined) return classes;
  const kind = await kindOf(model, call);
  if (kind === "causal" && isOfMask) return { ...rest, unusedTemplate: template! };
  if (kind === "masked" && template === undefined && unusedTemplate !== undefined)
    return { ...rest, template: unusedTemplate };
  return classes;
}

/** Undefined for a model that cannot be looked at: the run says what is wrong with it. */
async function kindOf(
  model: ModelChoice,
  call: Call<WorkerMethods>,
): Promise<"causal" | "masked" | undefined> {
  const { source } = model;
  if (source === bundledModels.causal) return "causal";
  if (source === bundledModels.masked) return "masked";
  const known = suggestedModels.find(({ id }) => id === source);
  if (known) return known.kind;
  try {
    for await (const { kind } of call("describeModel", model, AbortSignal.timeout(60_000)))
      return kind;
  } catch {
    return undefined;
  }
  return undefined;
}
