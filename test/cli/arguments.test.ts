import { describe, expect, it } from "vitest";
import { parseArguments } from "#cli/arguments";
import { laterOptions, optionsOf } from "#cli/options";
import { benchNames } from "#protocol/bench";
import { classPresets } from "#protocol/class-presets";
import { ExplainError } from "#protocol/failure";

/** The invocation that a command line means; words are split at spaces, `_` stands for a space. */
function parse(line: string) {
  const words = line === "" ? [] : line.split(" ").map((word) => word.replaceAll("_", " "));
  return parseArguments(words);
}

function checkRequest(line: string, expected: object): void {
  expect(parse(line)).toMatchObject({ request: expected });
}

function checkUsageError(line: string, message: RegExp, remedy: RegExp): void {
  let failure: unknown;
  try {
    parse(line);
  } catch (error) {
    failure = error instanceof ExplainError ? error.failure : error;
  }
  expect(failure).toMatchObject({ kind: "invalid-option" });
  expect(failure).toHaveProperty("message", expect.stringMatching(message));
  expect(failure).toHaveProperty("remedy", expect.stringMatching(remedy));
}

describe("defaults", () => {
  it("explains words by feature ablation with the zero baseline, greedily", () => {
    expect(parse("explain Hello_there")).toEqual({
      kind: "explain",
      request: {
        input: { kind: "text", text: "Hello there" },
        prompt: { frame: "auto" },
        model: { dtype: "auto", device: "auto" },
        tooLong: "fail",
        generation: { maxNewTokens: 64, temperature: 0, seed: 0 },
        features: {},
        target: {},
        value: "log-prob",
        seed: 0,
        method: "feature-ablation",
        perToken: false,
      },
      output: { format: "text", isQuiet: false },
    });
  });
});

