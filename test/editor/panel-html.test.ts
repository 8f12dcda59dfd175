import { expect, test } from "vitest";
import { panelHtml } from "#editor/panel-html";

const page = {
  scriptUri: "https://file+.vscode-resource.vscode-cdn.net/ext/dist/webview/main.js",
  styleUri: "https://file+.vscode-resource.vscode-cdn.net/ext/dist/webview/main.css",
  nonce: "bm9uY2U",
  cspSource: "https://*.vscode-cdn.net",
  title: "Explanation: story.prompt",
};

test("the panel's page is the golden one", async () => {
  await expect(panelHtml(page)).toMatchFileSnapshot("../golden/panel.html");
});

test("a title is text, whatever it holds", () => {
  const html = panelHtml({ ...page, title: '</title><script>"&' });
  expect(html).toContain("<title>&lt;/title&gt;&lt;script&gt;&quot;&amp;</title>");
});
