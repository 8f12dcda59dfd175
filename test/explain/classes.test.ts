import path from "node:path";
import { describe, expect, it } from "vitest";
import { aroundText } from "#explain/classes/prompted-text";
import type { ClassChoice, Verbalizer } from "#protocol/classes";
import type { Explanation } from "#protocol/explanation";
import { parseVerbalizer } from "#protocol/parse-verbalizer";
import type { ExplainRequest } from "#protocol/request";
import { workerInProcess } from "#worker/in-process";

const root = path.resolve(import.meta.dirname, "../..");
const call = workerInProcess(path.join(root, "media/models"));
const labels = { positive: ["good", "great"], negative: ["bad", "awful"] };
const manual: Verbalizer = { kind: "manual", labels };

async function classify(
  text: string,
  classes: ClassChoice,
  more: Partial<ExplainRequest> = {},
): Promise<Explanation> {
  const folder = path.join(root, "test/fixtures/models/tiny-roberta");
  const request: ExplainRequest = {
    model: { source: folder, dtype: "auto", device: "cpu" },
    prompt: { text, frame: "auto" },
    tooLong: "fail",
    generation: { maxNewTokens: 1, temperature: 0, seed: 0 },
    features: { granularity: "word" },
    baseline: { kind: "token", id: "unk" },
    target: {},
    value: "log-prob",
    seed: 0,
    perToken: false,
    method: "prompt-explainer",
    classes,
    ...more,
  };
  let last: Explanation | undefined;
  for await (const { explanation } of call("explain", request, new AbortController().signal))
    last = explanation ?? last;
  return last!;
}

const failureOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (error) => error.failure,
  );

describe("A template", () => {
  it.each([
    ["It was <mask>. {text}", "It was <mask>. ", ""],
    ["{text} It was <mask>.", "", " It was <mask>."],
    ["A <mask> news: {text} (end)", "A <mask> news: ", " (end)"],
  ])("%s", (template, before, after) => {
    expect(aroundText(template, "masked")).toEqual({ before, after });
  });

  it.each([
    ["It was <mask>.", "masked", "has no {text}"],
    ["{text} or {text} <mask>", "masked", "has {text} more than once"],
    ["It was fine. {text}", "masked", "has no <mask>"],
    ["<mask> and <mask>: {text}", "masked", "has 2 masks"],
    ["It was <mask>. {text}", "causal", "which this model does not fill"],
  ] as const)("%s is refused for a %s model", (template, kind, problem) => {
    expect(() => aroundText(template, kind)).toThrow(problem);
  });

  it("stands outside the text: its tokens are of the template, and offsets count the text", async () => {
    const text = "I really enjoy this movie.";
    const framed = await classify(text, { verbalizer: manual, template: "It was <mask>. {text}" });
    const whole = await classify(`It was <mask>. ${text}`, { verbalizer: manual });
    expect(framed.prompt.text).toBe(text);
    expect(framed.prompt.tokens.map(({ id }) => id)).toEqual(
      whole.prompt.tokens.map(({ id }) => id),
    );
    expect(framed.features.map((feature) => feature.text)).toEqual([
      "I",
      "really",
      "enjoy",
      "this",
      "movie",
      ".",
    ]);
    for (const { start, end, text: word } of framed.features)
      expect(text.slice(start, end)).toBe(word);
    const roles = framed.prompt.tokens.map(({ role }) => role);
    expect(roles.slice(0, 5)).toEqual(["special", "template", "template", "special", "template"]);
    expect(framed.classes).toEqual(
      whole.classes!.map((own) => ({ ...own, seqAttribution: own.seqAttribution.slice(-6) })),
    );
  });

  it("is kept when the text is rewritten", async () => {
    const asked = { verbalizer: manual, template: "It was <mask>. {text}" };
    const method = "feature-ablation";
    const written = await classify("a good movie", asked, {
      method,
      baseline: { kind: "text", text: "film" },
    });
    const { probability } = (await classify("film good movie", asked)).classes![0]!;
    const lost = written.classes![0]!.seqAttribution[0]!;
    expect(written.classes![0]!.value - lost).toBeCloseTo(Math.log(probability), 4);
  });
});

