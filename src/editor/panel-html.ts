/** What the page needs to know: URIs of the webview's own scheme, and a nonce made for this page. */
export interface PanelPage {
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly nonce: string;
  readonly cspSource: string;
  readonly title: string;
}

/** The panel's page: one script, one style sheet, nothing else may load or run. */
export function panelHtml(page: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource} 'nonce-${page.nonce}'`,
    `font-src ${page.cspSource}`,
    `img-src ${page.cspSource} data:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta property="csp-nonce" content="${escaped(page.nonce)}">
    <title>${escaped(page.title)}</title>
    <link rel="stylesheet" href="${escaped(page.styleUri)}">
    <script type="module" nonce="${escaped(page.nonce)}" src="${escaped(page.scriptUri)}"></script>
  </head>
  <body></body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
