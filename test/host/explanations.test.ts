// Explanations with the bundled model, inside the extension host.
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import * as vscode from "vscode";
import type { ExplainRequest } from "#protocol/request";
import type { Run } from "../../src/editor/run.ts";
import type { ExtensionApi } from "../../src/extension.ts";

const story = "Write a story about a doctor and his patient.";
/** About 150 words: its Shapley values take minutes. */
const longPrompt = Array.from(
  { length: 15 },
  (_, index) => `The ${["cat", "dog", "bird"][index % 3]} sat on the big red box and sang.`,
).join(" ");

const quick = { method: "feature-ablation", maxNewTokens: 16, randomSets: 2 };
const defaults = { method: undefined, maxNewTokens: undefined, randomSets: undefined };

describe("An explanation", () => {
  let api: ExtensionApi;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>("promptlight.promptlight")!;
    api = await extension.activate();
  });
  beforeEach(() => configure(quick));
  after(() => configure({ ...defaults, granularity: undefined, idleMinutes: undefined }));

  it("has Shapley scores that sum to the difference of full and empty prompt", async () => {
    await configure({ method: "shapley-value-sampling" });
    const { state } = await explained(story);
    const { seqAttribution, standardError, values, partial } = state.explanation!;
    const sum = seqAttribution.reduce((total, score) => total + score, 0);
    assert.ok(Math.abs(sum - (values.full - values.none!)) < 1e-3, `${sum}`);
    assert.equal(standardError?.length, seqAttribution.length);
    assert.equal(partial, false);
    assert.equal(state.progress, undefined);
  });

  it("stands on exactly its features' characters, whatever the text is made of", async () => {
    const texts = [
      story,
      "One\r\ntwo\tdoctor\r\n\r\nthree.",
      "The 👩‍⚕️ doctor 👨‍👩‍👧 cafe\u0301 שלום 🇫🇷 end",
    ];
    for (const text of texts) {
      const run = await explained(`Above.\n${text}\nBelow.`, { selected: text });
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(run.subject.uri));
      const { features, prompt } = run.state.explanation!;
      assert.equal(run.placement.features.length, features.length);
      for (const [index, feature] of features.entries()) {
        const shown = run.placement.features[index]!.map(({ start, end }) =>
          document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))),
        ).join("");
        assert.equal(shown, feature.text);
        assert.equal(prompt.text.slice(feature.start, feature.end), feature.text);
      }
    }
  });

  it("moves with text typed above it, and is stale as soon as it is edited itself", async () => {
    const run = await explained(`Above.\n${story}\n`, { selected: story });
    const { uri } = run.subject;
    const edit = async (offset: number, text: string) => {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
      const change = new vscode.WorkspaceEdit();
      change.insert(document.uri, document.positionAt(offset), text);
      assert.ok(await vscode.workspace.applyEdit(change));
      return api.explanations.of(uri)!;
    };
    const moved = await edit(0, "New ");
    assert.equal(moved.state.isStale, false);
    assert.equal(moved.placement.whole.start, run.placement.whole.start + 4);
    const stale = await edit(moved.placement.whole.start + 6, "big ");
    assert.equal(stale.state.isStale, true);
    await vscode.commands.executeCommand("promptlight.explainAgain", { uri });
    const again = api.explanations.of(uri)!;
    assert.equal(again.state.isStale, false);
    assert.equal(again.state.explanation?.prompt.text, "Write big a story".concat(story.slice(13)));
  });

  it("is stale when its file was changed on disk while it was closed", async function () {
    this.timeout(90_000);
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    const file = vscode.Uri.joinPath(folder, "closed.txt");
    const write = (text: string) => vscode.workspace.fs.writeFile(file, Buffer.from(text));
    await write(`${story}\n`);
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand("promptlight.explainGeneration");
    assert.equal(api.explanations.of(file.toString())?.state.isStale, false);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await write(`Another text.\n${story}\n`);
    await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One });
    await until(() => api.explanations.of(file.toString())?.state.isStale === true);
  });

  it("follows the settings", async () => {
    await configure({ granularity: "sentence", maxNewTokens: 4 });
    const { state } = await explained(`${story} Make it sad.`);
    assert.equal(state.explanation?.features.length, 2);
    assert.ok(state.explanation!.target.tokens.length <= 4);
    assert.equal(state.granularityLabel, "sentences");
    await configure({ granularity: undefined });
    const words = await explained(story);
    assert.equal(words.state.explanation?.features.length, 10);
  });

  it("gives way to the newest of several runs of its document", async () => {
    const { document } = await show(story);
    const uri = document.uri.toString();
    const runs = Array.from({ length: 5 }, () =>
      vscode.commands.executeCommand("promptlight.explainGeneration"),
    );
    await Promise.all(runs);
    const run = api.explanations.of(uri)!;
    assert.equal(run.state.explanation?.partial, false);
    assert.equal(run.state.failure, undefined);
    assert.equal(run.state.comparison?.masking?.randomSetCount, 2);
  });

  it("is cancelled within a quarter of a second, in the middle of a long run", async function () {
    this.timeout(180_000);
    const request = await longRequest();
    const latencies: number[] = [];
    for (let count = 0; count < 3; count++) {
      const controller = new AbortController();
      let abortedAt = 0;
      for await (const { explanation } of api.worker.call("explain", request, controller.signal)) {
        if (!explanation || abortedAt) continue;
        // Some time into a run of the model, which blocks the worker's thread.
        setTimeout(() => {
          abortedAt = performance.now();
          controller.abort();
        }, 30 * count);
      }
      latencies.push(performance.now() - abortedAt);
    }
    latencies.sort((a, b) => a - b);
    console.log(`Cancelled after ${latencies.map((ms) => ms.toFixed(1)).join(", ")} ms.`);
    assert.ok(latencies[1]! < 250, `median of ${latencies}`);
  });

  it("does not hold up the extension host while it is made", async function () {
    this.timeout(120_000);
    await configure({ method: "shapley-value-sampling" });
    const delays: number[] = [];
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      delays.push(now - last - 10);
      last = now;
    }, 10);
    await explained(story);
    clearInterval(timer);
    delays.sort((a, b) => a - b);
    const at = (share: number) => delays[Math.floor(share * (delays.length - 1))]!;
    console.log(
      `Delays of the host: ${[0.5, 0.95, 1].map((s) => at(s).toFixed(1)).join(", ")} ms.`,
    );
    assert.ok(at(0.95) < 100, `95 % of delays are below ${at(0.95)} ms`);
  });

  it("fails with the reason when the worker is killed, and a new worker explains it again", async function () {
    this.timeout(120_000);
    await configure({ method: "shapley-value-sampling" });
    const { document } = await show(longPrompt);
    const uri = document.uri.toString();
    // The command waits until its message is closed.
    void vscode.commands.executeCommand("promptlight.explainGeneration");
    await until(() => api.explanations.of(uri)?.state.explanation !== undefined);
    const pid = api.worker.pid!;
    process.kill(pid, "SIGKILL");
    await until(() => api.explanations.of(uri)?.state.failure !== undefined);
    const { failure, explanation, progress } = api.explanations.of(uri)!.state;
    assert.equal(failure?.failure.kind, "worker-stopped");
    assert.match(failure!.failure.message, /SIGKILL/);
    assert.equal(explanation?.partial, true);
    assert.equal(progress, undefined);
    assert.equal(api.worker.pid, undefined);
    await configure(quick);
    await vscode.commands.executeCommand("promptlight.explainAgain", { uri });
    assert.equal(api.explanations.of(uri)!.state.failure, undefined);
    assert.equal(api.explanations.of(uri)!.state.explanation?.partial, false);
    assert.notEqual(api.worker.pid, pid);
  });

  it("lets the idle worker go, and starts another one when it is needed", async () => {
    await configure({ idleMinutes: 0.005 });
    await explained(story);
    await until(() => api.worker.pid === undefined);
    await configure({ idleMinutes: undefined });
    await explained(story);
    assert.ok(api.worker.pid);
  });

  async function show(text: string, selected?: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument({ content: text });
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    if (selected !== undefined) {
      const start = document.getText().indexOf(selected);
      assert.ok(start >= 0, `${JSON.stringify(document.getText())} holds the selection`);
      editor.selection = new vscode.Selection(
        document.positionAt(start),
        document.positionAt(start + selected.length),
      );
    }
    return editor;
  }

  /** Explains a text, or what is selected in it, by the command. */
  async function explained(text: string, { selected }: { selected?: string } = {}): Promise<Run> {
    const { document } = await show(text, selected);
    await vscode.commands.executeCommand("promptlight.explainGeneration");
    const run = api.explanations.of(document.uri.toString());
    assert.ok(run?.state.explanation, JSON.stringify(run?.state.failure));
    return run;
  }

  async function longRequest(): Promise<ExplainRequest> {
    const { request } = await explained(story);
    const prompt = { ...request.prompt, text: longPrompt };
    return { ...request, prompt, method: "shapley-value-sampling" };
  }
});

async function configure(settings: Record<string, unknown>): Promise<void> {
  const all = vscode.workspace.getConfiguration("promptlight");
  for (const [name, value] of Object.entries(settings))
    await all.update(name, value, vscode.ConfigurationTarget.Global);
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 50_000;
  while (!isTrue()) {
    assert.ok(performance.now() < deadline, `waited in vain until ${isTrue}`);
    await pause(20);
  }
}
