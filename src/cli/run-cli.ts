import { readdir, readFile } from "node:fs/promises";
import type { Explanation } from "#protocol/explanation";
import { type Failure, failureOf } from "#protocol/failure";
import type { ExplainRequest, MaskRequest } from "#protocol/request";
import { ranking } from "#protocol/shading";
import { suggestedModels } from "#protocol/suggested-models";
import type { ModelInfo } from "#protocol/worker-methods";
import { parseArguments } from "./arguments.ts";
import { bench, benchText } from "./bench.ts";
import { evaluate } from "./evaluate.ts";
import { type EvaluationPrompt, parsePrompts } from "./evaluation-prompts.ts";
import type { Format, Invocation, ModelArgument, UnreadExplain, UnreadMask } from "./invocation.ts";
import { type CallWorker, type CliIo, exitCodes } from "./io.ts";
import { checkOutput, jsonText, writeResult } from "./output.ts";
import { checkWithin, readExplain, readGenerate, readTask, readText } from "./read-request.ts";
import { evaluationText } from "./report-evaluation.ts";
import { explanationHtml } from "./report-html.ts";
import { lensText } from "./report-lens.ts";
import { explanationMarkdown } from "./report-markdown.ts";
import { maskingText } from "./report-masking.ts";
import { minimalText } from "./report-minimal.ts";
import { downloadedText, modelsText, modelText } from "./report-models.ts";
import { explanationText } from "./report-text.ts";
import { type TextStyle, textStyle } from "./text-style.ts";
import { WorkerCalls } from "./worker-calls.ts";

/**
 * Runs one command line, `argv` without the program's name, and returns its exit code. The result
 * goes to standard output or `--out`, everything else to standard error.
 */
export async function runCli(
  argv: readonly string[],
  io: CliIo,
  callWorker: CallWorker,
): Promise<number> {
  try {
    return await perform(parseArguments(argv), io, callWorker);
  } catch (error) {
    const failure = failureOf(error);
    await reportFailure(failure, asksForJson(argv), io);
    return failure.kind === "invalid-option" ? exitCodes.usage : exitCodes.failed;
  }
}

async function perform(invocation: Invocation, io: CliIo, callWorker: CallWorker): Promise<number> {
  if (invocation.kind === "print") return printed(invocation.text, io);
  if (invocation.kind === "version") return printed(`${await version(io)}\n`, io);
  const { output } = invocation;
  // an evaluation writes into a folder, which it makes
  if (invocation.kind !== "evaluate") await checkOutput(output);
  const worker = new WorkerCalls(io, callWorker, output.isQuiet);
  const result = await resultOf(invocation, worker, callWorker, io);
  const place = invocation.kind === "evaluate" ? {} : output;
  if (result !== undefined) await writeResult(result, place, io);
  if (!io.signal.aborted) return exitCodes.done;
  const kept =
    invocation.kind === "models-download" ||
    (invocation.kind === "evaluate" && output.out !== undefined)
      ? "What has arrived is kept: the same command goes on from there."
      : result === undefined
        ? "There is no result yet."
        : "The result so far is kept.";
  await io.stderr.write(`promptlight: Cancelled. ${kept}\n`);
  return exitCodes.cancelled;
}

/** The text of the result; undefined when the run was cancelled before there was one. */
async function resultOf(
  invocation: Exclude<Invocation, { kind: "print" | "version" }>,
  worker: WorkerCalls,
  callWorker: CallWorker,
  io: CliIo,
): Promise<string | undefined> {
  const { output } = invocation;
  const style = textStyle(output, io);
  switch (invocation.kind) {
    case "explain": {
      const { compared = [], ...asked } = invocation.request;
      const request = await readExplain(asked, io);
      const explanation = await worker.explainBy(request, compared);
      return explanation && explanationReport(explanation, request, output.format, style);
    }
    case "classify-all": {
      const { path, request } = invocation;
      return classifyAll(parsePrompts(await readText("prompts", path), path), request, worker, io);
    }
    case "lens": {
      const { compared: _, ...asked } = invocation.request;
      const lens = (await worker.last("logitLens", await readExplain(asked, io)))?.lens;
      if (!lens) return undefined;
      return output.format === "json" ? jsonText(lens) : lensText(lens, style);
    }
    case "minimise": {
      const request = await readTask(invocation.request, io);
      const minimal = (await worker.last("minimise", request))?.minimal;
      if (!minimal) return undefined;
      const whole = { ...minimal, partial: minimal.partial || io.signal.aborted };
      return output.format === "json" ? jsonText(whole) : minimalText(whole, request, style);
    }
    case "generate": {
      const request = await readGenerate(invocation.request, io);
      const last = await worker.last("generate", request);
      const generation = last?.generation;
      if (!generation) return undefined;
      return output.format === "json" ? jsonText(generation) : `${generation.text}\n`;
    }
    case "mask": {
      const request = await maskRequest(invocation.request, worker, io);
      const masking = request && (await worker.last("mask", request))?.masking;
      if (!masking) return undefined;
      const whole = { ...masking, partial: masking.partial || io.signal.aborted };
      return output.format === "json" ? jsonText(whole) : maskingText(whole, request, style);
    }
    case "evaluate": {
      const report = await evaluate(invocation.request, output, callWorker, io);
      if (!report) return undefined;
      return output.format === "json" ? jsonText(report) : evaluationText(report, style);
    }
    case "models-list": {
      const models = await listModels(invocation.model, worker, io);
      const cached = (await worker.last("listCachedModels", {}))?.models ?? [];
      const suggested = suggestedModels;
      return output.format === "json"
        ? jsonText({ schema: 1, models, suggested, cached })
        : modelsText({ models, suggested, cached });
    }
    case "models-info": {
      const info = await worker.last("describeModel", invocation.model);
      if (!info) return undefined;
      return output.format === "json" ? jsonText({ schema: 1, ...info }) : modelText(info);
    }
    case "models-download": {
      const downloaded = (await worker.last("downloadModel", invocation.model))?.downloaded;
      if (!downloaded) return undefined;
      return output.format === "json"
        ? jsonText({ schema: 1, ...downloaded })
        : downloadedText(downloaded);
    }
    case "bench": {
      const figures = await bench(invocation.names, invocation.folder, output.isQuiet, io);
      if (!figures) return undefined;
      return output.format === "json" ? jsonText({ schema: 1, figures }) : benchText(figures);
    }
  }
}

