import { describe, expect, it } from "vitest";
import type { Variant } from "#explain/scoring-model";
import { SharedPrefix } from "#model/shared-prefix";

const ids = Array.from({ length: 100 }, (_, at) => at);
/** The prompt with one token replaced, or from one on. */
const replaced = (from: number, to = from + 1): Variant => ({
  ids: ids.map((id, at) => (at >= from && at < to ? 1000 + from : id)),
});
const masked = (at: number): Variant => ({ ids, embeddingMask: ids.map((id) => +(id !== at)) });
const hidden = (at: number): Variant => ({ ids, attentionMask: ids.map((id) => +(id !== at)) });

/** For each batch the length of the prefix that it is given, and the prompts that are read. */
async function follow(batches: readonly (readonly Variant[])[]) {
  const prefix = new SharedPrefix();
  const read: Variant[] = [];
  const lengths: number[] = [];
  for (const batch of batches) {
    const covered = await prefix.cover(batch as [Variant, ...Variant[]], async (prompt) => {
      read.push(prompt);
      return {};
    });
    lengths.push(covered?.length ?? 0);
  }
  return { lengths, read };
}

const whole: Variant = { ids };

describe("a shared prefix", () => {
  it.each<[string, Variant[], number]>([
    ["many rows that differ late", [whole, replaced(60), replaced(50), replaced(70), whole], 50],
    ["a masked embedding", [whole, masked(60), masked(50), masked(70), whole], 50],
    ["a hidden token", [whole, hidden(60), hidden(50), hidden(70), whole], 50],
    ["rows that are the same up to their last token", [whole, whole, whole], 99],
    ["a shorter row that another begins with", [whole, whole, { ids: ids.slice(0, 90) }], 89],
    ["few tokens in common", [whole, replaced(10), replaced(20)], 0],
    ["a single row", [whole], 0],
    ["a first token that is hidden", [hidden(0), hidden(0), hidden(0), hidden(0)], 0],
  ])("of one batch, where it pays: %s", async (_, batch, length) => {
    const { lengths, read } = await follow([batch]);
    expect(lengths).toEqual([length]);
    expect(read).toEqual(length > 0 ? [batch[0]] : []);
  });

  it("is read once for feature ablation in batches of one", async () => {
    const batches = [whole, replaced(0, 100), ...ids.map((at) => replaced(at))].map((one) => [one]);
    const { lengths, read } = await follow(batches);
    expect(read).toEqual([whole]);
    const covered = lengths.reduce((sum, length) => sum + length, 0);
    // of 99 · 50 tokens that are shared with the prompt on the whole
    expect(covered).toBeGreaterThan(0.9 * 99 * 50);
    expect(lengths.slice(30)).toEqual(ids.slice(28));
  });

  it("serves the frame of a chat to all perturbations, and to the next prompt", async () => {
    const frame = 40;
    const batches = Array.from({ length: 12 }, (_, at) => [
      replaced(frame, frame + 1 + at),
      replaced(frame + at, 100),
    ]);
    const { lengths, read } = await follow(batches);
    expect(read).toHaveLength(1);
    expect(lengths.slice(4).every((length) => length >= frame)).toBe(true);
  });

  it("follows to another prompt, and knows the one before", async () => {
    const other: Variant = { ids: ids.map((id) => id + 500) };
    const { lengths, read } = await follow([
      [whole, whole, whole],
      [other, other, other],
      [whole, whole],
    ]);
    expect(lengths).toEqual([99, 99, 99]);
    expect(read).toEqual([whole, other]);
  });

  it("continues what small runs have left, as far as each set of masks begins alike", async () => {
    const prefix = new SharedPrefix();
    const maskedAt = (...at: number[]): Variant => ({
      ids,
      embeddingMask: ids.map((id) => +!at.includes(id)),
    });
    const lengthOf = async (...batch: [Variant, ...Variant[]]) =>
      (await prefix.cover(batch, async () => ({})))?.length ?? 0;
    prefix.keep([whole, maskedAt(10, 50)], [{}, {}]);
    expect(await lengthOf(maskedAt(10, 60))).toBe(50);
    expect(await lengthOf(maskedAt(30, 50))).toBe(30);
    expect(await lengthOf(maskedAt(10, 60), maskedAt(10, 40))).toBe(40);
    // 50, 40 and 2 of 100 tokens apart
    const rows = [maskedAt(10, 60), maskedAt(10, 40), maskedAt(2)] as const;
    expect(prefix.countTogether([rows[0], rows[1], rows[2]])).toBe(2);
    expect(prefix.countTogether([rows[2], rows[0]])).toBe(1);
  });

  it("gives up the oldest of many", async () => {
    const prefix = new SharedPrefix();
    for (let at = 0; at < 40; at++) prefix.keep([replaced(at, 100)], [{}]);
    const covered = async (from: number) =>
      (await prefix.cover([replaced(from, 100)], async () => ({})))?.length ?? 0;
    expect(await covered(39)).toBe(99);
    expect(await covered(10)).toBe(10);
  });
});
