import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { PanelAction, PanelMessage, PanelState } from "#protocol/panel-methods";
import { panelHtml } from "./panel-html.ts";

export const panelType = "promptlight.panel";

export interface PanelHost {
  state(): PanelState;
  act(action: PanelAction): void;
}

/** The one webview of a window, beside the editor: shows the host's state, hands its actions back. */
export class Panel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #host: PanelHost;
  #panel: vscode.WebviewPanel | undefined;
  #isQueued = false;

  constructor(extensionUri: vscode.Uri, host: PanelHost) {
    this.#extensionUri = extensionUri;
    this.#host = host;
  }

  /** Opens it beside the editor, or brings it to the front; the focus stays where it is. */
  show(): void {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return;
    }
    this.adopt(
      vscode.window.createWebviewPanel(
        panelType,
        "Explanation",
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        this.#options(),
      ),
    );
  }

  /** Takes a panel that VS Code brings back after a reload. */
  adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    panel.webview.options = this.#options();
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.#extensionUri, "media", "panel-light.svg"),
      dark: vscode.Uri.joinPath(this.#extensionUri, "media", "panel-dark.svg"),
    };
    panel.webview.onDidReceiveMessage((action: PanelAction) => {
      if (action.kind === "ready") this.update();
      else this.#host.act(action);
    });
    panel.onDidChangeViewState(() => {
      if (panel.visible) this.update();
    });
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.html = this.#html(panel.webview);
    this.update();
  }

  /** Sends the host's state, once for all changes of this turn. */
  update(): void {
    if (!this.#panel || this.#isQueued) return;
    this.#isQueued = true;
    setImmediate(() => {
      this.#isQueued = false;
      const state = this.#host.state();
      if (this.#panel) this.#panel.title = titleOf(state);
      this.#post({ kind: "state", state });
    });
  }

  /** The column that it stands in while it is shown. */
  get column(): vscode.ViewColumn | undefined {
    return this.#panel?.viewColumn;
  }

  light(feature: number | undefined): void {
    this.#post({ kind: "light", feature });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #post(message: PanelMessage): void {
    void this.#panel?.webview.postMessage(message);
  }

  #options(): vscode.WebviewOptions {
    const folder = vscode.Uri.joinPath(this.#extensionUri, "dist", "webview");
    return { enableScripts: true, localResourceRoots: [folder] };
  }

  #html(webview: vscode.Webview): string {
    const uriOf = (name: string) =>
      webview
        .asWebviewUri(vscode.Uri.joinPath(this.#extensionUri, "dist", "webview", name))
        .toString();
    return panelHtml({
      scriptUri: uriOf("main.js"),
      styleUri: uriOf("main.css"),
      nonce: randomBytes(16).toString("hex"),
      cspSource: webview.cspSource,
      title: "Explanation",
    });
  }
}

function titleOf({ run }: PanelState): string {
  return run ? `Explanation: ${run.fileName}` : "Explanation";
}
