import * as vscode from "vscode";
import { explainsClasses, type MethodId, methodIds, methodInfos } from "#protocol/methods";
import {
  type ExplainRequest,
  granularities,
  type ValueChoice,
  type ValueKind,
  values,
} from "#protocol/request";
import { valueLabels } from "#protocol/value-words";
import { granularityLabels } from "./run.ts";
import type { Settings } from "./settings.ts";

interface Item<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks for one of `items`, the present one marked; `given` needs no asking. */
async function pick<T>(
  items: readonly Item<T>[],
  title: string,
  current: T,
  given: T | undefined,
): Promise<T | undefined> {
  if (given !== undefined && items.some((item) => item.value === given)) return given;
  const marked = items.map((item) =>
    item.value === current
      ? { ...item, description: `${item.description ?? ""} (now)`.trim() }
      : item,
  );
  const chosen = await vscode.window.showQuickPick(marked, { title, matchOnDetail: true });
  return chosen?.value;
}

/** Each resolves to whether something was chosen; the choice is remembered for the workspace. */
export async function pickMethod(
  settings: Settings,
  isOfClasses: boolean,
  given?: string,
): Promise<boolean> {
  const items = methodsFor(isOfClasses).flatMap((id): Item<string>[] =>
    id === "feature-ablation" && !isOfClasses ? [methodItem(id), refinedItem] : [methodItem(id)],
  );
  const isRefined = settings.method === "feature-ablation" && settings.coarseToFine;
  const current = isRefined ? refinedItem.value : settings.method;
  const chosen = await pick(
    items,
    "How are scores computed?",
    isOfClasses ? settings.classMethod : current,
    given,
  );
  if (chosen === undefined) return false;
  const coarseToFine = chosen === refinedItem.value;
  const method = coarseToFine ? "feature-ablation" : (chosen as MethodId);
  await settings.remember(isOfClasses ? { classMethod: method } : { method, coarseToFine });
  return true;
}

/** Feature ablation of long prompts, in the row below it. */
const refinedItem: Item<string> = {
  value: "feature-ablation coarse to fine",
  label: `${methodInfos["feature-ablation"].label}, coarse to fine`,
  description: "about 1 evaluation for 4 words",
  detail:
    "For long prompts: paragraphs first, then the words that promise most; the others share what is left.",
};

/** PromptExplainer alone needs classes. */
function methodsFor(isOfClasses: boolean): readonly MethodId[] {
  return methodIds.filter((id) => (isOfClasses ? explainsClasses(id) : id !== "prompt-explainer"));
}

function methodItem(value: MethodId): Item<MethodId> {
  const { label, cost, answers } = methodInfos[value];
  return { value, label, description: cost, detail: answers };
}

/** Methods to set beside a run, but for those that are there: one or several; `given` need no asking. */
export async function pickMethods(
  isOfClasses: boolean,
  there: readonly MethodId[],
  given: readonly string[] = [],
): Promise<readonly MethodId[]> {
  const offered = methodsFor(isOfClasses).filter((id) => !there.includes(id));
  const named = offered.filter((id) => given.includes(id));
  if (named.length > 0) return named;
  const items = offered.map(methodItem);
  const title = "Which methods are set beside this one?";
  const options = { title, matchOnDetail: true, canPickMany: true } as const;
  const chosen = await vscode.window.showQuickPick(items, options);
  return chosen?.map(({ value }) => value) ?? [];
}

export async function pickGranularity(settings: Settings, given?: string): Promise<boolean> {
  const items = granularities
    .filter((value) => value !== "slot")
    .map((value) => ({ value, label: granularityLabels[value] }));
  const granularity = await pick(
    items,
    "What is scored as one?",
    settings.granularity,
    items.map((item) => item.value).find((value) => value === given),
  );
  if (granularity) await settings.remember({ granularity });
  return granularity !== undefined;
}

export async function pickBaseline(settings: Settings, given?: string): Promise<boolean> {
  const items: Item<string>[] = [
    { value: "zero", label: "zero", detail: "The word's embedding becomes 0; its place stays." },
    {
      value: "remove",
      label: "remove",
      detail: "The word's tokens are taken out; later ones move up.",
    },
    {
      value: "attention",
      label: "attention",
      detail: "The word is hidden from attention; its place stays.",
    },
    {
      value: "token:pad",
      label: "pad token",
      detail: "The word's tokens become the model's padding token.",
    },
    { value: "text:…", label: "a text…", detail: "The word is replaced by a text that you type." },
  ];
  const chosen = await pick(items, "What does a masked word become?", settings.baseline, given);
  const baseline = chosen === "text:…" ? await typedBaseline() : chosen;
  if (baseline !== undefined) await settings.remember({ baseline });
  return baseline !== undefined;
}

/** What of the answer is explained; for a contrast also the other text, which is asked for and not remembered. */
export async function pickValue(
  settings: Settings,
  current: ValueChoice,
  given?: string,
): Promise<Pick<ExplainRequest, "value" | "versus"> | undefined> {
  const details: Readonly<Record<ValueKind, string>> = {
    "log-prob": "How likely the answer is, in nats.",
    prob: "The same as a probability: near zero for any long answer.",
    entropy: "How undecided the model is at each token of the answer, in nats.",
    logit: "The tokens' raw scores, before they compete with others.",
    contrast: "Why this answer rather than another, which you type.",
  };
  const items = values.map((value) => ({
    value,
    label: valueLabels[value],
    detail: details[value],
  }));
  const value = await pick(
    items,
    "What is explained?",
    current as ValueKind,
    values.find((own) => own === given),
  );
  if (value === undefined) return undefined;
  if (value === "contrast") {
    const versus = await vscode.window.showInputBox({
      title: "Why not…",
      placeHolder: "Another answer",
    });
    return versus?.trim() ? { value, versus } : undefined;
  }
  await settings.remember({ value });
  return { value };
}

async function typedBaseline(): Promise<string | undefined> {
  const prompt = "What each masked word is replaced by; empty: nothing";
  const text = await vscode.window.showInputBox({ title: "Baseline text", prompt });
  return text === undefined ? undefined : `text:${text}`;
}
