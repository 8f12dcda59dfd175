import { describe, expect, it } from "vitest";
import type { Explanation } from "#protocol/explanation";

/** The package as another program imports it, after a build. */
async function promptlight(): Promise<typeof import("#cli/library")> {
  const name: string = "promptlight";
  return import(name);
}

describe("the library", () => {
  it("yields whole explanations so far, the last one final", async () => {
    const { explain } = await promptlight();
    const seen: Explanation[] = [];
    const prompt = "Write a story about a doctor and his patient.";
    for await (const explanation of explain({ prompt })) seen.push(explanation);
    const last = seen.at(-1)!;
    expect(last.partial).toBe(false);
    expect(last.evaluations).toBe(last.features.length + 1);
    expect(last.seqAttribution).toHaveLength(last.features.length);
    for (const { text, start, end } of last.features) expect(prompt.slice(start, end)).toBe(text);
  });

  it("throws failures that say what to do", async () => {
    const { explain, ExplainError } = await promptlight();
    const run = async () => {
      for await (const _ of explain({ prompt: " " })) expect.fail();
    };
    const error = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExplainError);
    expect(error).toMatchObject({ failure: { kind: "empty-prompt" } });
  });
});
