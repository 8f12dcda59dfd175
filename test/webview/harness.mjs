// Draws every state of the panel in the four themes and saves pictures of them, to be looked at:
//   node test/webview/harness.mjs <folder> [state]
// The page is the product's own (panel-html.ts, with its CSP); only VS Code's half is played here.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const [folder = "test-results/panel", only] = process.argv.slice(2);
const origin = "http://panel.test";
const here = new URL(".", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, here), "utf8"));
const { kinds, colors } = read("harness-themes.json");
const contributed = read("../../package.json").contributes.colors;
const defaultKeys = ["dark", "light", "highContrast", "highContrastLight"];
const fonts = {
  "font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "font-size": "13px",
  "editor-font-family": '"Droid Sans Mono", "monospace", monospace',
  "editor-font-size": "14px",
};

mkdirSync(folder, { recursive: true });
const built = await build({
  entryPoints: [
    { in: "webview/main.ts", out: "main" },
    { in: "webview/styles.css", out: "main" },
  ],
  bundle: true,
  write: false,
  outdir: folder,
});
const file = (end) => built.outputFiles.find(({ path }) => path.endsWith(end)).text;
const modules = await build({
  stdin: {
    contents: 'export * from "./harness-states.ts"; export * from "#editor/panel-html";',
    resolveDir: here.pathname,
  },
  bundle: true,
  format: "esm",
  platform: "node",
  outfile: join(folder, "harness.mjs"),
});
if (modules.errors.length > 0) process.exit(1);
const { states, panelHtml } = await import(pathToFileURL(join(folder, "harness.mjs")));
const html = panelHtml({
  scriptUri: `${origin}/main.js`,
  styleUri: `${origin}/main.css`,
  nonce: "nonce",
  cspSource: origin,
  title: "Explanation",
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

function variables(theme) {
  const pick = (value) => (value.startsWith("#") ? value : colors[value.replace(".", "-")][theme]);
  const own = contributed.map(({ id, defaults }) => [
    id.replace(".", "-"),
    pick(defaults[defaultKeys[theme]]),
  ]);
  const themes = Object.entries(colors).map(([name, values]) => [name, values[theme]]);
  return [...themes, ...own, ...Object.entries(fonts)];
}

/** A page as VS Code would show it, with `state` kept from before. */
async function openPanel(theme, width, state) {
  const page = await browser.newPage({ viewport: { width, height: 744 } });
  page.on("console", (message) => {
    if (message.type() === "error") console.error(message.text());
  });
  page.on("pageerror", (error) => console.error(error));
  await page.addInitScript(
    ([names, saved]) => {
      const sheet = new CSSStyleSheet();
      const rules = names.map(([name, value]) => `--vscode-${name}: ${value};`);
      sheet.replaceSync(`:root { ${rules.join(" ")} }`);
      document.adoptedStyleSheets = [sheet];
      window.actions = [];
      window.acquireVsCodeApi = () => ({
        postMessage: (action) => window.actions.push(action),
        getState: () => saved,
        setState: () => {},
      });
    },
    [
      variables(theme),
      { schema: 1, tab: "generation", order: { column: "score", isDescending: true }, ...state },
    ],
  );
  await page.route(`${origin}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const body = `<body class="${kinds[theme]}" data-vscode-theme-kind="${kinds[theme]}">`;
    if (pathname === "/main.js")
      return route.fulfill({ contentType: "text/javascript", body: file(".js") });
    if (pathname === "/main.css")
      return route.fulfill({ contentType: "text/css", body: file(".css") });
    return route.fulfill({ contentType: "text/html", body: html.replace("<body>", body) });
  });
  await page.goto(`${origin}/`);
  return page;
}

for (const [theme, kind] of kinds.entries())
  for (const width of theme === 0 ? [360, 720, 900] : [720])
    for (const [name, state] of Object.entries(states))
      for (const tab of [
        "generation",
        "heatmap",
        "scores",
        "joint",
        "layers",
        "classes",
        "compare",
      ]) {
        if (only && name !== only) continue;
        const hasScores = [
          "finished",
          "stale",
          "long",
          "emoji",
          "asked",
          "underlined",
          "joint",
          "compared",
          "classes",
          "contrast",
          "layers",
          "priced",
        ];
        if (tab !== "generation" && !hasScores.includes(name)) continue;
        if ((tab === "layers") !== ["layers", "priced"].includes(name)) continue;
        if (tab === "joint" && name !== "joint") continue;
        if (tab === "compare" && !["finished", "compared", "long"].includes(name)) continue;
        if ((tab === "classes") !== ["classes", "contrast"].includes(name)) continue;
        const page = await openPanel(theme, width, { state, tab });
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(folder, `${kind}-${width}-${name}-${tab}.png`) });
        await page.close();
      }
await browser.close();
