// What the tests of the product say and compare: the settings that keep a run short, the shading
// that an explanation calls for, and the waits for what a run shows.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import type { Explanation } from "#protocol/explanation";
import type { Masking } from "#protocol/masking";
import { featureShades, ranking } from "#protocol/shading";
import { extensionRoot } from "./places.mjs";
import type { Shade } from "./shading.ts";
import { patience, waitUntil } from "./wait-until.mjs";
import { type Theme, themes, type Workbench } from "./workbench.ts";

/** How long a step of the product may take on a machine that is busy with other things. */
export const patienceMs = patience * 90_000;

/** The quick method, a short answer, few random sets: every run of the bundled model is short. */
export const quickSettings = {
  "promptlight.method": "feature-ablation",
  "promptlight.maxNewTokens": 16,
  "promptlight.randomSets": 2,
  "promptlight.longRunSeconds": 0,
};

export const story = "Write a story about a doctor and his patient.";

/** A prompt of 110 words: its Shapley values take half a minute. */
export const longPrompt = Array.from(
  { length: 10 },
  (_, index) => `The ${["cat", "dog", "bird"][index % 3]} sat on the big red box and sang.`,
).join(" ");

// What must be seen

/** A stretch of text in one colour of the scale. */
export interface Shaded {
  readonly text: string;
  readonly pole: "support" | "oppose";
  readonly step: number;
}

/**
 * What the same model says of `text` on the command line, in another process: the quick settings,
 * and `more` options.
 */
export function explanationOf(text: string, ...more: string[]): Promise<Explanation> {
  const key = JSON.stringify([text, more]);
  const quick = ["--method", "feature-ablation", "--max-new-tokens", "16"];
  const known = explanations.get(key) ?? explainOnCommandLine([text, ...quick, ...more]);
  explanations.set(key, known);
  return known;
}

const explanations = new Map<string, Promise<Explanation>>();

/** What `promptlight explain`, or `classify`, prints as JSON. */
export function explainOnCommandLine(
  args: readonly string[],
  command: "explain" | "classify" = "explain",
): Promise<Explanation> {
  return onCommandLine(command, args);
}

/** What masking and steering do by the command line, without random sets. */
export function maskingOf(text: string, ...more: string[]): Promise<Masking> {
  return onCommandLine("mask", [text, "--max-new-tokens", "16", "--random-sets", "0", ...more]);
}

export async function onCommandLine<T>(command: string, args: readonly string[]): Promise<T> {
  const cli = path.join(extensionRoot, "dist/cli.js");
  const options = [cli, command, ...args, "--format", "json", "--quiet"];
  const child = spawn(process.execPath, options);
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  assert.equal(
    code,
    0,
    `the command line does ${command} ${JSON.stringify(args)}: ${errors}${output}`,
  );
  return JSON.parse(output);
}

/**
 * The coloured stretches that `explanation` calls for, in the order of the text; features of one step
 * that touch are one stretch, and each line has its own. `shown` says how a feature stands in the file, where it is escaped there.
 */
export function shadingFor(
  explanation: Explanation,
  shown: (text: string) => string = (text) => text,
): Shaded[] {
  const shades = featureShades(explanation);
  const stretches = explanation.features
    .flatMap((feature, index) =>
      (feature.spans ?? [feature]).map(({ start, end }) => ({ start, end, ...shades[index]! })),
    )
    .filter(({ step }) => step > 0)
    .sort((a, b) => a.start - b.start);
  const merged: (typeof stretches)[number][] = [];
  for (const stretch of stretches) {
    const last = merged.at(-1);
    const isSame = last?.pole === stretch.pole && last.step === stretch.step;
    if (last && isSame && last.end === stretch.start) last.end = stretch.end;
    else merged.push({ ...stretch });
  }
  return merged.flatMap(({ start, end, pole, step }) =>
    shown(explanation.prompt.text.slice(start, end))
      .split(/\r\n|\r|\n/)
      .filter((line) => line !== "")
      .map((text) => ({ text, pole, step })),
  );
}

const manifest = JSON.parse(fs.readFileSync(path.join(extensionRoot, "package.json"), "utf8"));
const themeKeys = {
  "Dark Modern": "dark",
  "Light Modern": "light",
  "Dark High Contrast": "highContrast",
  "Light High Contrast": "highContrastLight",
} as const satisfies Record<Theme, string>;

