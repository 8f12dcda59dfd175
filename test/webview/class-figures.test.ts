import { describe, expect, it } from "vitest";
import type { Verbalizer } from "#protocol/classes";
import {
  aroundMasks,
  classRows,
  readFrom,
  templateLabel,
  verbalizerLabel,
} from "../../webview/class-figures.ts";
import { classExplanation, classRun } from "./class-sample.ts";

describe("The Classes tab", () => {
  it("names verbalizer, words and template", () => {
    const { verbalizer } = classRun.classes!;
    expect(verbalizerLabel(verbalizer, 4)).toBe("manual verbalizer, 4 classes");
    expect(readFrom(verbalizer, "sea")).toBe("ocean, sea, ship");
    const many: Verbalizer = { kind: "kpt", labels: { a: ["1", "2", "3", "4"], b: ["5"] } };
    expect(readFrom(many, "a")).toBe("1, 2, 3, …");
    const examples = [{ text: "x", label: "a" }];
    expect(readFrom({ kind: "prototypical", examples }, "a")).toBe("1 example");
    expect(templateLabel(classRun.classes!)).toBe("[Topic: <mask>] …");
    expect(templateLabel({})).toBe("text alone");
  });

  it("has a mask as a piece of its own", () => {
    expect(aroundMasks("It was <mask>. ")).toEqual(["It was ", "<mask>", ". "]);
    expect(aroundMasks("nothing")).toEqual(["nothing"]);
  });

  it("has a row a word and a cell a class, shaded against chance, and a difference where one is shown", () => {
    const rows = classRows(classExplanation, {});
    expect(rows).toHaveLength(11);
    expect(rows[6]).toMatchObject({ name: "doctor", cells: [{ figure: "0.90" }, {}, {}, {}] });
    expect(rows[6]!.cells.map(({ shade }) => shade.pole)).toEqual([
      "support",
      "oppose",
      "oppose",
      "oppose",
    ]);
    expect(rows[1]!.cells.every(({ shade }) => shade.step === 0)).toBe(true);
    expect(rows[6]!.difference).toBeUndefined();
    const [difference] = classRows(classExplanation, { shown: 1, versus: 0 }).slice(6);
    expect(difference!.difference).toMatchObject({ figure: "−2.89", shade: { pole: "oppose" } });
  });
});
