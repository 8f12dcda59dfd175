import fs from "node:fs";
import path from "node:path";
import type { BrowserContext } from "playwright-core";
import { launchBrowser } from "./chromium.mjs";
import { extensionRoot, testResults } from "./places.mjs";
import { type ExtensionSource, type Server, type ServerOptions, startServer } from "./server.mjs";
import { patience } from "./wait-until.mjs";
import { type OpenOptions, type Theme, themes, Workbench } from "./workbench.ts";

export type Files = Record<string, string | Uint8Array>;

export interface SuiteOptions {
  /** The workspace: path -> content. Each test has its own. */
  files?: Files;
  /** User settings, over quiet-settings.json. */
  settings?: Record<string, unknown>;
  /** Environment of the extension host. */
  environment?: Record<string, string> | (() => Promise<Record<string, string>>);
  /** Where the extension comes from; the project's folder among the installed ones by default. */
  extension?: () => ExtensionSource | Promise<ExtensionSource>;
}

export interface WindowOptions extends Omit<OpenOptions, "workspace"> {
  /** User settings of this test, over those of the suite. */
  settings?: Record<string, unknown>;
  /** The theme from the start, "Dark Modern" if not given. */
  theme?: Theme;
}

export type OpenWorkbench = (options?: WindowOptions) => Promise<Workbench>;
export type WorkbenchTest = (title: string, body: (open: OpenWorkbench) => Promise<void>) => void;

/**
 * Describes tests in a workbench. Each test opens one window, or several on the same files, and has
 * a new workspace, a new extension host and a browser that remembers nothing. A test fails also when
 * a page offends its content security policy. Of a failed test, test-results/ holds a picture and
 * the logs.
 */
export function describeWorkbench(
  title: string,
  suite: SuiteOptions,
  body: (test: WorkbenchTest) => void,
) {
  describe(title, () => {
    let server: Server;
    before(async () => {
      server = await sharedServer({
        extension: (await suite.extension?.()) ?? { linked: extensionRoot },
        environment:
          (typeof suite.environment === "function"
            ? await suite.environment()
            : suite.environment) ?? {},
      });
    });

    body((testTitle, testBody) => {
      it(testTitle, async () => {
        const context = await sharedContext();
        const workspace = server.makeWorkspace(suite.files ?? {});
        const windows: Workbench[] = [];
        try {
          await testBody(async ({ settings, theme = "Dark Modern", ...options } = {}) => {
            const colorTheme = { "workbench.colorTheme": themes[theme].setting };
            server.writeSettings({ ...colorTheme, ...suite.settings, ...settings });
            const window = await Workbench.open(context, server, { ...options, workspace });
            windows.push(window);
            return window;
          });
          const violations = windows.flatMap((window) => window.cspViolations());
          if (violations.length > 0) throw new Error(`CSP violated:\n${violations.join("\n")}`);
        } catch (error) {
          await keepEvidence(`failed ${title} ${testTitle}`, server, windows);
          throw error;
        } finally {
          for (const window of windows) await window.close();
          await forgetAll(context, server);
        }
      });
    });
  });
}

const servers = new Map<string, Promise<Server>>();

/** Suites with the same extension and environment have one server: what it sent stays cached. */
function sharedServer(options: ServerOptions): Promise<Server> {
  const key = JSON.stringify(options);
  const server = servers.get(key) ?? startServer(options);
  servers.set(key, server);
  return server;
}

/** Empties what a workbench remembers in the browser: its state, but not the cached scripts. */
async function forgetAll(context: BrowserContext, server: Server) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", {
    origin: server.origin,
    storageTypes: "cookies,local_storage,indexeddb",
  });
  await page.close();
}

async function keepEvidence(name: string, server: Server, windows: Workbench[]) {
  for (const [index, window] of windows.entries()) {
    await window.screenshot(index === 0 ? name : `${name} ${index + 1}`).catch(() => {});
  }
  fs.mkdirSync(testResults, { recursive: true });
  fs.writeFileSync(
    path.join(testResults, `${name.replaceAll(/[^\w.-]+/g, "-")}.log`),
    [...windows.flatMap((window) => window.consoleErrors()), server.logs()].join("\n"),
  );
}

let context: Promise<BrowserContext> | undefined;

/** The browser of this run of tests, started on first use; it ends with this process. */
function sharedContext(): Promise<BrowserContext> {
  context ??= launchBrowser().then((launched) => {
    launched.setDefaultTimeout(patience * 30_000);
    return launched;
  });
  return context;
}
