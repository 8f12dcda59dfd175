import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { withFile } from "#model/byte-source";
import { describeLocalModel, openLocalModel } from "#model/open-local-model";
import { openModel } from "#onnx/open-model";
import { writeModel } from "#onnx/write-model";
import type { FailureKind } from "#protocol/failure";
import type { ModelChoice } from "#protocol/request";
import { bundledFolder, fixtureModel, goldenCases } from "./fixtures.ts";

const scratch = mkdtempSync(join(tmpdir(), "promptlight-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let copies = 0;

/** A copy of tiny-gpt2 to break. */
function copy(change: (folder: string) => void = () => {}): string {
  const folder = join(scratch, `model-${copies++}`);
  cpSync(fixtureModel("tiny-gpt2"), folder, { recursive: true });
  change(folder);
  return folder;
}

const choice = (source: string, more: Partial<ModelChoice> = {}): ModelChoice => ({
  source,
  dtype: "auto",
  device: "auto",
  ...more,
});

async function failureFrom(
  source: string,
  more: Partial<ModelChoice> = {},
  availableBytes?: number,
) {
  const options = { bundledFolder, ...(availableBytes === undefined ? {} : { availableBytes }) };
  const error = await openLocalModel(choice(source, more), options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { failure?: { kind: FailureKind; message: string; remedy: string } })?.failure;
}

const editConfig = (folder: string, more: object) => {
  const config = JSON.parse(readFileSync(join(folder, "config.json"), "utf8"));
  writeFileSync(join(folder, "config.json"), JSON.stringify({ ...config, ...more }));
};
const model = (folder: string, name = "model.onnx") => join(folder, "onnx", name);

describe("a folder that cannot be used is named with what is wrong", () => {
  const rows: [string, (folder: string) => void, FailureKind, RegExp][] = [
    [
      "no tokenizer",
      (f) => rmSync(join(f, "tokenizer.json")),
      "model-incomplete",
      /lacks tokenizer\.json\./,
    ],
    [
      "several files gone",
      (f) => {
        rmSync(join(f, "tokenizer.json"));
        rmSync(join(f, "tokenizer_config.json"));
        rmSync(join(f, "onnx"), { recursive: true });
      },
      "model-incomplete",
      /lacks tokenizer\.json, tokenizer_config\.json, onnx\/model\.onnx\./,
    ],
    [
      "an empty folder",
      (f) => {
        rmSync(f, { recursive: true });
        mkdirSync(f);
      },
      "model-incomplete",
      /config\.json, tokenizer\.json, tokenizer_config\.json, onnx\/model\.onnx/,
    ],
    ["no folder", (f) => rmSync(f, { recursive: true }), "model-not-found", /no model folder/],
    [
      "broken JSON",
      (f) => writeFileSync(join(f, "config.json"), "{"),
      "model-corrupt",
      /config\.json/,
    ],
    [
      "a truncated model",
      (f) => truncateSync(model(f), 600_000),
      "model-corrupt",
      /ends after 600000 of/,
    ],
    [
      "an empty model file",
      (f) => truncateSync(model(f), 0),
      "model-corrupt",
      /model\.onnx is damaged/,
    ],
    [
      "text instead of a model",
      (f) => writeFileSync(model(f), "<html>Not found</html>"),
      "model-corrupt",
      /model\.onnx/,
    ],
    [
      "a pointer of git-lfs",
      (f) =>
        writeFileSync(
          model(f),
          "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n",
        ),
      "model-corrupt",
      /model\.onnx/,
    ],
    [
      "an encoder-decoder",
      (f) =>
        editConfig(f, { is_encoder_decoder: true, architectures: ["T5ForConditionalGeneration"] }),
      "model-unsupported",
      /encoder-decoder \(T5ForConditionalGeneration\)/,
    ],
    [
      "a classifier",
      (f) => editConfig(f, { architectures: ["BertForSequenceClassification"] }),
      "model-unsupported",
      /classifier/,
    ],
    [
      "an unknown tokenizer",
      (f) => writeFileSync(join(f, "tokenizer.json"), "{}"),
      "model-unsupported",
      /tokenizer/,
    ],
  ];
  it.each(rows)("%s", async (_, change, kind, message) => {
    const failure = await failureFrom(copy(change));
    expect(failure).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(failure?.remedy).toBeTruthy();
  });

  it("a masked language model", async () => {
    expect(await failureFrom(fixtureModel("tiny-roberta"))).toMatchObject({
      kind: "model-unsupported",
      message: expect.stringMatching(/masked language model \(RobertaForMaskedLM\)/),
    });
  });

  it("more than the memory holds, before loading", async () => {
    expect(await failureFrom(fixtureModel("tiny-gpt2"), {}, 1e6)).toMatchObject({
      kind: "model-too-large",
      message: expect.stringMatching(/tiny-gpt2 needs about/),
    });
  });

  it("weights that are not there", async () => {
    expect(await failureFrom(fixtureModel("tiny-gpt2"), { dtype: "q4" })).toMatchObject({
      kind: "invalid-option",
      message: "tiny-gpt2 has no q4 weights; it has fp32.",
    });
  });

  it("a device that is not there", async () => {
    expect(await failureFrom(fixtureModel("tiny-gpt2"), { device: "cuda" })).toMatchObject({
      kind: "device-unavailable",
      message: expect.stringContaining("cuda"),
    });
  });

  it("a path that does not exist", async () => {
    expect(await failureFrom("./no/such/folder")).toMatchObject({ kind: "model-not-found" });
  });

  it("stops when told to", async () => {
    const signal = AbortSignal.abort();
    await expect(
      openLocalModel(choice(fixtureModel("tiny-gpt2")), { signal }),
    ).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("a folder in another shape works", () => {
  const golden = goldenCases("tiny-gpt2")[0]!;
  const works = async (folder: string, more: Partial<ModelChoice> = {}) => {
    const opened = await openLocalModel(choice(folder, more));
    const [scores] = await opened.score([{ ids: golden.input_ids }], golden.target_ids);
    await opened.release();
    golden.target_logp.forEach((logProb, i) => {
      expect(Math.abs(scores![i]! - logProb)).toBeLessThan(1e-4);
    });
  };

  it("the model in the folder itself", () =>
    works(
      copy((f) => {
        renameSync(model(f), join(f, "model.onnx"));
        rmSync(join(f, "onnx"), { recursive: true });
      }),
    ));

  it("no generation_config.json", () =>
    works(copy((f) => rmSync(join(f, "generation_config.json")))));

  it.each([
    ["model_quantized.onnx", "q8"],
    ["model_q8.onnx", "q8"],
    ["model_fp16.onnx", "fp16"],
    ["decoder_model_merged.onnx", "fp32"],
    ["decoder_model_merged_q4f16.onnx", "q4f16"],
  ] as const)("%s", async (name, dtype) => {
    const folder = copy((f) => renameSync(model(f), model(f, name)));
    await works(folder, { dtype });
    await works(folder);
  });

  it("links, as in the hub's own cache", async () => {
    const blobs = join(scratch, "blobs");
    mkdirSync(blobs);
    const folder = copy((f) => {
      for (const [i, name] of ["config.json", "tokenizer.json", "onnx/model.onnx"].entries()) {
        renameSync(join(f, name), join(blobs, String(i)));
        symlinkSync(join(blobs, String(i)), join(f, name));
      }
    });
    await works(folder);
  });

  /** tiny-gpt2 with its weights in a second file, linked from elsewhere as in the hub's own cache. */
  const splitWeights = (f: string, data: string) => {
    const weights = join(scratch, `${copies++}.weights`);
    renameSync(model(f), weights);
    const opened = withFile(weights, (source) =>
      openModel(source, join(f, "onnx", "model.onnx_data")),
    );
    symlinkSync(weights, join(f, "onnx", data));
    writeFileSync(model(f), writeModel(opened, join(f, "onnx")));
    return weights;
  };

  it("weights in another file, linked", () =>
    works(copy((f) => splitWeights(f, "model.onnx_data"))));

  it("weights in another file that is missing or short", async () => {
    const missing = copy((f) => {
      splitWeights(f, "model.onnx_data");
      rmSync(join(f, "onnx", "model.onnx_data"));
    });
    expect(await failureFrom(missing)).toMatchObject({
      kind: "model-incomplete",
      message: expect.stringContaining("model.onnx_data"),
    });
    const short = copy((f) => truncateSync(splitWeights(f, "model.onnx_data"), 500_000));
    expect(await failureFrom(short)).toMatchObject({
      kind: "model-corrupt",
      message: expect.stringMatching(/ends after 500000 of/),
    });
  });

  it("a chat template in its own file", async () => {
    const folder = copy((f) =>
      writeFileSync(
        join(f, "chat_template.jinja"),
        "{% for m in messages %}> {{ m.content }}\n{% endfor %}",
      ),
    );
    const opened = await openLocalModel(choice(folder));
    expect(opened.encode({ text: "Hi", frame: "auto" }).isChat).toBe(true);
    await opened.release();
  });

  it("tokens given as objects in an older config", async () => {
    const folder = copy((f) =>
      writeFileSync(
        join(f, "tokenizer_config.json"),
        JSON.stringify({
          tokenizer_class: "GPT2Tokenizer",
          bos_token: { content: "<|endoftext|>", lstrip: false },
          eos_token: { __type: "AddedToken", content: "<|endoftext|>" },
        }),
      ),
    );
    const opened = await openLocalModel(choice(folder));
    expect(opened.specialIds).toEqual({ bos: 899, eos: 899 });
    await opened.release();
  });
});

describe("a description", () => {
  it("is given without loading", async () => {
    expect(await describeLocalModel(choice("story-chat"), { bundledFolder })).toEqual({
      source: "story-chat",
      name: "story-chat",
      kind: "causal",
      architecture: "Qwen3ForCausalLM",
      contextTokenCount: 1024,
      hasChatTemplate: true,
      variants: [{ dtype: "fp32", bytes: 6677572 }],
      device: "cpu",
      deviceNotes: [expect.stringContaining("small")],
    });
    expect(await describeLocalModel(choice(fixtureModel("tiny-gpt2")))).toMatchObject({
      name: "tiny-gpt2",
      architecture: "GPT2LMHeadModel",
      hasChatTemplate: false,
    });
  });
});
