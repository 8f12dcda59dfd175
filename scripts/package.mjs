// `npm run package [-- <target>...]`: builds the extension and packs one .vsix for each platform
// that onnxruntime-node has binaries for, or for the targets named.
//   --out <folder>   where the packages go, the project's folder if not given
//   --no-build       pack what is built
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createVSIX, listFiles } from "@vscode/vsce";
import { cachePath } from "../test/workbench/install-on-demand.mjs";
import { extensionRoot, projectRoot } from "../test/workbench/places.mjs";

const runtime = ["onnxruntime-node", "onnxruntime-common"];
/** What must be in every package beside what the manifest names. */
const always = [
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "dist/worker.js",
  "media/models/story-chat/config.json",
  "media/models/story-chat/tokenizer.json",
  "media/models/story-chat/tokenizer_config.json",
  "media/models/story-chat/onnx/model.onnx",
  "media/evaluation/long-prompts.jsonl",
  "media/evaluation/prompts.jsonl",
  "media/evaluation/reviews.jsonl",
  "media/evaluation/review-words.json",
  "media/models/review-cloze/config.json",
  "media/models/review-cloze/tokenizer.json",
  "media/models/review-cloze/tokenizer_config.json",
  "media/models/review-cloze/onnx/model.onnx",
  "node_modules/onnxruntime-node/package.json",
  "node_modules/onnxruntime-node/dist/index.js",
  "node_modules/onnxruntime-common/package.json",
  "node_modules/onnxruntime-common/dist/cjs/index.js",
  "node_modules/onnxruntime-common/dist/esm/index.js",
];

/** The targets that onnxruntime-node has binaries for, such as `linux-x64`. */
function supportedTargets(root = extensionRoot) {
  const folder = path.join(root, "node_modules/onnxruntime-node/bin/napi-v6");
  return fs
    .readdirSync(folder)
    .flatMap((platform) =>
      fs.readdirSync(path.join(folder, platform)).map((arch) => `${platform}-${arch}`),
    );
}

/**
 * Packs the extension, which is built, for one target. Fails when a file that it needs would be
 * missing from the package.
 *
 * @param {string} target
 * @param {string} folder where the package goes
 * @returns {Promise<string>} the package's path
 */
async function packageExtension(target, folder) {
  const staged = cachePath(`package-${process.pid}-${target}`);
  fs.mkdirSync(folder, { recursive: true });
  try {
    const manifest = stage(extensionRoot, staged, target);
    const packed = new Set(await listFiles({ cwd: staged }));
    const missing = [...neededFiles(manifest), ...binaries(staged, target)].filter(
      (file) => !packed.has(file),
    );
    if (missing.length > 0) {
      throw new Error(`The package for ${target} would lack:\n  ${missing.join("\n  ")}`);
    }
    const file = path.join(folder, `${manifest.name}-${target}-${manifest.version}.vsix`);
    await createVSIX({
      cwd: staged,
      target,
      packagePath: file,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    return path.relative("", file);
  } finally {
    fs.rmSync(staged, { recursive: true, force: true });
  }
}

/** Copies what may be packed, with a manifest that names only what is there. */
function stage(root, staged, target) {
  fs.rmSync(staged, { recursive: true, force: true });
  fs.mkdirSync(staged, { recursive: true });
  fs.copyFileSync(path.join(projectRoot, ".vscodeignore"), path.join(staged, ".vscodeignore"));
  for (const name of ["README.md", "CHANGELOG.md", "LICENSE", "dist", "media"]) {
    copy(path.join(root, name), path.join(staged, name), (file) => isForUsers(root, file));
  }

  const manifest = readJson(path.join(root, "package.json"));
  const versions = {};
  for (const name of runtime) {
    const from = path.join(root, "node_modules", name);
    const to = path.join(staged, "node_modules", name);
    copy(from, to, (file) => isForTarget(path.relative(from, file), target));
    // vsce asks npm for what is installed, and npm would miss what only their install script needs.
    const { dependencies, devDependencies, scripts, ...rest } = readJson(
      path.join(from, "package.json"),
    );
    const kept = Object.entries(dependencies ?? {}).filter(([each]) => runtime.includes(each));
    writeJson(path.join(to, "package.json"), { ...rest, dependencies: Object.fromEntries(kept) });
    versions[name] = rest.version;
  }
  const { private: _private, scripts, devDependencies, imports, bin, ...kept } = manifest;
  writeJson(path.join(staged, "package.json"), { ...kept, dependencies: versions });
  return manifest;
}

function copy(from, to, filter) {
  if (fs.existsSync(from)) fs.cpSync(from, to, { recursive: true, dereference: true, filter });
}

/** Tests, source maps and the command line are of no use inside an installed extension. */
function isForUsers(root, file) {
  const name = path.relative(root, file).split(path.sep).join("/");
  return !/^dist\/(test|cli\.js)(\/|$)/.test(name) && !name.endsWith(".map");
}

function isForTarget(file, target) {
  const [top, _version, platform, arch] = file.split(path.sep);
  if (top === "lib" || /\.(map|ts)$/.test(file)) return false;
  // The library under its full version is a second copy: the binding asks for the short name.
  if (/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(file)) return false;
  // What Install CUDA Support put there is of this machine.
  if (/libonnxruntime_providers_/.test(file)) return false;
  if (top !== "bin" || platform === undefined) return true;
  const [wantedPlatform, wantedArch] = target.split("-");
  return platform === wantedPlatform && (arch === undefined || arch === wantedArch);
}

function neededFiles(manifest) {
  const named = [manifest.main, manifest.icon, ...stringsIn(manifest.contributes)]
    .filter((value) => /^(\.\/)?(dist|media)\//.test(value ?? ""))
    .map((value) => path.posix.normalize(value));
  return [...always, ...named];
}

/** @returns {string[]} */
function stringsIn(value) {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function binaries(staged, target) {
  const folder = `node_modules/onnxruntime-node/bin/napi-v6/${target.replace("-", "/")}`;
  const names = fs.readdirSync(path.join(staged, folder));
  const library = names.find((name) => /^(lib)?onnxruntime(\.so\.1|\.1\.dylib|\.dll)$/.test(name));
  if (!library) throw new Error(`onnxruntime-node has no library for ${target}.`);
  return ["onnxruntime_binding.node", ...names].map((name) => `${folder}/${name}`);
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

if (process.argv[1] === import.meta.filename) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      out: { type: "string", default: projectRoot },
      build: { type: "boolean", default: extensionRoot === projectRoot },
    },
  });
  const supported = supportedTargets();
  const targets = positionals.length > 0 ? positionals : supported;
  const unsupported = targets.filter((target) => !supported.includes(target));
  if (unsupported.length > 0) {
    console.error(
      `onnxruntime-node has no binaries for ${unsupported.join(", ")}; only for ` +
        `${supported.join(", ")}.`,
    );
    process.exit(1);
  }
  if (values.build) {
    // Parts under names that the last build no longer made would be packed too.
    fs.rmSync(path.join(projectRoot, "dist"), { recursive: true, force: true });
    const build = spawnSync("npm run build", { cwd: projectRoot, stdio: "inherit", shell: true });
    if (build.status !== 0) process.exit(build.status ?? 1);
  }
  const files = [];
  for (const target of targets) files.push(await packageExtension(target, values.out));
  console.log();
  for (const file of files) {
    const megabytes = (fs.statSync(file).size / 2 ** 20).toFixed(1).padStart(6);
    console.log(`${megabytes} MB  ${file}`);
  }
}
