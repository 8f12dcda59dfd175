import fs from "node:fs";
import path from "node:path";
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { testResults } from "./places.mjs";
import type { PageOptions, Server } from "./server.mjs";
import { placeOfText, readShadingOf, type Shade } from "./shading.ts";
import { patience, waitUntil } from "./wait-until.mjs";

/** The four themes of the tests by label: the setting, and the class that the workbench wears. */
export const themes = {
  "Dark Modern": { setting: "Dark Modern", className: "vs-dark" },
  "Light Modern": { setting: "Light Modern", className: "vs" },
  "Dark High Contrast": { setting: "Default High Contrast", className: "hc-black" },
  "Light High Contrast": { setting: "Default High Contrast Light", className: "hc-light" },
} as const;
export type Theme = keyof typeof themes;

export interface OpenOptions extends PageOptions {
  /** The size of the window, 1280 x 800 if not given. */
  size?: { width: number; height: number };
}

/**
 * A VS Code workbench in a page of a browser, and what a person does and sees there. Everything
 * waits until what it says has happened. Lines and columns count from 1, columns in UTF-16 code
 * units, as in VS Code. Texts are matched exactly unless said otherwise.
 */
export class Workbench {
  readonly page: Page;
  /** The folder that is open. */
  readonly workspace: string;
  #file = "";
  #errors: string[] = [];
  #cspViolations: string[] = [];

