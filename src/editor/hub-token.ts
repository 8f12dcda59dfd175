import * as vscode from "vscode";

const key = "hubToken";

/** The token that opens gated models on the hub, kept in VS Code's secret storage. */
export class HubToken {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** What a worker is told; nothing where no token was set, so that the user's own HF_TOKEN counts. */
  async environment(): Promise<Record<string, string>> {
    const token = await this.#secrets.get(key);
    return token ? { HF_TOKEN: token } : {};
  }

  /** Asks for the token; an empty one removes it. Resolves to whether it was answered. */
  async ask(): Promise<boolean> {
    const token = await vscode.window.showInputBox({
      title: "Hub token",
      prompt:
        "A token of an account that may read the model. It is kept in the secret storage and sent to the hub only. Empty: none.",
      password: true,
      ignoreFocusOut: true,
    });
    if (token === undefined) return false;
    if (token.trim() === "") await this.#secrets.delete(key);
    else await this.#secrets.store(key, token.trim());
    return true;
  }
}