describe("Classes", () => {
  const template = "{text} It was <mask>.";
  const text = "the food was good";

  it("are read from a manual verbalizer, and any of them is explained", async () => {
    const { classes, target } = await classify(text, { verbalizer: manual, template });
    expect(classes!.map(({ label }) => label)).toEqual(["positive", "negative"]);
    expect(classes!.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    const other = target.text === "positive" ? "negative" : "positive";
    const asked = await classify(text, { verbalizer: manual, template, label: other });
    expect(asked.target.text).toBe(other);
    expect(asked.classes).toEqual(classes);
    const shares = classes![0]!.seqAttribution.map(
      (share, word) => share + classes![1]!.seqAttribution[word]!,
    );
    for (const sum of shares) expect(sum).toBeCloseTo(1, 9);
  });

  it("contrast: two classes against each other are opposite", async () => {
    const method = "feature-ablation";
    const ask = (label: string, versus: string) =>
      classify(
        text,
        { verbalizer: manual, template, label, versus },
        { method, value: "contrast" },
      );
    const one = await ask("positive", "negative");
    const other = await ask("negative", "positive");
    for (const [word, score] of one.seqAttribution.entries())
      expect(score).toBeCloseTo(-other.seqAttribution[word]!, 5);
    expect(one.values.full).toBeCloseTo(-other.values.full, 5);
  });

  it("by refined words, calibrated on texts", async () => {
    const support = ["the soup was cold", "a lovely day", "the film was long"];
    const refine = ["frequency", "relevance", "calibration"] as const;
    const verbalizer: Verbalizer = { kind: "kpt", labels, support, refine };
    const refined = await classify(text, { verbalizer, template });
    const plain = await classify(text, { verbalizer: manual, template });
    expect(refined.classes!.map(({ label }) => label)).toEqual(["positive", "negative"]);
    expect(refined.classes![0]!.probability).not.toBeCloseTo(plain.classes![0]!.probability, 3);
    const unsupported = classify(text, { verbalizer: { kind: "kpt", labels, refine }, template });
    expect(await failureOf(unsupported)).toMatchObject({
      kind: "invalid-option",
      message: expect.stringContaining("support texts"),
    });
  });

  it("by neighbours that the model itself names", async () => {
    const names = { food: [], film: [] };
    const verbalizer: Verbalizer = { kind: "kpt", labels: names, neighbours: 5 };
    const { classes } = await classify(text, { verbalizer, template });
    expect(classes).toHaveLength(2);
    for (const { seqAttribution } of classes!)
      expect(seqAttribution.every(Number.isFinite)).toBe(true);
  });

  it("by prototypes: a labelled text is of its own class", async () => {
    const examples = [
      { text: "the food was good", label: "praise" },
      { text: "I hate the rain", label: "blame" },
    ];
    const verbalizer: Verbalizer = { kind: "prototypical", examples };
    for (const { text: own, label } of examples) {
      const { classes, target } = await classify(own, { verbalizer, template });
      expect(target.text).toBe(label);
      expect(classes!.find((each) => each.label === label)!.probability).toBeGreaterThan(0.5);
    }
  });

  it("by soft labels, whose width must be the model's", async () => {
    const width = 48;
    const vector = (at: number) => Array.from({ length: width }, (_, d) => Number(d === at));
    const verbalizer: Verbalizer = { kind: "soft", labels: { a: vector(0), b: vector(1) } };
    const { classes } = await classify(text, { verbalizer, template });
    expect(classes!.map(({ label }) => label)).toEqual(["a", "b"]);
    const wrong: Verbalizer = { kind: "soft", labels: { a: [1, 2], b: [3, 4] } };
    expect(await failureOf(classify(text, { verbalizer: wrong, template }))).toMatchObject({
      message: "The class a has a vector of 2 numbers, the model's states have 48.",
    });
    const gradient = classify(text, { verbalizer, template }, { method: "saliency" });
    expect(await failureOf(gradient)).toMatchObject({ kind: "invalid-option" });
  });

  it("refuse what does not fit, by name", async () => {
    const ask = (choice: Partial<ClassChoice>, more: Partial<ExplainRequest> = {}) =>
      failureOf(classify(text, { verbalizer: manual, template, ...choice }, more));
    expect(await ask({ label: "neutral" })).toMatchObject({
      message: "The verbalizer has no class neutral.",
      remedy: "Choose one of positive, negative.",
    });
    expect(await ask({}, { method: "tdd-forward" })).toMatchObject({ kind: "invalid-option" });
    expect(await ask({}, { value: "entropy" })).toMatchObject({ kind: "invalid-option" });
    const long = { prompt: { text: "word ".repeat(4000), frame: "auto" } } as const;
    expect(await ask({}, long)).toMatchObject({ kind: "prompt-too-long" });
    const unmasked = classify(text, { verbalizer: manual });
    expect(await failureOf(unmasked)).toMatchObject({
      message: expect.stringContaining("There is no <mask>"),
    });
    const twice = classify(`<mask> ${text}`, { verbalizer: manual, template });
    expect(await failureOf(twice)).toMatchObject({
      message: expect.stringContaining("There are 2 masks"),
    });
    const plain = classify(text, { verbalizer: manual, template }, { classes: undefined as never });
    expect(await failureOf(plain)).toMatchObject({ kind: "model-unsupported" });
  });
});

describe("A verbalizer", () => {
  it.each([
    [[], "a verbalizer is a JSON object"],
    [{ labels: { a: ["x"] } }, "fewer than two classes"],
    [{ labels: { a: ["x"], b: [] } }, "the class b has no words"],
    [{ labels: { a: ["x"], b: [" "] } }, "the class b has an empty word"],
    [{ labels: { a: ["x"], b: "y" } }, "the words of the class b are no list"],
    [{ kind: "magic" }, "no verbalizer of kind magic"],
    [{ kind: "prototypical", examples: [{ text: "x" }] }, '"examples" is a list'],
    [{ kind: "soft", labels: { a: ["x"], b: [1] } }, "a list of numbers"],
    [{ kind: "kpt", labels: { a: ["x"], b: ["y"] }, refine: ["magic"] }, '"refine" is not of'],
  ])("%j is refused", (json, problem) => {
    expect(() => parseVerbalizer(json, "words.json")).toThrow(problem);
    expect(() => parseVerbalizer(json, "words.json")).toThrow("words.json");
  });
});