  private constructor(page: Page, workspace: string) {
    this.page = page;
    this.workspace = workspace;
    page.on("pageerror", (error) => this.#errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      const text = message.text();
      const list = /Content Security Policy/i.test(text) ? this.#cspViolations : this.#errors;
      list.push(`${text} (${message.location().url})`);
    });
  }

  /** Opens a window and waits until it is ready. */
  static async open(context: BrowserContext, server: Server, options: OpenOptions) {
    const { size = { width: 1280, height: 800 }, ...pageOptions } = options;
    const page = await context.newPage();
    const workbench = new Workbench(page, pageOptions.workspace);
    try {
      await page.setViewportSize(size);
      await page.goto(server.url(pageOptions));
      await workbench.#ready();
      if (pageOptions.openFile) await workbench.#showsFile(pageOptions.openFile);
    } catch (error) {
      await workbench.screenshot("failed to open").catch(() => {});
      await page.close();
      throw error;
    }
    return workbench;
  }

  async #ready() {
    await this.page
      .locator(".explorer-folders-view .monaco-list")
      .waitFor({ timeout: patience * 40_000 });
    await this.page.locator(".monaco-workbench [id='status.notifications']").waitFor();
    // Before this mark the commands, keys and languages of extensions are not known yet.
    await this.page.waitForFunction(
      () => performance.getEntriesByName("code/didLoadExtensions").length > 0,
    );
  }

  /** Closes the page as a person would, so that its extension host ends too. */
  async close() {
    await this.page.goto("about:blank").catch(() => {});
    await this.page.close();
  }

  /** Reloads the window; the files that were open come back. */
  async reload() {
    await this.page.reload();
    await this.#ready();
    if (this.#file) await this.#showsFile(this.#file);
  }

  // Files and text

  /** Opens a file of the workspace from the explorer: `story.prompt`, `prompts/system.md`. */
  async openFile(file: string) {
    const parts = file.split("/");
    for (const [index, name] of parts.entries()) {
      const row = this.page
        .locator(`.explorer-folders-view .monaco-list-row[aria-level="${index + 1}"]`)
        .filter({ has: this.page.getByText(name, { exact: true }) })
        .first();
      await row.waitFor();
      if (index === parts.length - 1) await row.dblclick();
      else if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
    }
    await this.#showsFile(file);
  }

  async #showsFile(file: string) {
    this.#file = file;
    await this.editor().locator(".view-line").first().waitFor();
  }

  /** The editor that shows a file; the file opened last where none is named. */
  editor(file = this.#file): Locator {
    const ending = `/${encodeURI(file)}`;
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="${ending}"]`).first();
  }

  /** Puts the keyboard focus into the editor; cursor and selection stay. */
  async focusEditor(file = this.#file) {
    this.#file = file;
    await this.editor().locator(".native-edit-context, textarea.inputarea").first().focus();
  }

  /** Puts the cursor at a position of the file as it was saved. */
  async placeCursor(line: number, column: number) {
    await this.focusEditor();
    // By offset: a column is for this box what is seen, so that a tab counts as several.
    const ending = await this.page.locator("[id='status.editor.eol']").textContent();
    const lines = this.#savedLines().slice(0, line - 1);
    const offset = lines.reduce(
      (sum, { length }) => sum + length + (ending?.trim() === "CRLF" ? 2 : 1),
      column,
    );
    await this.page.keyboard.press("Control+G");
    await this.#quickInput().waitFor();
    await this.#quickInput().fill(`::${offset}`);
    await this.page.keyboard.press("Enter");
    await this.#quickInput().waitFor({ state: "hidden" });
    await this.statusBarItem(`Ln ${line},`).waitFor();
  }

  #savedLines(): string[] {
    const file = path.join(this.workspace, this.#file);
    return fs
      .readFileSync(file, "utf8")
      .replace(/^\uFEFF/, "")
      .split(/\r\n|\r|\n/);
  }

  /** Selects from one position up to another; shows as `(n selected)` in the status bar. */
  async selectText(line: number, column: number, toLine: number, toColumn: number) {
    await this.placeCursor(line, column);
    await this.pressKey("Control+K Control+B");
    await this.placeCursor(toLine, toColumn);
    await this.pressKey("Control+K Control+K");
    await this.#somethingSelected();
  }

  /**
   * Selects the n-th place (from 0) where a text stands in the file as it was saved; its lines are
   * parted by `\n`, whatever they are parted by in the file.
   */
  async selectPhrase(phrase: string, occurrence = 0) {
    const content = this.#savedLines().join("\n");
    let start = -1;
    for (let count = 0; count <= occurrence; count++) {
      start = content.indexOf(phrase, start + 1);
      if (start < 0) throw new Error(`${this.#file} does not hold ${JSON.stringify(phrase)}`);
    }
    const position = (offset: number) => {
      const before = content.slice(0, offset).split("\n");
      return [before.length, before.at(-1)!.length + 1] as const;
    };
    await this.selectText(...position(start), ...position(start + phrase.length));
  }

  /** Saves the file and waits until it is saved. */
  async save() {
    await this.focusEditor();
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").first().waitFor();
  }

  async selectAll() {
    await this.focusEditor();
    await this.page.keyboard.press("Control+A");
    await this.#somethingSelected();
  }

  async #somethingSelected() {
    await this.statusBarItem(/\(\d+ selected\)/).waitFor();
  }

  /** Types at the cursor. */
  async typeText(text: string) {
    await this.focusEditor();
    await this.page.keyboard.type(text);
  }

  /** The lines of the editor that are on the screen, tabs as spaces. */
  async visibleText(): Promise<string> {
    const lines = await this.editor()
      .locator(".view-lines > .view-line")
      .evaluateAll((elements) =>
        elements
          .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text),
      );
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  // Commands

  /** Presses a key chord, or several parted by spaces: `Control+Alt+E`, `Control+K Control+T`. */
  async pressKey(chords: string) {
    for (const chord of chords.split(" ")) await this.page.keyboard.press(chord);
  }

  /** Runs a command from the palette by its full title: `Promptlight: Explain Generation`. */
  async runCommand(title: string) {
    await this.#openPalette(title);
    await this.#quickInputRow(title).click();
    await this.#quickInputTook(`>${title}`);
  }

  /** The titles that the palette offers for a text. */
  async paletteOffers(text: string): Promise<string[]> {
    await this.#openPalette(text);
    await this.page.locator(".quick-input-widget:visible .monaco-list-row").first().waitFor();
    const titles = await this.quickPickItems();
    await this.page.keyboard.press("Escape");
    await this.#quickInput().waitFor({ state: "hidden" });
    return titles;
  }

  async #openPalette(text: string) {
    await this.page.keyboard.press("F1");
    await this.#quickInput().waitFor();
    await this.#quickInput().fill(`>${text}`);
  }

  /** Chooses the item of the open quick pick with this label; typed first, since long lists are drawn in part. */
  async pickItem(label: string) {
    await this.#clickItem(label);
    await this.#quickInputTook(label);
  }

  /** Ticks the items with these labels in the open quick pick, and accepts it. */
  async pickSeveral(labels: readonly string[]) {
    for (const label of labels) await this.#clickItem(label);
    await this.#quickInput().press("Enter");
    await this.#quickInput().waitFor({ state: "hidden" });
  }

  async #clickItem(label: string) {
    await this.#quickInput().waitFor();
    await this.#quickInput().fill(label);
    await this.#quickInputRow(label).click();
  }

  /** Types into the open quick pick or input box, and accepts it. */
  async answerInput(text: string) {
    await this.#quickInput().waitFor();
    await this.#quickInput().fill(text);
    await this.page.keyboard.press("Enter");
    await this.#quickInputTook(text);
  }

  /** The box with `text` in it has closed or become the next one: typed too early, that would land in the editor. */
  async #quickInputTook(text: string) {
    await waitUntil(`the box has closed on "${text}"`, async () => {
      const texts = await this.#quickInput().evaluateAll((inputs) =>
        inputs.map((input) => (input as HTMLInputElement).value),
      );
      return !texts.includes(text);
    });
  }

  /** The labels in the open quick pick, without descriptions. */
  async quickPickItems(): Promise<string[]> {
    const rows = this.page.locator(
      ".quick-input-widget:visible .quick-input-list .monaco-list-row",
    );
    await rows.first().waitFor();
    const labels = await rows.evaluateAll((elements) =>
      elements.map((row) => row.querySelector(".label-name")?.textContent ?? ""),
    );
    return labels.map((label) => label.replaceAll("\u00a0", " ").trim());
  }

  #quickInput(): Locator {
    return this.page
      .locator(".quick-input-widget:visible input:is([type='text'], [type='password'])")
      .first();
  }

  #quickInputRow(label: string): Locator {
    return this.page
      .locator(".quick-input-widget:visible .quick-input-list .monaco-list-row")
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first();
  }

  /** Opens the context menu of the editor, on a text or on the selection, and chooses an item. */
  async contextMenu(item: string, on?: string) {
    await this.#openContextMenu(on);
    const chosen = this.#menuItems().filter({ hasText: item }).first();
    await waitUntil(`the menu has closed on "${item}"`, async () => {
      // A menu that has just opened overhears clicks: what opened it might still be going on.
      await chosen.click({ timeout: 2000 });
      return chosen.waitFor({ state: "hidden", timeout: 500 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** The items of the context menu of the editor. */
  async contextMenuItems(on?: string): Promise<string[]> {
    await this.#openContextMenu(on);
    const items = await this.#menuItems().allTextContents();
    await this.page.keyboard.press("Escape");
    await this.#menuItems().first().waitFor({ state: "hidden" });
    return items.filter((item) => item !== "");
  }

  async #openContextMenu(on: string | undefined) {
    if (on === undefined) {
      const selected = this.editor().locator(".view-overlays .selected-text").first();
      const box = (await selected.count()) > 0 ? await selected.boundingBox() : null;
      if (box) {
        await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, {
          button: "right",
        });
      } else {
        await this.editor().locator(".view-line").first().click({ button: "right" });
      }
    } else {
      const place = await this.#placeOf(on, 0);
      await this.page.mouse.click(place.x, place.y, { button: "right" });
    }
    await this.#menuItems().first().waitFor();
  }

  #menuItems(): Locator {
    return this.page.locator(".monaco-menu .action-item .action-label:visible");
  }

  async waitForCodeLens(title: string) {
    await this.#codeLenses().filter({ hasText: title }).first().waitFor();
  }

  /** The titles of the code lenses on the screen. */
  codeLenses(): Promise<string[]> {
    return this.#codeLenses().allTextContents();
  }

  async clickCodeLens(title: string) {
    await this.#codeLenses().filter({ hasText: title }).first().click();
  }

  #codeLenses(): Locator {
    return this.editor().locator(".codelens-decoration a");
  }

  /** What the quick pick says of the item with this label: its description and its detail. */
  async quickPickWords(label: string): Promise<string> {
    const words = await this.#quickInputRow(label).innerText();
    return words.replaceAll("\u00a0", " ").replaceAll(/\s+/g, " ").trim();
  }

  /** The words of the modal dialog that is open. */
  async dialogText(): Promise<string> {
    const box = this.page.locator(".monaco-dialog-box");
    await box.waitFor();
    return (await box.innerText()).replaceAll("\u00a0", " ");
  }

  /** Clicks a button of the modal dialog, which then closes. */
  async clickDialogButton(label: string) {
    const box = this.page.locator(".monaco-dialog-box");
    await box.locator(".monaco-button").filter({ hasText: label }).click();
    await box.waitFor({ state: "hidden" });
  }

  // What the extension shows

  /** All stretches of text that extensions decorate, in the order of the text. */
  readShading(file = this.#file): Promise<Shade[]> {
    return readShadingOf(this.editor(file));
  }

  /** The stretch that holds a text; undefined where it is bare. */
  async shadeOf(text: string, file = this.#file): Promise<Shade | undefined> {
    const shades = await this.readShading(file);
    return shades.find((shade) => shade.color !== undefined && shade.text.includes(text));
  }

  /** Waits until something is shaded, and until two readings in a row are equal. */
  waitForShading(file = this.#file, timeoutMs = 30_000): Promise<Shade[]> {
    let before = "";
    return waitUntil(
      `something is shaded in ${file}`,
      async () => {
        const shades = await this.readShading(file);
        const now = JSON.stringify(shades);
        const isSettled = now === before;
        before = now;
        return shades.length > 0 && isSettled && shades;
      },
      { timeoutMs },
    );
  }

  /** Waits until nothing is shaded. */
  async waitForNoShading(file = this.#file) {
    await waitUntil(
      `nothing is shaded in ${file}`,
      async () => (await this.readShading(file)).length === 0,
      { seen: () => this.readShading(file) },
    );
  }

  /** Points at a text (its n-th place on the screen, from 0) and returns the hover, for its links. */
  async hover(text: string, occurrence = 0): Promise<Locator> {
    const shown = this.page.locator(".monaco-hover:visible .hover-contents");
    const card = shown.filter({ hasNotText: /^Loading\.\.\.$/ }).first();
    // A page that was busy when the pointer came has not seen it stop: it comes again, as a person would.
    for (const patienceMs of [8_000, 8_000, 30_000]) {
      await this.page.mouse.move(0, 0);
      await waitUntil("no hover is open", async () => (await shown.count()) === 0);
      const place = await this.#placeOf(text, occurrence);
      await this.page.mouse.move(place.x, place.y, { steps: 4 });
      const isLast = patienceMs === 30_000;
      const waiting = card.waitFor({ timeout: patienceMs });
      if (isLast) await waiting;
      else if (await waiting.then(() => true).catch(() => false)) break;
    }
    return this.page.locator(".monaco-hover:visible").first();
  }

  /** Points at a text and returns what the hover says. */
  async hoverText(text: string, occurrence = 0): Promise<string> {
    const hover = await this.hover(text, occurrence);
    return (await hover.allInnerTexts()).join().replaceAll("\u00a0", " ").trim();
  }

  async #placeOf(text: string, occurrence: number) {
    const place = await placeOfText(this.editor(), text, occurrence);
    if (!place) {
      throw new Error(`"${text}" is not on the screen in:\n${await this.visibleText()}`);
    }
    return place;
  }

  /** The document inside the visible webview. */
  panelFrame(): FrameLocator {
    return this.page
      .locator("iframe.webview.ready")
      .filter({ visible: true })
      .first()
      .contentFrame()
      .frameLocator("#active-frame");
  }

  /** The text of the whole status bar. */
  async statusBarText(): Promise<string> {
    const items = await this.page.locator(".statusbar-item:visible").allInnerTexts();
    return items
      .map((item) => item.trim())
      .filter(Boolean)
      .join(" | ");
  }

  /** The item of the status bar that holds a text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item").filter({ hasText: text }).first();
  }

  /** The messages shown now: as toasts, or in the notifications centre where it is open. */
  async notifications(): Promise<string[]> {
    const messages = await this.#notificationItems()
      .locator(".notification-list-item-message")
      .allInnerTexts();
    return messages.map((message) => message.replaceAll("\u00a0", " ").trim());
  }

  /** Waits for the notification that holds a text. */
  async notification(text: string | RegExp, timeoutMs = 20_000): Promise<Locator> {
    const item = this.#notificationItems().filter({ hasText: text }).first();
    await waitUntil(`a notification says ${text}`, () => item.isVisible(), {
      timeoutMs,
      seen: () => this.notifications(),
    });
    return item;
  }

  /** Clicks a button of the notification that holds a text. */
  /** The modal dialog, once it is there. */
  async dialog(): Promise<Locator> {
    const box = this.page.locator(".monaco-dialog-box");
    await box.waitFor({ timeout: 60_000 });
    return box;
  }

  async clickNotificationButton(text: string | RegExp, button: string) {
    const item = await this.notification(text);
    await item.hover();
    await item.locator(".monaco-button, .monaco-text-button").filter({ hasText: button }).click();
  }

  /** Opens the notifications centre, which holds also what was shown as a toast before. */
  async showNotifications() {
    await this.runCommand("Notifications: Show Notifications");
    await this.page.locator(".notifications-center.visible").waitFor();
  }

  #notificationItems(): Locator {
    return this.page.locator(
      ".notifications-toasts .notification-list-item:visible, " +
        ".notifications-center .notification-list-item:visible",
    );
  }

  // The window

  async switchTheme(label: Theme) {
    await this.pressKey("Control+K Control+T");
    const input = this.page.locator(
      ".quick-input-widget:visible input[placeholder^='Select Color Theme']",
    );
    await input.waitFor();
    // A text that comes before the list has its rows finds none.
    await this.page.locator(".quick-input-list .monaco-list-row").first().waitFor();
    await input.fill(label);
    await this.page
      .locator(".quick-input-list .monaco-list-row.focused")
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .waitFor();
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
    await this.page.locator(`.monaco-workbench.${themes[label].className}`).waitFor();
  }

  /** Saves a picture of the window as test-results/<name>.png and returns its path. */
  async screenshot(name: string): Promise<string> {
    const file = path.join(testResults, `${name.replaceAll(/[^\w.-]+/g, "-")}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** What pages of the window, webviews included, did against their content security policy. */
  cspViolations(): string[] {
    return [...this.#cspViolations];
  }

  /** Waits for a violation, and returns those so far and forgets them: for one made on purpose. */
  async takeCspViolations(): Promise<string[]> {
    await waitUntil("a page offends its CSP", () => this.#cspViolations.length > 0);
    return this.#cspViolations.splice(0);
  }

  /** Errors in the browser's console, those of the content security policy left out. */
  consoleErrors(): string[] {
    return [...this.#errors];
  }
}
