import assert from "node:assert/strict";
import fs from "node:fs";
import type { ServerResponse } from "node:http";
import os from "node:os";
import path from "node:path";
import { formatBytes, formatSize } from "#text/numbers";
import { cutAfter } from "../support/file-server.ts";
import { type HubServer, hubServer, isPart } from "../support/hub-server.ts";
import { extensionRoot } from "./places.mjs";
import { explain, patienceMs, quickSettings, story } from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import type { Workbench } from "./workbench.ts";

// The bundled model, as a stranger's on a mirror of the hub.
const id = "owner/story-teller";
const folder = path.join(extensionRoot, "media/models/story-chat");
const weights = "onnx/model.onnx";
const bytes = fs.readFileSync(path.join(folder, weights));
const size = formatSize(bytes.length);
const halfCount = bytes.length >> 1;
const half = formatBytes(halfCount, bytes.length).replaceAll("\u00a0", " ");

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-downloads-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));

describeWorkbench(
  "Downloads",
  { files: { "story.prompt": `${story}\n` }, settings: quickSettings },
  (test) => {
    let hub: HubServer;
    let cacheFolder: string;
    before(async () => {
      hub = await hubServer({ [id]: folder });
    });
    after(() => hub.close());
    beforeEach(() => {
      hub.interfere = () => false;
      hub.asked.length = 0;
      cacheFolder = fs.mkdtempSync(path.join(scratch, "cache-"));
    });
    const settings = () => ({
      "promptlight.hubEndpoint": hub.url,
      "promptlight.modelCacheFolder": cacheFolder,
    });
    const bytesAsked = () => hub.log().filter((line) => line.startsWith(`GET ${weights}`));
    const partBytes = () => {
      const beside = path.join(cacheFolder, id, "onnx");
      const part = fs.existsSync(beside) && fs.readdirSync(beside).find(isPart);
      return part ? fs.statSync(path.join(beside, part)).size : 0;
    };

    test("a model from a mirror: size first, progress, cancelled and continued, then explained with", async (open) => {
      const workbench = await open({ openFile: "story.prompt", settings: settings() });
      const held = holdAfter(hub, halfCount);
      await askForModel(workbench, id);
      await workbench.pickItem("fp32");

      const asked = await workbench.dialogText();
      await workbench.screenshot("download asked");
      assert.match(asked, new RegExp(`Download ${id}\\?`));
      const where = path.join(cacheFolder, id);
      const { host } = new URL(hub.url);
      assert.ok(asked.includes(`fp32 weights: ${size} from ${host}, to ${where}.`), asked);
      assert.deepEqual(bytesAsked(), [], "no byte of the weights before it is agreed to");
      assert.equal(partBytes(), 0);

      await workbench.clickDialogButton("Download");
      await workbench.notification(`Downloading ${id}: ${half}`, 30_000);
      await workbench.screenshot("download under way");
      await workbench.clickNotificationButton(`Downloading ${id}`, "Cancel");
      const kept = `The download of ${id} was cancelled. ${half} are kept.`;
      await workbench.notification(kept);
      await workbench.screenshot("download cancelled");
      assert.equal(partBytes(), halfCount);
      await workbench.statusBarItem(/^\s*story-chat$/).waitFor();

      held.release();
      await workbench.clickNotificationButton(kept, "Continue");
      await workbench.statusBarItem(id).waitFor({ timeout: patienceMs / 2 });
      assert.equal(bytesAsked().at(-1), `GET ${weights} from the store bytes=${halfCount}-`);
      const whole = fs.readFileSync(path.join(cacheFolder, id, weights));
      assert.ok(whole.equals(bytes), "the weights are whole");

      await workbench.focusEditor();
      await explain(workbench, story);
      await workbench.screenshot("downloaded model explained");
    });

    test("what fails says what happened and what to do, and does it: no such model, a closed one, a cut connection", async (open) => {
      const workbench = await open({ settings: settings(), theme: "Light Modern" });
      await askForModel(workbench, "owner/nothing");
      await workbench.notification(
        "The model was not found. There is no model owner/nothing: neither a folder here nor a model on the hub. Check the folder or the hub id, or choose another model.",
        patienceMs / 2,
      );
      await workbench.screenshot("download of no model");
      await workbench.runCommand("Notifications: Clear All Notifications");

      hub.interfere = (_, request, response) => {
        if (request.headers.authorization === "Bearer key") return false;
        response.writeHead(401).end();
        return true;
      };
      await askForModel(workbench, id);
      const closed = `The model is not open to this account. The hub refuses ${id} without an account: it is gated, private, or does not exist.`;
      await workbench.notification(closed);
      await workbench.screenshot("download refused");
      await workbench.clickNotificationButton(closed, "Set the token");
      await workbench.answerInput("key");
      await workbench.pickItem("fp32");
      const asked = await workbench.dialogText();
      assert.ok(asked.includes(`fp32 weights: ${size} from `), asked);
      await workbench.screenshot("download asked in light");
      cutAt(hub, halfCount);
      await workbench.clickDialogButton("Download");
      const cut = `The model hub could not be reached. ${id} could not be fetched from the model hub. ${formatSize(halfCount)} of it are kept.`;
      await workbench.notification(cut, patienceMs / 2);
      await workbench.screenshot("download cut");
      assert.equal(partBytes(), halfCount);

      hub.interfere = () => false;
      await workbench.clickNotificationButton(cut, "Try again");
      await workbench.clickDialogButton("Download");
      await workbench.statusBarItem(id).waitFor();
      assert.equal(bytesAsked().at(-1), `GET ${weights} from the store bytes=${halfCount}-`);
    });
  },
);

/** *Choose Model*, and there a hub id. */
async function askForModel(workbench: Workbench, source: string): Promise<void> {
  await workbench.runCommand("Promptlight: Choose Model");
  await workbench.pickItem("A hub id…");
  await workbench.answerInput(source);
}

/** The hub's store cuts the connection after byte `end` of the weights, however often it is asked. */
function cutAt(hub: HubServer, end: number): void {
  hub.interfere = (file, request, response, isStored) => {
    if (!isStored || file !== weights || request.method !== "GET") return false;
    const start = Number(/\d+/.exec(request.headers.range ?? "")?.[0] ?? 0);
    cutAfter(request, response, bytes, end - start);
    return true;
  };
}

/** The hub's store sends the first `count` bytes of the weights, and no more until it is released. */
function holdAfter(hub: HubServer, count: number): { release(): void } {
  hub.interfere = (file, request, response: ServerResponse, isStored) => {
    if (!isStored || file !== weights || request.method !== "GET") return false;
    response.writeHead(200, { "content-length": bytes.length }).write(bytes.subarray(0, count));
    return true;
  };
  return {
    release: () => {
      hub.interfere = () => false;
    },
  };
}
