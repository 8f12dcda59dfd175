import fs from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { longPrompts } from "../../../../scripts/bundled-models/corpus/long-prompts.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

describe("long prompts", () => {
  it("are kept in the repository: a dozen or more of about 500 words in paragraphs, of several kinds", () => {
    const kept = fs.readFileSync(path.join(root, "media/evaluation/long-prompts.jsonl"), "utf8");
    expect(kept).toBe(longPrompts());
    const lines = kept
      .trim()
      .split("\n")
      .map((line): { prompt: string; kind: string } => JSON.parse(line));
    expect(lines.length).toBeGreaterThanOrEqual(12);
    expect(new Set(lines.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(6);
    for (const { prompt } of lines) {
      const wordCount = prompt.split(/\s+/).length;
      expect(wordCount).toBeGreaterThanOrEqual(480);
      expect(wordCount).toBeLessThanOrEqual(520);
      expect(prompt.split("\n\n").length).toBeGreaterThanOrEqual(10);
    }
  });
});
