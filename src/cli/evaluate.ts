import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { classPreset } from "#protocol/class-presets";
import type {
  CurveRequest,
  ErasureRequest,
  EvaluatedMethod,
  EvaluationRequest,
} from "#protocol/evaluation";
import { ExplainError, type FailureKind } from "#protocol/failure";
import { type ClassWords, parseClasses } from "#protocol/parse-classes";
import type { TaskRequest } from "#protocol/request";
import { isCurveTask, isOfClasses, type UnreadEvaluation } from "./evaluate-arguments.ts";
import { EvaluationProgress } from "./evaluation-progress.ts";
import { type EvaluationPrompt, parsePrompts, shortHash } from "./evaluation-prompts.ts";
import {
  type AskedEvaluation,
  type EvaluationReport,
  type EvaluationVariant,
  reportEvaluation,
} from "./evaluation-report.ts";
import { type EvaluationRow, EvaluationRows } from "./evaluation-rows.ts";
import type { OutputArguments } from "./invocation.ts";
import type { CallWorker, CliIo } from "./io.ts";
import { parseJson, presetOf } from "./option-values.ts";
import { jsonText } from "./output.ts";
import { defaultMaskedModel, modelOf, readBaseline, readText } from "./read-request.ts";
import { evaluationCsv } from "./report-evaluation.ts";
import { evaluationHtml } from "./report-evaluation-html.ts";
import { usageError } from "./usage.ts";

/** A template and a verbalizer; neither where an answer is measured. */
interface Variant extends EvaluationVariant {
  readonly classes?: Omit<CurveRequest["classes"], "label">;
}

/** A prompt as it is measured. Each has a seed of its own, else chance would choose the same places in all of them. */
interface Place {
  readonly prompt: EvaluationPrompt;
  readonly variant: Variant;
  readonly seed: number;
}

/** What the bundled reviews are put in. */
const reviewTemplate = "It was <mask>. {text}";

/** Failures of one prompt that leave the others as they are. */
const passedOver: readonly FailureKind[] = [
  "empty-prompt",
  "prompt-too-long",
  "nothing-to-explain",
];

/**
 * Runs an evaluation, prompt by prompt, and returns what is known when all are done or the user cancels. With a folder in
 * `out` every row is kept as it comes, and the report is written there as JSON, CSV and HTML. Undefined when it was cancelled
 * before the first row. Throws ExplainError.
 */
