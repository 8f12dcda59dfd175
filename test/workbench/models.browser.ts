import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type HubServer, hubServer, isPart } from "../support/hub-server.ts";
import { extensionRoot } from "./places.mjs";
import { explanationOf, quickSettings, story, waitForShadingOf } from "./product.ts";
import { describeWorkbench } from "./suite.ts";
import { waitUntil } from "./wait-until.mjs";

const id = "HuggingFaceTB/SmolLM2-135M-Instruct";
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "promptlight-hub-"));
const model = path.join(scratch, "model");
const cache = path.join(scratch, "cache");
let hub: HubServer;

/** A tiny model under a well-known name, on a mirror of the hub on this machine. */
async function startHub(): Promise<Record<string, string>> {
  fs.cpSync(path.join(extensionRoot, "test/fixtures/models/tiny-llama"), model, {
    recursive: true,
  });
  const onnx = path.join(model, "onnx");
  fs.renameSync(path.join(onnx, "model.onnx"), path.join(onnx, "model_quantized.onnx"));
  hub = await hubServer({ [id]: model });
  return { HF_ENDPOINT: hub.url, HF_TOKEN: "" };
}

const inCache = () => {
  const folder = path.join(cache, id, "onnx");
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
};

describeWorkbench(
  "A model of the hub",
  {
    files: {
      "story.prompt": `${story}\n`,
      // Of a server's user settings those of the machine do not count.
      ".vscode/settings.json": JSON.stringify({ "promptlight.modelCacheFolder": cache }),
    },
    settings: quickSettings,
    environment: startHub,
  },
  (test) => {
    after(async () => {
      await hub?.close();
      fs.rmSync(scratch, { recursive: true, force: true });
    });

    test("is chosen from the suggested ones by size, fetched with progress, cancelled, gone on with, and explained", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      const bytes = fs.readFileSync(path.join(model, "onnx/model_quantized.onnx"));
      hub.interfere = (file, _, response, isStored) => {
        if (!file.startsWith("onnx/") || !isStored) return false;
        response.writeHead(200, { "content-length": bytes.length });
        response.write(bytes.subarray(0, 400_000));
        return true;
      };

      await workbench.runCommand("Promptlight: Choose Model");
      const offered = await workbench.quickPickWords("SmolLM2 135M Instruct");
      assert.match(offered, /118 MB to 540 MB · Apache-2\.0/);
      await workbench.screenshot("choose model");
      await workbench.pickItem("SmolLM2 135M Instruct");
      assert.match(await workbench.quickPickWords("fp32"), /540 MB, takes about 702 MB of memory/);
      assert.match(await workbench.quickPickWords("q8"), /137 MB, takes about 178 MB of memory/);
      await workbench.screenshot("choose weights");
      await workbench.pickItem("q8");

      const asked = await workbench.dialogText();
      assert.match(asked, /Download HuggingFaceTB\/SmolLM2-135M-Instruct\?/);
      assert.match(asked, /q8 weights: 674 kB from 127\.0\.0\.1:\d+, to .*Licence: Apache-2\.0\./);
      assert.ok(asked.includes(path.join(cache, id)), "it goes where the settings say");
      assert.deepEqual(inCache(), [], "nothing is fetched before the size is known");
      await workbench.screenshot("confirm download");
      await workbench.clickDialogButton("Download");
      await workbench.notification(/Downloading .*0\.4 of 0\.7 MB/);
      await workbench.screenshot("download");
      await workbench.clickNotificationButton(/Downloading /, "Cancel");
      await workbench.notification(/was cancelled\. 0\.4 of 0\.7 MB are kept\./);
      assert.equal(inCache().filter(isPart).length, 1);

      hub.interfere = () => false;
      hub.asked.length = 0;
      await workbench.clickNotificationButton(/was cancelled/, "Continue");
      await workbench.statusBarItem(id).waitFor();
      assert.deepEqual(inCache(), ["model_quantized.onnx"]);
      assert.match(hub.log().at(-1) ?? "", /from the store bytes=400000-$/);

      hub.asked.length = 0;
      await workbench.focusEditor();
      await workbench.pressKey("Control+Alt+E");
      await waitForShadingOf(workbench, await explanationOf(story, "--model", model));
      assert.deepEqual(hub.log(), [], "what is here needs no network");
    });

    test("that is gated says so, with buttons that help", async (open) => {
      const workbench = await open({ openFile: "story.prompt" });
      hub.models["test/gated"] = model;
      hub.interfere = (_, request, response) => {
        if (request.headers.authorization === "Bearer hf_open") return false;
        if (!request.url?.startsWith("/test/gated/resolve")) return false;
        response.writeHead(401).end("no");
        return true;
      };
      await workbench.runCommand("Promptlight: Choose Model");
      await workbench.pickItem("A hub id…");
      await workbench.answerInput("test/gated");
      const refused = /The model is not open to this account\. The hub refuses test\/gated/;
      await workbench.notification(refused);
      await workbench.screenshot("gated model");
      await workbench.clickNotificationButton(refused, "Set the token");
      await workbench.answerInput("hf_open");
      await workbench.notification("The hub token is kept.");

      await workbench.runCommand("Promptlight: Choose Model");
      await workbench.pickItem("A hub id…");
      await workbench.answerInput("test/gated");
      assert.match(await workbench.quickPickWords("q8"), /674 kB/);
      await workbench.pickItem("q8");
      await workbench.clickDialogButton("Download");
      await workbench.statusBarItem("test/gated").waitFor();
      await waitUntil("the model is whole", () =>
        Promise.resolve(fs.existsSync(path.join(cache, "test/gated/onnx/model_quantized.onnx"))),
      );
    });
  },
);
