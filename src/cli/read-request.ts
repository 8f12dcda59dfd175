import { readFile } from "node:fs/promises";
import type { ClassChoice } from "#protocol/classes";
import { ExplainError } from "#protocol/failure";
import { type ClassWords, parseClasses } from "#protocol/parse-classes";
import type {
  BaselineChoice,
  ExplainRequest,
  GenerateRequest,
  ModelChoice,
  TaskRequest,
  TemplateChoice,
} from "#protocol/request";
import type { Span } from "#text/span";
import type {
  ClassArgument,
  InputArgument,
  ModelArgument,
  UnreadExplain,
  UnreadGenerate,
  UnreadTask,
} from "./invocation.ts";
import type { CliIo } from "./io.ts";
import { type BaselineArgument, parseJson } from "./option-values.ts";
import { parseTemplateFile } from "./template-file.ts";
import { usageError } from "./usage.ts";

/** The bundled model that is used when none is named. */
const defaultModel = "story-chat";
export const defaultMaskedModel = "review-cloze";

/** The model that is named, or the default. */
export function modelOf(model: ModelArgument): ModelChoice {
  return { ...model, source: model.source ?? defaultModel };
}

/** The request with its prompt read; throws ExplainError when a file cannot be used. */
export async function readGenerate(unread: UnreadGenerate, io: CliIo): Promise<GenerateRequest> {
  const { input, model, prompt, ...rest } = unread;
  return {
    ...rest,
    model: modelOf(model),
    prompt: { ...prompt, text: (await readInput(input, io)).text },
  };
}

/** The request to explain, with the words of its classes read too. */
export async function readExplain(
  unread: Omit<UnreadExplain, "compared">,
  io: CliIo,
): Promise<ExplainRequest> {
  const { classes, ...task } = unread;
  if (!classes) return readTask(task, io);
  const model = { ...task.model, source: task.model.source ?? defaultMaskedModel };
  return { ...(await readTask({ ...task, model }, io)), classes: await readClasses(classes) };
}

async function readClasses(classes: ClassArgument): Promise<ClassChoice> {
  if ("verbalizer" in classes) return classes;
  const { verbalizerPath, ...rest } = classes;
  return { ...(await readClassWords(verbalizerPath)), ...rest };
}

/** The words of a verbalizer's file, and the template in it. Throws ExplainError for a file that is none. */
export async function readClassWords(path: string): Promise<ClassWords> {
  return parseClasses(parseJson(await readText("verbalizer", path)), path);
}

type ReadField = "model" | "prompt" | "features" | "baseline";

/** The task with its prompt, template and baselines read; the further fields of `unread` are kept. */
export async function readTask<U extends UnreadTask>(
  unread: U,
  io: CliIo,
): Promise<Omit<U, ReadField | "input"> & Pick<TaskRequest, ReadField>> {
  const { input, model, prompt, features, baseline, ...rest } = unread;
  const { text, template } = await readInput(input, io);
  checkWithin("keep", features.keep ?? [], text);
  const granularity = features.granularity ?? (template ? "slot" : "word");
  // A template says itself what each absent slot becomes.
  const own: BaselineChoice =
    granularity === "slot" ? { kind: "text", text: "" } : { kind: "zero" };
  return {
    ...rest,
    model: modelOf(model),
    prompt: { ...prompt, text },
    features: { ...features, granularity, ...(template ? { template } : {}) },
    baseline: baseline ? await readBaseline(baseline) : own,
  };
}

/** Throws when a stretch that `--name` gives ends beyond `text`. */
export function checkWithin(name: string, spans: readonly Span[], text: string): void {
  const beyond = spans.find((span) => span.end > text.length);
  if (beyond)
    throw usageError(
      `--${name} ${beyond.start}:${beyond.end} ends beyond the prompt.`,
      `The prompt has ${text.length} code units: end at most at ${text.length}.`,
    );
}

async function readInput(
  input: InputArgument,
  io: CliIo,
): Promise<{ text: string; template?: TemplateChoice }> {
  const { text, ...template } = await readSource(input, io);
  if (text === "")
    throw new ExplainError({
      kind: "empty-prompt",
      message: "The prompt is empty: there is nothing to explain.",
      remedy: "Give PROMPT in quotes, --file F with text in it, or text on standard input with -.",
    });
  return "template" in template ? { text, template } : { text };
}

async function readSource(
  input: InputArgument,
  io: CliIo,
): Promise<{ text: string } | ({ text: string } & TemplateChoice)> {
  switch (input.kind) {
    case "text":
      return { text: input.text };
    case "file":
      return { text: decode(await readBytes("file", input.path), input.path) };
    case "stdin":
      return { text: decode(await readAll(io.stdin), "standard input") };
    case "template": {
      const json = decode(await readBytes("template", input.path), input.path);
      return parseTemplateFile(input.path, json);
    }
  }
}

/** The baseline with the texts of its file. */
export async function readBaseline(baseline: BaselineArgument): Promise<BaselineChoice> {
  if (baseline.kind !== "sampled-file") return baseline;
  const { path } = baseline;
  const texts = parseJson(decode(await readBytes("baseline", path), path));
  if (
    !Array.isArray(texts) ||
    texts.length === 0 ||
    !texts.every((text) => typeof text === "string")
  )
    throw usageError(
      `--baseline sampled:${path}: this is not a JSON list of texts.`,
      'Write it like ["someone", "anyone"].',
    );
  return { kind: "sampled", texts };
}

/** The UTF-8 text of a file that `--option` names; throws ExplainError where it cannot be read. */
export async function readText(option: string, path: string): Promise<string> {
  return decode(await readBytes(option, path), path);
}

async function readBytes(option: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw usageError(
      `--${option}: ${path} cannot be read (${errorCode(error)}).`,
      "Name a file that is there and that you may read.",
    );
  }
}

/** The code of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** UTF-8 text without its byte order mark; throws `binary-file` when `bytes` are something else. */
function decode(bytes: Uint8Array, name: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Not UTF-8: said below.
  }
  throw new ExplainError({
    kind: "binary-file",
    message: `${name} is not a text in UTF-8.`,
    remedy: "Name a text file, or convert it to UTF-8.",
  });
}