describe("options", () => {
  it.each<[string, object]>([
    ["explain hi --model a/b --dtype q8", { model: { source: "a/b", dtype: "q8" } }],
    ["explain hi --device cuda --threads 3", { model: { device: "cuda", threadCount: 3 } }],
    ["explain hi --compare lrp --compare saliency", { compared: ["lrp", "saliency"] }],
    ["explain hi --device directml", { model: { device: "directml" } }],
    [
      "generate hi --temperature 0.7 --top-k 40 --top-p 0.9",
      { generation: { temperature: 0.7, topK: 40, topP: 0.9 } },
    ],
    ["explain --file F", { input: { kind: "file", path: "F" } }],
    ["explain -", { input: { kind: "stdin" } }],
    ["explain --file -", { input: { kind: "stdin" } }],
    ["explain -- --quiet", { input: { kind: "text", text: "--quiet" } }],
    ["explain --template F.json", { input: { kind: "template", path: "F.json" } }],
    ["explain hi --method shapley-value-sampling", { method: "shapley-value-sampling" }],
    ["explain hi --features token --raw-tokens", { features: { rawTokens: true } }],
    ["explain hi --include-special", { features: { includeSpecial: true } }],
    ["explain hi --groups [[0,1],[4]]", { features: { groups: [[0, 1], [4]] } }],
    ["explain hi --keep 0:12", { features: { keep: [{ start: 0, end: 12 }] } }],
    [
      "explain hi --keep 0:2,5:7",
      {
        features: {
          keep: [
            { start: 0, end: 2 },
            { start: 5, end: 7 },
          ],
        },
      },
    ],
    ["explain hi --baseline zero", { baseline: { kind: "zero" } }],
    ["explain hi --baseline remove", { baseline: { kind: "remove" } }],
    ["explain hi --baseline attention", { baseline: { kind: "attention" } }],
    ["explain hi --baseline token:7", { baseline: { kind: "token", id: 7 } }],
    ["explain hi --baseline token:pad", { baseline: { kind: "token", id: "pad" } }],
    ["explain hi --baseline text:a:_b", { baseline: { kind: "text", text: "a: b" } }],
    ["explain hi --baseline text:", { baseline: { kind: "text", text: "" } }],
    ["explain hi --baseline sampled:F", { baseline: { kind: "sampled-file", path: "F" } }],
    ["explain hi --target _Paris", { target: { text: " Paris" } }],
    ["explain hi --target=--quiet", { target: { text: "--quiet" } }],
    ["explain hi --target -5_degrees", { target: { text: "-5 degrees" } }],
    [
      "explain hi --target-ids 5,9,2 --target-span 1:2",
      { target: { ids: [5, 9, 2], span: { start: 1, end: 2 } } },
    ],
    [
      "explain hi --target-span 1:2 --target-span 3:4,5:6",
      {
        target: {
          parts: [
            { start: 1, end: 2 },
            { start: 3, end: 4 },
            { start: 5, end: 6 },
          ],
        },
      },
    ],
    ["explain hi --versus bye", { value: "contrast", versus: "bye" }],
    ["explain hi --value entropy", { value: "entropy" }],
    [
      "explain hi --marks 0:1,4:6",
      {
        features: {
          marks: [[{ start: 0, end: 1 }], [{ start: 4, end: 6 }]],
        },
      },
    ],
    ["explain hi --coarse-to-fine", { features: { coarseToFine: true } }],
    ["explain hi --coarse-to-fine --compare lrp", { compared: ["lrp"] }],
    ["explain hi --method saliency --norm l1", { method: "saliency", norm: "l1" }],
    ["explain hi --method joint-prompt", { method: "joint-prompt" }],
    ["explain hi --method joint-prompt --k 2", { joint: { k: 2 } }],
    ["explain hi --method joint-prompt --k 1..6", { joint: { from: 1, k: 6 } }],
    [
      "explain hi --method joint-prompt --below 0.5 --initialisation random --probabilities uniform --search published",
      {
        joint: {
          below: 0.5,
          initialisation: "random",
          probabilities: "uniform",
          search: "published",
        },
      },
    ],
    ["explain hi --baseline noise:0.5", { baseline: { kind: "noise", size: 0.5, draws: 8 } }],
    [
      "explain hi --method lime --surrogate ridge --penalty 2 --similarity euclidean --kernel-width 3 --keep-probability 0.9",
      {
        surrogate: {
          model: "ridge",
          penalty: 2,
          similarity: "euclidean",
          width: 3,
          keepProbability: 0.9,
        },
      },
    ],
    [
      "explain hi --method smooth-grad --noise 0.2 --base saliency",
      { smoothing: { noise: 0.2, base: "saliency" } },
    ],
    ["explain hi --method gradient-shap --noise 0.1", { smoothing: { noise: 0.1 } }],
    [
      "explain hi --method model-interest --lambda 0.3 --sweep 0.1,1 --layers all",
      { interest: { lambda: 0.3, sweep: [0.1, 1], layers: "all" } },
    ],
    ["explain hi --method model-interest --layers 0,3", { interest: { layers: [0, 3] } }],
    ["explain hi --confidence 0.99 --steps 20", { confidence: 0.99, steps: 20 }],
    ["explain hi --value prob", { value: "prob" }],
    ["explain hi --seed 4", { seed: 4, generation: { seed: 4 } }],
    [
      "explain hi --max-new-tokens 5 --temperature 0.7",
      { generation: { maxNewTokens: 5, temperature: 0.7 } },
    ],
    ["explain hi --chat --system Be_kind", { prompt: { frame: "chat", system: "Be kind" } }],
    ["explain hi --raw", { prompt: { frame: "raw" } }],
    ["explain hi --too-long keep-end", { tooLong: "keep-end" }],
    ["explain hi --per-token --evaluations 90", { perToken: true, evaluations: 90 }],
    ["explain hi --seed 1 --seed 2", { seed: 2 }],
    ["generate hi --max-new-tokens=9", { generation: { maxNewTokens: 9 } }],
    ["mask hi --indices 2,5", { masked: { indices: [2, 5] }, randomSetCount: 20 }],
    ["mask hi --indices=", { masked: { indices: [] } }],
    ["mask hi --spans 10:16", { masked: { spans: [{ start: 10, end: 16 }] } }],
    ["mask hi --top 2 --method random", { masked: { top: 2, method: "random" } }],
    ["mask hi --top 1 --random-sets 3", { randomSetCount: 3 }],
    ["mask hi --indices 0 --score-only", { scoreOnly: true, randomSetCount: 0 }],
  ])("%s", checkRequest);

  it("reads what is done with the result", () => {
    const line = "explain hi --format json --out F -q";
    expect(parse(line)).toMatchObject({ output: { format: "json", out: "F", isQuiet: true } });
  });

  it("reads what is asked of models", () => {
    expect(parse("models")).toMatchObject({ kind: "models-list" });
    expect(parse("models list")).toMatchObject({ kind: "models-list" });
    expect(parse("models download a/b --dtype q4f16 --quiet")).toMatchObject({
      kind: "models-download",
      model: { source: "a/b", dtype: "q4f16" },
      output: { isQuiet: true },
    });
    expect(parse("models info a/b --format json")).toMatchObject({
      kind: "models-info",
      model: { source: "a/b" },
      output: { format: "json" },
    });
  });
});

