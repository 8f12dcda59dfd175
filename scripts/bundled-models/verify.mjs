// Runs the exported model through transformers.js and compares it with what Python measured:
//   node scripts/bundled-models/verify.mjs MODEL_FOLDER DATA_FOLDER REPORT.json
import fs from "node:fs";
import path from "node:path";
import { env, pipeline } from "@huggingface/transformers";

const [folder, data, reportFile] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = `${path.dirname(path.resolve(folder))}/`;
const name = path.basename(path.resolve(folder));
const generate = await pipeline("text-generation", name, { dtype: "fp32", device: "cpu" });
const { tokenizer } = generate;
const problems = [];

const { showcase } = JSON.parse(fs.readFileSync(reportFile, "utf8"));
for (const shown of showcase) {
  const messages = [{ role: "user", content: shown.user }];
  if (shown.system) messages.unshift({ role: "system", content: shown.system });
  const [output] = await generate(shown.raw ? shown.user : messages, {
    max_new_tokens: 120,
    do_sample: false,
    return_full_text: !shown.raw,
  });
  const text = shown.raw ? output.generated_text : output.generated_text.at(-1).content;
  if (text !== shown.answer) problems.push(`${shown.user}\n  ${shown.answer}\n  ${text}`);
}

const lines = fs.readFileSync(path.join(data, "test.jsonl"), "utf8").trim().split("\n");
const texts = lines.slice(0, 500).map((line) => JSON.parse(line).user);
texts.push("Café naïve – 東京 is 30 °C", "I love 🍕", "  two  spaces\n\tand a tab\n");
for (const text of texts)
  if (tokenizer.decode(tokenizer.encode(text)) !== text) problems.push(`round trip: ${text}`);

const chat = tokenizer.apply_chat_template(
  [
    { role: "system", content: "S" },
    { role: "user", content: "U" },
  ],
  { tokenize: false, add_generation_prompt: true },
);
const frame =
  "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n";
if (chat !== frame) problems.push(`chat template: ${chat}`);

console.log(`${showcase.length} answers, ${texts.length} round trips: ${problems.length} differ`);
for (const problem of problems) console.log(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
