import { spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { runProgram } from "./install-on-demand.mjs";
import { setUpServer } from "./setup.mjs";
import { waitUntil } from "./wait-until.mjs";

/**
 * Where the extension comes from, one of:
 * - `linked`: its folder stands among the installed extensions, as for a user;
 * - `vsix`: a package, installed as a user would;
 * - `developmentPath`: its folder, by the way of F5. Only this way runs in-host suites and sets
 *   environment variables by URL; notifications then show in their centre only, never as toasts.
 *
 * @typedef {{ linked: string } | { vsix: string } | { developmentPath: string }} ExtensionSource
 */

/**
 * @typedef {object} ServerOptions
 * @property {ExtensionSource} extension
 * @property {Record<string, unknown>} [settings] user settings, over quiet-settings.json
 * @property {Record<string, string>} [environment] for the server and the extension host
 * @property {number} [port] a free one where not given
 */

/**
 * @typedef {object} PageOptions
 * @property {string} workspace the folder to open
 * @property {string} [openFile] path of a file in the workspace that is open from the start
 * @property {string} [testsPath] module whose `run()` is the in-host suite; with `developmentPath`
 * @property {Record<string, string>} [environment] for the extension host; with `developmentPath`
 */

const live = new Set();
process.on("exit", () => {
  for (const server of live) {
    server.kill();
    fs.rmSync(server.scratch, { recursive: true, force: true, maxRetries: 3 });
  }
});
for (const [signal, status] of /** @type {const} */ ([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])) {
  process.on(signal, () => process.exit(status));
}

/**
 * Starts a VS Code server with one extension, on the loopback address and with everything that it
 * writes in a new scratch folder. It ends with `stop()`, and in any case with this process.
 *
 * @param {ServerOptions} options
 */
export async function startServer({ extension, settings, environment, port }) {
  const program = await setUpServer();
  const scratch = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "promptlight-"));
  const server = new Server(program, scratch, port ?? (await freePort()), extension);
  live.add(server);
  try {
    server.writeSettings(settings ?? {});
    await server.addExtension();
    await server.start(environment ?? {});
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

export class Server {
  #child;
  #output = "";

  /**
   * @param {import("./setup.mjs").ServerProgram} program
   * @param {string} scratch
   * @param {number} port
   * @param {ExtensionSource} extension
   */
  constructor(program, scratch, port, extension) {
    this.program = program;
    this.scratch = scratch;
    this.port = port;
    this.extension = extension;
    this.dataFolder = path.join(scratch, "data");
    this.extensionsFolder = path.join(scratch, "ext");
    fs.mkdirSync(path.join(this.dataFolder, "User"), { recursive: true });
    fs.mkdirSync(path.join(this.dataFolder, "Machine"));
    fs.mkdirSync(this.extensionsFolder);
    fs.mkdirSync(path.join(scratch, "tmp"));
  }

  /**
   * Writes the settings; a workbench that is open takes them over at its next reload. They are both the user's and the
   * machine's: a window on a server reads those of scope `machine` from the machine's file alone.
   */
  writeSettings(settings) {
    const quiet = JSON.parse(
      fs.readFileSync(path.join(import.meta.dirname, "quiet-settings.json"), "utf8"),
    );
    for (const folder of ["User", "Machine"]) {
      const file = path.join(this.dataFolder, folder, "settings.json");
      fs.writeFileSync(file, JSON.stringify({ ...quiet, ...settings }, null, 2));
    }
  }

  /**
   * Makes a new folder with these files: path in the folder -> content.
   *
   * @param {Record<string, string | Uint8Array>} files
   */
  makeWorkspace(files) {
    const folder = fs.mkdtempSync(path.join(this.scratch, "workspace-"));
    writeFiles(folder, files);
    return folder;
  }

  async addExtension() {
    if ("linked" in this.extension) {
      const folder = path.resolve(this.extension.linked);
      const manifest = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
      const name = `${manifest.publisher}.${manifest.name}-${manifest.version}`;
      fs.symlinkSync(folder, path.join(this.extensionsFolder, name));
    }
    if ("vsix" in this.extension) {
      const install = ["--install-extension", path.resolve(this.extension.vsix)];
      const folders = ["--user-data-dir", this.dataFolder, "--extensions-dir"];
      await runProgram(
        this.program.node,
        [this.program.entry, ...folders, this.extensionsFolder, ...install],
        { env: this.environment({}) },
      );
    }
  }

  environment(more) {
    const clean = Object.entries(process.env).filter(
      ([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_ENV$)/.test(name),
    );
    return {
      ...Object.fromEntries(clean),
      EXTENSIONS_GALLERY: '{"serviceUrl":""}',
      TMPDIR: path.join(this.scratch, "tmp"),
      XDG_RUNTIME_DIR: path.join(this.scratch, "tmp"),
      ...more,
    };
  }

  async start(environment) {
    const config = path.join(this.scratch, "config.yaml");
    fs.writeFileSync(config, "auth: none\n");
    const watchParent = path.join(import.meta.dirname, "vscode/watch-parent.cjs");
    const args = ["--require", watchParent, this.program.entry];
    args.push("--config", config, "--auth", "none");
    args.push("--bind-addr", `127.0.0.1:${this.port}`, "--user-data-dir", this.dataFolder);
    args.push("--extensions-dir", this.extensionsFolder, "--ignore-last-opened");
    args.push("--disable-telemetry", "--disable-update-check", "--disable-workspace-trust");
    if ("developmentPath" in this.extension) {
      // Without it a built workbench ignores the development path, silently.
      args.push("--vscode-option", "enable-smoke-test-driver");
    }
    this.#child = spawn(this.program.node, args, {
      cwd: this.scratch,
      detached: true,
      env: this.environment({ PROMPTLIGHT_SERVER_PARENT: String(process.pid), ...environment }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const note = (chunk) => {
      this.#output = (this.#output + chunk).slice(-100_000);
    };
    this.#child.stdout.on("data", note);
    this.#child.stderr.on("data", note);
    await waitUntil("the VS Code server answers", async () => {
      if (this.#child.exitCode !== null) throw new Error(`The server ended.\n${this.#output}`);
      const answer = await fetch(`${this.origin}/healthz`).catch(() => undefined);
      return answer?.ok;
    });
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  /**
   * The address of a workbench on this server.
   *
   * @param {PageOptions} options
   */
  url({ workspace, openFile, testsPath, environment }) {
    const remote = (file) => `vscode-remote://127.0.0.1:${this.port}${encodeURI(file)}`;
    const payload = [];
    if ("developmentPath" in this.extension) {
      const folder = path.resolve(this.extension.developmentPath);
      payload.push(["extensionDevelopmentPath", remote(folder)]);
    }
    if (testsPath) payload.push(["extensionTestsPath", remote(path.resolve(testsPath))]);
    if (environment) payload.push(["extensionEnvironment", JSON.stringify(environment)]);
    if (openFile) payload.push(["openFile", remote(path.join(workspace, openFile))]);
    const query = new URLSearchParams({ folder: workspace });
    if (payload.length > 0) query.set("payload", JSON.stringify(payload));
    // Slashes and colons may stand as they are, and an address is also read by people.
    const readable = query.toString().replaceAll("+", "%20").replaceAll("%2F", "/");
    return `${this.origin}/?${readable.replaceAll("%3A", ":")}`;
  }

  /** What the server and the extension hosts wrote, for the report of a failure. */
  logs() {
    const logs = path.join(this.dataFolder, "logs");
    const files = fs.existsSync(logs)
      ? fs.readdirSync(logs, { recursive: true, encoding: "utf8" })
      : [];
    const hostLogs = files
      .filter((file) => /(remoteexthost|output_.*|Promptlight)\.log$/.test(file))
      .map((file) => `--- ${file}\n${fs.readFileSync(path.join(logs, file), "utf8")}`);
    return [`--- server\n${this.#output}`, ...hostLogs].join("\n");
  }

  kill() {
    live.delete(this);
    if (this.#child?.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // The whole group is gone already.
    }
  }

  /** Ends the server with all its processes and removes the scratch folder. */
  async stop() {
    const child = this.#child;
    const ended =
      child === undefined || child.exitCode !== null || child.signalCode !== null
        ? undefined
        : new Promise((resolve) => child.once("exit", resolve));
    this.kill();
    await ended;
    await fs.promises.rm(this.scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Writes files into a folder.
 *
 * @param {string} folder
 * @param {Record<string, string | Uint8Array>} files
 */
export function writeFiles(folder, files) {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

/**
 * A port of the loopback address that is free: the wanted one, or else any.
 *
 * @returns {Promise<number>}
 */
export function freePort(wanted = 0) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error) => {
      if (wanted === 0) reject(error);
      else resolve(freePort());
    });
    probe.listen(wanted, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