describe("the presets of classes", () => {
  it.each([
    ["classify hi --preset imdb", "It was <mask>. {text}"],
    ["classify hi --preset imdb --template 2", "Just <mask>! {text}"],
    ["classify hi --preset imdb --template <mask>:_{text}", "<mask>: {text}"],
  ])("%s", (line, template) => {
    const verbalizer = { kind: "manual", labels: classPresets.imdb.labels };
    checkRequest(line, { method: "prompt-explainer", classes: { verbalizer, template } });
  });

  it("can be contrasted with the likeliest other class", () => {
    checkRequest("classify hi --preset imdb --value contrast", { value: "contrast" });
  });
});

describe("bench", () => {
  it("runs the figures that are named, or all", () => {
    const output = { format: "text", isQuiet: false };
    expect(parse("bench")).toEqual({ kind: "bench", names: benchNames, output });
    expect(parse("bench engine")).toEqual({ kind: "bench", names: benchNames, output });
    expect(parse("bench prefix open --folder f --format json")).toEqual({
      kind: "bench",
      names: ["prefix", "open"],
      folder: "f",
      output: { format: "json", isQuiet: false },
    });
  });
});

describe("usage errors name what is wrong and the next step", () => {
  it.each<[string, RegExp, RegExp]>([
    ["", /No command/, /explain, generate, mask, classify, evaluate, models/],
    ["explian hi", /Unknown command explian/, /mean explain\?/],
    ["classify hi", /classify needs the words of the classes/, /--verbalizer/],
    ["classify hi --verbalizer w.json --target x", /--target/, /classify --help/],
    ["classify hi --preset imdb --prompts f.jsonl", /no text beside it/, /Leave one/],
    ["classify --preset imdb --prompts f.jsonl --lens", /no --lens beside it/, /Leave one/],
    ["classify --preset imdb --prompts f.jsonl --format text", /has no --format text/, /json/],
    ["classify hi --preset agnew", /no preset agnew/, /agnews, dbpedia, yahoo, imdb/],
    ["classify hi --preset imdb --template 5", /no template 5/, /1 to 4/],
    ["classify hi --preset imdb --verbalizer w.json", /--verbalizer and --preset/, /one of them/],
    ["evaluate --preset imdb", /--preset is not for --task masking/, /Leave/],
    ["explain hi --label a", /--label needs classes/, /--verbalizer/],
    ["explain hi --method prompt-explainer", /needs classes/, /--verbalizer/],
    ["evaluate hi", /evaluate does not take "hi"/, /--prompts F.jsonl/],
    ["evaluat", /Unknown command evaluat/, /mean evaluate\?/],
    ["bench speed", /bench does not know speed/, /engine, open, memory/],
    ["bench scorin", /bench does not know scorin/, /mean scoring\?/],
    ["bench --threads 2", /threads/, /bench --help/],
    ["--quiet", /--quiet stands before a command/, /--help/],
    ["explain", /No prompt/, /--file F, or -/],
    ["explain hi there", /more than one prompt: "hi" and "there"/, /quotes/],
    ["explain hi --file F", /"hi" and --file/, /one of them/],
    ["explain --template T --file F", /--file and --template/, /one of them/],
    ["explain hi --metod lime", /Unknown option --metod/, /mean --method\?/],
    ["explain hi -x", /Unknown option -x/, /explain --help/],
    ["explain hi --zzzzzzzzzz", /Unknown option --zzzzzzzzzz/, /explain --help/],
    ["explain hi --model", /--model needs a value/, /--model DIR\|ID/],
    ["explain hi --model --quiet", /--model needs a value/, /--model DIR\|ID/],
    ["explain hi --model=", /--model is empty/, /value/],
    ["explain hi --quiet=yes", /--quiet takes no value/, /--quiet alone/],
    ["explain hi --method sharpley-values", /Unknown method/, /mean shapley-values\?.*ablation/],
    ["explain hi --method ablation", /Unknown method ablation/, /mean feature-ablation\?/],
    ["explain hi --method zzzzzzzzzzzz", /Unknown method/, /^Available: feature-ablation/],
    ["explain hi --value contrast", /contrast needs a text/, /--versus TEXT/],
    ["explain hi --value prob --versus x", /--versus is for --value contrast/, /--versus TEXT/],
    ["explain hi --penalty 1", /--penalty is not for the method feature-abl/, /--method lime/],
    ["explain hi --k 3", /--k is not for the method feature-abl/, /--method joint-prompt/],
    ["explain hi --lambda 0.3", /--lambda is not for the method f/, /--method model-interest/],
    ["explain hi --method model-interest --sweep 0,1", /above 0 and at most 1/, /--sweep 0.9/],
    ["explain hi --method joint-prompt --k 0", /--k 0 is not a whole number/, /--k 5/],
    ["explain hi --method joint-prompt --k 3..2", /--k 3\.\.2 is empty/, /1\.\.6/],
    ["explain hi --method joint-prompt --below 2", /above 0 and at most 1/, /--below/],
    ["explain hi --minimal --method lime", /--method has no part in --minimal/, /out/],
    ["explain hi --lens --format html", /--lens has no --format html/, /text, json/],
    ["explain hi --minimal --format html", /--minimal has no --format html/, /text, json/],
    ["explain hi --compare prompt-explainer", /needs classes/, /--verbalizer/],
    [
      "explain hi --method lime --compare lrp --coarse-to-fine",
      /parts of its own/,
      /feature-ablation/,
    ],
    ["explain hi --minimal --compare lrp", /no part in --minimal/, /Leave one/],
    ["explain hi --method rise --kernel-width 2", /not for the method rise/, /--method lime/],
    ["explain hi --method lime --kernel-width 0", /no weight/, /above 0/],
    ["explain hi --method rise --keep-probability 1", /not between 0 and 1/, /0\.9/],
    ["explain hi --confidence 0", /not between 0 and 1/, /0\.9/],
    ["explain hi --baseline noise:", /--baseline noise: is unknown/, /noise:SIZE/],
    ["explain hi --baseline noise:-1", /--baseline noise:-1 is unknown/, /noise:SIZE/],
    ["explain hi --value logprob", /--value logprob is unknown/, /mean log-prob\?/],
    ["explain hi --dtype fp23", /--dtype fp23/, /mean fp32\?/],
    ["explain hi --device gpu", /--device gpu/, /Available: auto, cpu, cuda, webgpu/],
    ["explain hi --threads 0", /--threads 0 is not/, /--threads 5/],
    ["explain hi --threads 1.5", /--threads 1.5 is not/, /--threads 5/],
    ["explain hi --seed x", /--seed x is not/, /--seed 5/],
    ["explain hi --temperature -1", /--temperature -1 is not/, /0.7/],
    ["explain hi --temperature hot", /--temperature hot is not/, /0.7/],
    ["explain hi --features words", /--features words is unknown/, /mean word\?/],
    ["explain hi --features slot", /slot needs a template/, /--template/],
    ["explain hi --raw-tokens", /--raw-tokens is for tokens/, /--features token/],
    ["explain hi --groups [0,1]", /--groups \[0,1\] is not/, /\[\[0,1\],\[4\]\]/],
    ["explain hi --groups [[0,-1]]", /is not a JSON list/, /\[\[0,1\],\[4\]\]/],
    ["explain hi --groups [[0],[0]]", /feature 0 twice/, /one group/],
    ["explain hi --groups nonsense", /is not a JSON list/, /\[\[0,1\],\[4\]\]/],
    ["generate hi --top-k 0", /--top-k 0 is not a whole number/, /--top-k 5/],
    ["generate hi --top-p 1.5", /--top-p 1.5 is not a number above 0/, /--top-p 0.9/],
    ["generate hi --top-p 0", /--top-p 0 is not a number above 0/, /--top-p 0.9/],
    ["explain hi --keep 5", /--keep 5 is not a stretch/, /10:16/],
    ["explain hi --keep 5:5", /--keep 5:5 is not a stretch/, /10:16/],
    ["explain hi --keep 5:2", /--keep 5:2 is not a stretch/, /10:16/],
    ["explain hi --baseline zeros", /--baseline zeros is unknown/, /mean zero\?/],
    ["explain hi --baseline token:cls", /--baseline token:cls/, /token:ID/],
    ["explain hi --baseline token:-1", /--baseline token:-1/, /token:ID/],
    ["explain hi --target a --target-ids 1", /--target and --target-ids/, /one of them/],
    ["explain hi --target=", /--target is empty/, /value/],
    ["explain hi --target-ids 5,x", /--target-ids 5,x is not/, /5,9,2/],
    ["explain hi --chat --raw", /--chat and --raw/, /one of them/],
    ["explain hi --raw --system x", /--system needs a chat/, /one of them/],
    ["explain hi --too-long cut", /--too-long cut is unknown/, /fail, keep-start, keep-end/],
    ["explain hi --format yaml", /--format yaml is unknown/, /text, json, html, markdown/],
    ["generate hi --format html", /generate has no --format html/, /text, json/],
    ["generate hi --method random", /generate has no option --method/, /generate --help/],
    ["explain hi --indices 2", /explain has no option --indices/, /explain --help/],
    ["mask hi", /Nothing to mask/, /--indices 2,5/],
    ["mask hi --indices 1 --top 2", /--indices and --top/, /one of them/],
    ["mask hi --indices 1 --method random", /--method is for --top/, /--top K/],
    ["mask hi --top 0", /--top 0 is not/, /--top 5/],
    ["models download", /models download needs a model/, /models download ID/],
    ["models download a/b c", /models download does not take c/, /download ID/],
    ["models lst", /does not know lst/, /mean list\?/],
    ["models info", /needs a model/, /models info MODEL/],
    ["models list x", /models list does not take x/, /list, info MODEL/],
  ])("%s", checkUsageError);

  it.each(Object.keys(laterOptions))("--%s is refused by name", (name) => {
    checkUsageError(`explain hi --${name} 1`, /is not in this version/, /explain --help/);
  });
});

describe("help", () => {
  it.each(["explain", "generate", "mask", "models"] as const)("of %s lists all options", (name) => {
    const help = parse(`${name} --help`);
    const lines = help.kind === "print" ? help.text.split("\n") : [];
    for (const option of optionsOf(name)) expect(lines.join("\n")).toContain(`--${option}`);
    // A line that is longer holds one word, the values of an option or a usage.
    const texts = lines.filter((line) => !line.includes("|") && !line.includes("promptlight"));
    for (const line of texts) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("says the defaults and what is not there yet", () => {
    const help = parse("explain -h");
    expect(help).toHaveProperty("text", expect.stringMatching(/default: zero/));
    expect(help).toHaveProperty("text", expect.stringMatching(/Not in this version.*--trust/s));
    expect(parse("help mask")).toEqual(parse("mask --help"));
    expect(parse("--help")).toHaveProperty("text", expect.stringMatching(/Exit codes/));
  });
});