/** `[red, green, blue, alpha]` of a colour of package.json in a theme. */
export function contributedColor(id: string, theme: Theme): number[] {
  const color: string = manifest.contributes.colors.find((own: { id: string }) => own.id === id)
    .defaults[themeKeys[theme]];
  const bytes = color
    .slice(1)
    .match(/../g)!
    .map((pair) => Number.parseInt(pair, 16));
  return [...bytes.slice(0, 3), (bytes[3] ?? 255) / 255];
}

/** The step of the scale whose contributed colour, its alpha times `factor`, this one is. */
export function stepOf(color: string, theme: Theme, factor = 1): Omit<Shaded, "text"> | undefined {
  const seen = parseColor(color);
  for (const pole of ["support", "oppose"] as const)
    for (let step = 1; step <= 9; step++) {
      const wanted = contributedColor(`promptlight.${pole}${step}`, theme);
      wanted[3] = Math.min(1, wanted[3]! * factor);
      if (isSameColor(seen, wanted)) return { pole, step };
    }
  return undefined;
}

export function parseColor(color: string): number[] {
  const numbers = color.match(/[\d.]+/g)!.map(Number);
  return numbers.length === 3 ? [...numbers, 1] : numbers;
}

/** VS Code writes alpha with two decimals. */
export function isSameColor(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, index) => Math.abs(value - b[index]!) < (index === 3 ? 0.006 : 0.5));
}

/** The coloured stretches that the editor shows, each with the step whose colour it has. */
export function shadingSeen(shades: readonly Shade[], theme: Theme, factor = 1) {
  return shades
    .filter(({ color }) => color !== undefined)
    .map(({ text, color }) => ({ text, ...(stepOf(color!, theme, factor) ?? { color }) }));
}

// Waits

export interface Place {
  readonly file?: string;
  readonly theme?: Theme;
  /** Factor on the colours' alpha: 0.4 where the explanation is stale. */
  readonly factor?: number;
  readonly shown?: (text: string) => string;
}

/** Waits until the editor shows exactly what `explanation` calls for: these characters, these colours. */
export async function waitForShadingOf(
  workbench: Workbench,
  explanation: Explanation,
  { file, theme = "Dark Modern", factor = 1, shown }: Place = {},
): Promise<void> {
  const wanted = JSON.stringify(shadingFor(explanation, shown));
  const seen = async () => shadingSeen(await workbench.readShading(file), theme, factor);
  await waitUntil(`the shading is ${wanted}`, async () => JSON.stringify(await seen()) === wanted, {
    timeoutMs: patienceMs / 2,
    seen,
  });
}

/** Runs *Explain Generation* by its key and waits until the editor shows what it must. */
export async function explain(workbench: Workbench, text: string, place: Place = {}) {
  const explanation = await explanationOf(text);
  await workbench.pressKey("Control+Alt+E");
  await waitForShadingOf(workbench, explanation, place);
  await waitForCodeLens(workbench, "Explain again");
  return explanation;
}

export async function waitForCodeLens(workbench: Workbench, title: string): Promise<void> {
  await waitUntil(
    `a CodeLens says "${title}"`,
    async () => (await workbench.codeLenses()).some((own) => own.includes(title)),
    { timeoutMs: patienceMs, seen: () => workbench.codeLenses() },
  );
}

/** What is marked stands above the prompt as words, not as a link. */
export async function waitForMarks(workbench: Workbench, sentence: string): Promise<void> {
  const seen = () => workbench.page.locator(".codelens-decoration").allTextContents();
  await waitUntil(
    `it says "${sentence}"`,
    async () => (await seen()).some((line) => line.replaceAll("\u00a0", " ").includes(sentence)),
    { timeoutMs: patienceMs, seen },
  );
}

export async function waitForStatus(workbench: Workbench, text: string): Promise<void> {
  await waitUntil(
    `the status bar says "${text}"`,
    async () => (await workbench.statusBarText()).includes(`Promptlight: ${text}`),
    { timeoutMs: patienceMs, seen: () => workbench.statusBarText() },
  );
}

/**
 * Waits until the window has written down these pieces of JSON, for its next start. A workbench in a
 * browser does so only every few seconds; a desktop writes when it closes.
 */
