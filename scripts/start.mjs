// `npm start`: builds the extension and opens it on a sample prompt, in the desktop VS Code where
// `code` is on the PATH, and else in a browser.
//   npm start -- --browser      the browser also where there is a desktop VS Code
//   npm start -- --port 8123    the address of the browser workbench
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { programOnPath } from "../test/workbench/chromium.mjs";
import { extensionRoot, projectRoot } from "../test/workbench/places.mjs";
import { freePort, startServer } from "../test/workbench/server.mjs";

const sample = "story.prompt";
const { values } = parseArgs({
  options: { browser: { type: "boolean", default: false }, port: { type: "string" } },
});

if (extensionRoot === projectRoot) await runToEnd("npm", ["run", "--silent", "build"]);
const desktop = values.browser ? undefined : programOnPath("code");
if (desktop) await openInDesktop(desktop);
else await openInBrowser();

async function openInDesktop(program) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-samples-"));
  fs.cpSync(path.join(projectRoot, "media/samples"), folder, { recursive: true });
  console.log("Opening the extension in VS Code, on a sample prompt...");
  const file = path.join(folder, sample);
  await runToEnd(program, [`--extensionDevelopmentPath=${extensionRoot}`, folder, file]);
  sayWhatToDo();
}

async function openInBrowser() {
  const server = await startServer({
    extension: { linked: extensionRoot },
    settings: { "editor.fontSize": 15 },
    port: values.port === undefined ? await freePort(8123) : Number(values.port),
  });
  const workspace = server.makeWorkspace({});
  fs.cpSync(path.join(projectRoot, "media/samples"), workspace, { recursive: true });
  const url = server.url({ workspace, openFile: sample });
  console.log(`\nThe extension runs in a VS Code at\n\n  ${url}\n`);
  sayWhatToDo();
  console.log("Ctrl+C ends it.");
  openUrl(url);
  process.stdin.resume();
}

function sayWhatToDo() {
  console.log(
    "Press Ctrl+Alt+E, or run “Promptlight: Explain Generation” from the palette (F1),\n" +
      "to see which words of the prompt made the model answer as it did.",
  );
}

/** Opens the person's own browser where there is a screen. */
function openUrl(url) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const opener = process.platform === "darwin" ? "open" : "xdg-open";
  if (process.platform === "linux" && !DISPLAY && !WAYLAND_DISPLAY) return;
  if (!programOnPath(opener)) return;
  const child = spawn(opener, [url], { detached: true, stdio: "ignore" });
  child.on("error", () => {});
  child.unref();
}

/** @returns {Promise<void>} */
function runToEnd(program, args) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32";
    const child = spawn(program, args, { cwd: projectRoot, stdio: "inherit", shell });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else process.exit(code ?? 1);
    });
  });
}