export async function evaluate(
  unread: UnreadEvaluation,
  { out, isQuiet }: OutputArguments,
  callWorker: CallWorker,
  io: CliIo,
): Promise<EvaluationReport | undefined> {
  const prompts = await readPrompts(unread, io);
  const variants = await readVariants(unread, io);
  const base = await readBase(unread);
  const settings = settingsOf(unread, base);
  const rows = await EvaluationRows.open(out, settings);
  const asked: AskedEvaluation = {
    task: unread.task,
    settings,
    k: unread.measures.k,
    seed: base.seed,
    keys: prompts.map(({ key }) => key),
    variants: variants.map(({ setting, title }) => ({ setting, title })),
    methods: unread.methods.map(({ name }) => name),
  };
  const progress = new EvaluationProgress(io, basename(base.model.source), isQuiet);
  try {
    const open = prompts.flatMap((prompt, index) =>
      variants
        .map((variant) => ({ prompt, variant, seed: base.seed + index }))
        .filter(({ variant }) => missing(prompt, variant).length > 0),
    );
    // the first once for nothing: no time counts the building of graphs
    for (const place of open.slice(0, 1)) await measure(place);
    for (const [done, place] of open.entries()) {
      if (io.signal.aborted) break;
      await progress.begin(done, open.length);
      const row = await measure(place);
      if (row) await rows.add(row);
    }
  } finally {
    await progress.end();
  }
  if (rows.all.length === 0) return undefined;
  const report = reportEvaluation(asked, rows.all);
  if (out !== undefined) {
    await writeFile(join(out, "evaluation.json"), jsonText(report));
    await writeFile(join(out, "evaluation.csv"), evaluationCsv(rows.all));
    const page = join(out, "evaluation.html");
    await writeFile(page, evaluationHtml(report));
    if (!isQuiet) await io.stderr.write(`The tables and figures are in ${page}.\n`);
  }
  return report;

  /** The methods whose results are not there yet. */
  function missing({ key }: EvaluationPrompt, { setting }: Variant): EvaluatedMethod[] {
    if (rows.isSkipped(key, setting)) return [];
    return unread.methods.filter(({ name }) => !rows.has(key, setting, name));
  }

  /** What is missing of a prompt, as far as it is done when the user cancels. */
  async function measure({ prompt, variant, seed }: Place): Promise<EvaluationRow | undefined> {
    const { setting, classes } = variant;
    const methods = missing(prompt, variant);
    const request = requestOf(base, prompt, seed);
    const found = await unlessPassedOver(() =>
      classes
        ? unread.task === "erasure"
          ? erasureOf({ ...request, classes }, methods, prompt.label!)
          : curvesOf({ ...request, classes: { ...classes, label: prompt.label! } }, methods, prompt)
        : evaluationOf(request, methods, prompt),
    );
    return found && { key: prompt.key, ...(setting === undefined ? {} : { setting }), ...found };
  }

  async function evaluationOf(
    request: TaskRequest,
    methods: readonly EvaluatedMethod[],
    { labels }: EvaluationPrompt,
  ): Promise<Partial<EvaluationRow> | undefined> {
    const asked: EvaluationRequest = {
      ...request,
      methods,
      ...unread.measures,
      ...(labels ? { labels } : {}),
    };
    let row: Partial<EvaluationRow> | undefined;
    for await (const snapshot of callWorker("evaluate", asked, io.signal)) {
      await progress.show(snapshot.progress);
      if (snapshot.evaluation) row = { evaluation: snapshot.evaluation };
    }
    return row;
  }

  async function curvesOf(
    request: TaskRequest & Pick<CurveRequest, "classes">,
    methods: readonly EvaluatedMethod[],
    { labels }: EvaluationPrompt,
  ): Promise<Partial<EvaluationRow> | undefined> {
    const task = isCurveTask(unread.task) ? unread.task : "activation";
    const asked: CurveRequest = {
      ...request,
      methods,
      task,
      value: unread.classValue,
      perToken: false,
      ...(labels ? { labels } : {}),
    };
    let row: Partial<EvaluationRow> | undefined;
    for await (const snapshot of callWorker("evaluateCurves", asked, io.signal)) {
      await progress.show(snapshot.progress);
      if (snapshot.curves) row = { label: request.classes.label, curves: snapshot.curves };
    }
    return row;
  }

  async function erasureOf(
    request: TaskRequest & Pick<ErasureRequest, "classes">,
    methods: readonly EvaluatedMethod[],
    label: string,
  ): Promise<Partial<EvaluationRow> | undefined> {
    const asked: ErasureRequest = { ...request, methods, label, value: "logit", perToken: false };
    let row: Partial<EvaluationRow> | undefined;
    for await (const snapshot of callWorker("evaluateErasure", asked, io.signal)) {
      await progress.show(snapshot.progress);
      if (snapshot.erasure) row = { label, erasure: snapshot.erasure };
    }
    return row;
  }
}

async function unlessPassedOver(
  measure: () => Promise<Partial<EvaluationRow> | undefined>,
): Promise<Partial<EvaluationRow> | undefined> {
  try {
    return await measure();
  } catch (error) {
    if (!(error instanceof ExplainError) || !passedOver.includes(error.failure.kind)) throw error;
    return { skipped: error.failure.message };
  }
}

/** A request but for its text. */
type Base = Omit<TaskRequest, "prompt"> & { readonly prompt: Omit<TaskRequest["prompt"], "text"> };