function explanationReport(
  explanation: Explanation,
  request: ExplainRequest,
  format: Format,
  style: TextStyle,
): string {
  switch (format) {
    case "json":
      return jsonText(explanation);
    case "html":
      return explanationHtml(explanation, request);
    case "markdown":
      return explanationMarkdown(explanation, request);
    case "text":
      return explanationText(explanation, request, style);
  }
}

/** A line of JSON for each text, with its true class where the file has it; those done where the user cancels. */
async function classifyAll(
  prompts: readonly EvaluationPrompt[],
  { compared: _, ...asked }: UnreadExplain,
  worker: WorkerCalls,
  io: CliIo,
): Promise<string | undefined> {
  const lines: string[] = [];
  for (const { text, label } of prompts) {
    if (io.signal.aborted) break;
    const request = await readExplain({ ...asked, input: { kind: "text", text } }, io);
    const explanation = await worker.explain(request);
    if (!explanation) break;
    lines.push(JSON.stringify({ ...(label === undefined ? {} : { label }), ...explanation }));
  }
  return lines.length > 0 ? `${lines.join("\n")}\n` : undefined;
}

/** The request of `mask`; with `--top` a method runs first. Undefined when that was cancelled. */
async function maskRequest(
  unread: UnreadMask,
  worker: WorkerCalls,
  io: CliIo,
): Promise<MaskRequest | undefined> {
  const { masked, ...rest } = await readTask(unread, io);
  if (rest.steering) checkWithin("steer", rest.steering.spans, rest.prompt.text);
  if (!("top" in masked)) {
    if ("spans" in masked) checkWithin("spans", masked.spans, rest.prompt.text);
    return { ...rest, masked };
  }
  const { top, ...method } = masked;
  const { scoreOnly, randomSetCount, ...task } = rest;
  const isJoint = method.method === "joint-prompt";
  const joint = isJoint ? { joint: { ...method.joint, k: top } } : {};
  const explanation = await worker.explain({ ...task, ...method, ...joint, perToken: false });
  if (!explanation || io.signal.aborted) return undefined;
  const indices = explanation.joint?.indices ?? ranking(explanation.seqAttribution).slice(0, top);
  if (!rest.features.coarseToFine) return { ...rest, masked: { indices } };
  // Parts of several sizes: what is masked is named by where it stands.
  const spans = indices.flatMap((index) => {
    const feature = explanation.features[index]!;
    return feature.spans ?? [{ start: feature.start, end: feature.end }];
  });
  return { ...rest, masked: { spans } };
}

async function listModels(
  model: ModelArgument,
  worker: WorkerCalls,
  io: CliIo,
): Promise<ModelInfo[]> {
  const models: ModelInfo[] = [];
  const entries = await readdir(io.bundledFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const source of names.sort()) {
    const info = await worker.last("describeModel", { ...model, source });
    if (info) models.push(info);
  }
  return models;
}

async function version(io: CliIo): Promise<string> {
  const { version } = JSON.parse(await readFile(io.packageFile, "utf8"));
  return String(version);
}

async function printed(text: string, io: CliIo): Promise<number> {
  await io.stdout.write(text);
  return exitCodes.done;
}

/** True when the failure of a command line that may be wrong itself is to be JSON. */
function asksForJson(argv: readonly string[]): boolean {
  return argv.some(
    (each, index) =>
      each === "--format=json" || (each === "json" && argv[index - 1] === "--format"),
  );
}

async function reportFailure(failure: Failure, asJson: boolean, io: CliIo): Promise<void> {
  const { kind, message, remedy } = failure;
  const line = message.replace(/\s*\n\s*/g, " ");
  await io.stderr.write(`promptlight: ${line} (${kind})\n${remedy}\n`);
  if (asJson) await io.stdout.write(jsonText({ error: { kind, message, remedy } }));
}
