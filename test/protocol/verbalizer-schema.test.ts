import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classPresetIds, classPresets } from "#protocol/class-presets";
import { refinements } from "#protocol/classes";
import { classMethodIds } from "#protocol/methods";
import { parseClasses } from "#protocol/parse-classes";

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const manifest = read("../../package.json");
const { properties } = read("../../media/schemas/verbalizer.schema.json");

describe("The schema of *.verbalizer.json", () => {
  it("is contributed", () => {
    expect(manifest.contributes.jsonValidation).toEqual([
      { fileMatch: "*.verbalizer.json", url: "./media/schemas/verbalizer.schema.json" },
    ]);
  });

  it("offers what the parser takes", () => {
    expect(properties.preset.enum).toEqual(classPresetIds);
    expect(properties.refine.items.enum).toEqual(refinements);
    const [, number] = properties.template.anyOf;
    for (const id of classPresetIds)
      expect(classPresets[id].templates).toHaveLength(number.maximum);
    for (const template of properties.template.examples)
      expect(template).toMatch(new RegExp(properties.template.anyOf[0].pattern));
    const labels = { a: ["x"], b: ["y"] };
    const examples = [
      { text: "x", label: "a" },
      { text: "y", label: "b" },
    ];
    for (const kind of properties.kind.enum) {
      const own = kind === "soft" ? { a: [1], b: [2] } : labels;
      expect(parseClasses({ kind, labels: own, examples }, "x").verbalizer.kind).toBe(kind);
    }
  });
});

describe("The settings of classes", () => {
  it("offer every method that explains one", () => {
    const { enum: ids } = manifest.contributes.configuration.properties["promptlight.classMethod"];
    expect(ids).toEqual(classMethodIds);
  });
});