async function readBase({ task, request }: UnreadEvaluation): Promise<Base> {
  const { input: _, model, features, baseline, ...rest } = request;
  const granularity = features.granularity ?? "word";
  const source = model.source ?? (isOfClasses(task) ? defaultMaskedModel : undefined);
  return {
    ...rest,
    model: modelOf({ ...model, ...(source === undefined ? {} : { source }) }),
    features: { ...features, granularity },
    baseline: baseline ? await readBaseline(baseline) : { kind: "zero" },
  };
}

function requestOf(
  base: Base,
  { text, system, frame }: EvaluationPrompt,
  seed: number,
): TaskRequest {
  return {
    ...base,
    prompt: { ...base.prompt, text, ...(system ? { system } : {}), ...(frame ? { frame } : {}) },
    seed,
  };
}

/** What a row depends on, besides its prompt and method: rows of other settings are not continued. */
function settingsOf({ task, measures, methods, classValue }: UnreadEvaluation, base: Base): object {
  const { model, prompt, tooLong, generation, features, baseline, seed } = base;
  const { evaluations, steps } = methods[0] ?? {};
  return {
    task,
    model: model.source,
    dtype: model.dtype,
    device: model.device,
    ...(isOfClasses(task) ? {} : measures),
    ...(classValue === "logit" ? {} : { value: classValue }),
    ...(evaluations === undefined ? {} : { evaluations }),
    ...(steps === undefined ? {} : { steps }),
    features,
    baseline,
    prompt,
    tooLong,
    maxNewTokens: generation.maxNewTokens,
    seed,
  };
}

async function readPrompts(
  { task, promptsPath, limit }: UnreadEvaluation,
  io: CliIo,
): Promise<EvaluationPrompt[]> {
  const needsLabels = isOfClasses(task);
  const path = promptsPath ?? bundled(io, needsLabels ? "reviews.jsonl" : "prompts.jsonl");
  const prompts = parsePrompts(await readText("prompts", path), path);
  const unlabelled = prompts.findIndex(({ label }) => label === undefined);
  if (needsLabels && unlabelled >= 0)
    throw usageError(
      `--prompts: text ${unlabelled + 1} of ${path} has no "label".`,
      'Write each line like {"text": "I liked it.", "label": "positive"}.',
    );
  return prompts.slice(0, limit);
}

/** Each template with each verbalizer; one without both where an answer is measured. */
async function readVariants(
  { task, promptsPath, templates, verbalizerPaths, presets }: UnreadEvaluation,
  io: CliIo,
): Promise<Variant[]> {
  if (!isOfClasses(task)) return [{ setting: undefined, title: undefined }];
  const isBundled = promptsPath === undefined && presets.length === 0;
  const paths =
    verbalizerPaths.length === 0 && isBundled
      ? [bundled(io, "review-words.json")]
      : verbalizerPaths;
  const own = templates.length === 0 && isBundled ? [reviewTemplate] : templates;
  const variants = presets.flatMap((id) => {
    const all = classPreset(id)?.templates ?? [undefined];
    return (own.length > 0 ? own : all).map((template) => {
      const classes = presetOf(id, template);
      return variantOf(id, JSON.stringify(classes.verbalizer), classes);
    });
  });
  for (const path of paths) {
    const words = await readText("verbalizer", path);
    const { verbalizer, ...its } = parseClasses(parseJson(words), path);
    for (const template of own.length > 0 ? own : [its.template])
      variants.push(
        variantOf(basename(path, ".json"), words, {
          verbalizer,
          ...(template === undefined ? {} : { template }),
        }),
      );
  }
  return variants;
}

function variantOf(name: string, words: string, classes: ClassWords): Variant {
  const { template } = classes;
  return {
    setting: shortHash(`${template ?? ""}\n${words}`),
    title: template === undefined ? name : `${template}, ${name}`,
    classes,
  };
}

function bundled({ bundledFolder }: CliIo, name: string): string {
  return join(bundledFolder, "..", "evaluation", name);
}
