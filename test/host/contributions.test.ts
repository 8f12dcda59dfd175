import assert from "node:assert/strict";
import * as vscode from "vscode";

const extensionId = "promptlight.promptlight";

describe("The extension's contributions", () => {
  it("is installed and becomes active", async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it("registers a command for each that the manifest names", async () => {
    const extension = vscode.extensions.getExtension(extensionId)!;
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const contributed: string[] = extension.packageJSON.contributes.commands.map(
      ({ command }: { command: string }) => command,
    );
    assert.ok(contributed.includes("promptlight.explainGeneration"));
    assert.deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });

  it("names in menus and keybindings only commands that there are", () => {
    const { commands, menus, keybindings } =
      vscode.extensions.getExtension(extensionId)!.packageJSON.contributes;
    const known = new Set(commands.map(({ command }: { command: string }) => command));
    const named: { command?: string }[] = [
      ...Object.values<{ command?: string }[]>(menus ?? {}).flat(),
      ...(keybindings ?? []),
    ];
    assert.deepEqual(
      named.filter(({ command }) => command?.startsWith("promptlight.") && !known.has(command)),
      [],
    );
  });
});