export async function waitUntilKept(workbench: Workbench, ...pieces: string[]): Promise<void> {
  await waitUntil(
    `the window has kept ${pieces.join(" and ")}`,
    async () => {
      const kept = await workbench.page.evaluate(async () => {
        const done = <T>(request: IDBRequest<T>) =>
          new Promise<T>((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
        const values: unknown[] = [];
        for (const { name } of await indexedDB.databases()) {
          if (!name?.startsWith("vscode-web-state-db")) continue;
          const database = await done(indexedDB.open(name));
          for (const store of database.objectStoreNames)
            values.push(...(await done(database.transaction(store).objectStore(store).getAll())));
          database.close();
        }
        return values.filter((value) => typeof value === "string");
      });
      // JSON inside JSON has its quotes escaped, once for each level.
      const plain = kept.map((value) => value.replaceAll("\\", ""));
      return plain.some((value) => pieces.every((piece) => value.includes(piece)));
    },
    { timeoutMs: patienceMs },
  );
}

// The panel

/** What the tests look for in the panel's page. */
export class PanelPage {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  find(selector: string): Locator {
    return this.#workbench.panelFrame().locator(selector);
  }

  button(name: string): Locator {
    return this.#workbench.panelFrame().getByRole("button", { name, exact: true });
  }

  tab(name: string): Locator {
    return this.find("[role='tab']").filter({ hasText: name });
  }

  /** A word of the prompt on the Generation tab: a checkbox. */
  word(text: string): Locator {
    return this.#workbench
      .panelFrame()
      .locator(".prompt-words")
      .getByRole("checkbox", { name: new RegExp(`^${text},`) })
      .first();
  }

  async waitFor(text: string | RegExp): Promise<void> {
    await this.#workbench.panelFrame().getByText(text).first().waitFor({ timeout: patienceMs });
  }

  /** The words that are masked, once the second answer and all its figures are there. */
  async waitForMasked(words: readonly string[]): Promise<void> {
    await waitUntil(
      `the panel compares without ${words.join(", ")}`,
      async () =>
        JSON.stringify(await this.maskedWords()) === JSON.stringify(words) &&
        (await this.find(".waiting, .progress").count()) === 0 &&
        (words.length === 0 || (await this.find(".proof tbody tr").count()) >= 4),
      { timeoutMs: patienceMs, seen: () => this.text() },
    );
  }

  maskedWords(): Promise<string[]> {
    return this.find(".prompt-words [role='checkbox'][aria-checked='false']").allInnerTexts();
  }

  /** Clicks every masked word, so that none is. */
  async bringBackWords(): Promise<void> {
    const words = this.find(".prompt-words [role='checkbox']");
    const masked = await words.evaluateAll((all) =>
      all.flatMap((word, place) => (word.getAttribute("aria-checked") === "false" ? [place] : [])),
    );
    for (const place of masked) await words.nth(place).click();
  }

  /** The answer, and the answer without the masked words. */
  answers(): Promise<string[]> {
    return this.find(".answers .answer").allInnerTexts();
  }

  /** What of the page is beyond its right edge; a heading may end in an ellipsis, and the arcs scroll. */
  cutOff(): Promise<string[]> {
    return this.find("body").evaluate(() =>
      [...document.querySelectorAll("body *:not(.without *, .arcs .scroller *)")]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && box.right > window.innerWidth + 1;
        })
        .map((element) => `${element.tagName}.${element.className}`),
    );
  }

  async text(): Promise<string> {
    return (await this.find("body").allInnerTexts()).join("\n");
  }
}

/** What the first comparison masks: of the highest scores at most `count`, those above zero, in the prompt's order. */
export function firstMasked({ seqAttribution, features }: Explanation, count = 3): string[] {
  return ranking(seqAttribution)
    .slice(0, count)
    .filter((index) => seqAttribution[index]! > 0)
    .sort((a, b) => a - b)
    .map((index) => features[index]!.text);
}

/** The class of each theme, where a webview names it. */
export function webviewThemeClass(theme: Theme): string {
  return {
    vs: "vscode-light",
    "vs-dark": "vscode-dark",
    "hc-black": "vscode-high-contrast",
    "hc-light": "vscode-high-contrast-light",
  }[themes[theme].className];
}
