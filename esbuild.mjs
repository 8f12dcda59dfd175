/** Builds everything that runs: extension host, worker, command line, webview. `--watch` keeps at it. */
import esbuild from "esbuild";

const shared = {
  bundle: true,
  sourcemap: true,
  minify: process.argv.includes("--minify"),
  logLevel: "warning",
  legalComments: "none",
};
/** transformers.js names these two and needs neither: images, and the runtime of the browser. */
const unused = { sharp: "./src/base/empty.ts", "onnxruntime-web": "./src/base/empty.ts" };
const node = {
  ...shared,
  platform: "node",
  target: "node20",
  format: "esm",
  external: ["onnxruntime-node", "onnxruntime-common"],
  alias: unused,
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

const builds = [
  {
    ...shared,
    entryPoints: { extension: "src/extension.ts" },
    outExtension: { ".js": ".cjs" },
    outdir: "dist",
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
  },
  {
    ...node,
    entryPoints: {
      worker: "src/worker/main.ts",
      cli: "src/cli/main.ts",
      library: "src/cli/library.ts",
    },
    outdir: "dist",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  },
  {
    ...shared,
    entryPoints: { main: "webview/main.ts" },
    outdir: "dist/webview",
    platform: "browser",
    target: "es2022",
    format: "iife",
  },
  { ...shared, entryPoints: { main: "webview/styles.css" }, outdir: "dist/webview" },
];

if (process.argv.includes("--watch"))
  for (const build of builds) await (await esbuild.context(build)).watch();
else await Promise.all(builds.map((build) => esbuild.build(build)));
