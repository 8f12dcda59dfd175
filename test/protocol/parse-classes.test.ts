import { describe, expect, it } from "vitest";
import { classPresetIds, classPresets } from "#protocol/class-presets";
import { parseClasses } from "#protocol/parse-classes";

const labels = { good: ["great"], bad: ["awful"] };
const template = "It was <mask>. {text}";

describe("Classes in JSON", () => {
  it.each<[string, unknown, object]>([
    ["a verbalizer", { labels }, { verbalizer: { kind: "manual", labels } }],
    [
      "with its template",
      { kind: "manual", template, labels },
      { template, verbalizer: { kind: "manual", labels } },
    ],
    ["a preset's name", "imdb", { template, verbalizer: { labels: classPresets.imdb.labels } }],
    ["a preset", { preset: "imdb" }, { template }],
    [
      "in its second template",
      { preset: "imdb", template: 2 },
      { template: "Just <mask>! {text}" },
    ],
    ["in another", { preset: "imdb", template: "<mask> {text}" }, { template: "<mask> {text}" }],
  ])("%s", (_, json, expected) => {
    expect(parseClasses(json, "x.json")).toMatchObject(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ["no object", 7, /^x.json: a verbalizer is a JSON object/],
    ["no such preset", "imbd", /there is no preset imbd/],
    ["no such template", { preset: "imdb", template: 9 }, /imdb has no template 9/],
    ["a number without a preset", { labels, template: 1 }, /only a preset has a template 1/],
    ["an empty template", { labels, template: " " }, /"template" is no text/],
    ["a class without words", { labels: { a: [], b: ["b"] } }, /the class a has no words/],
    ["an empty word", { labels: { a: [" "], b: ["b"] } }, /the class a has an empty word/],
    ["one class", { labels: { a: ["a"] } }, /fewer than two classes/],
    ["another kind", { kind: "best", labels }, /no verbalizer of kind best/],
  ])("%s: refused", (_, json, problem) => {
    expect(() => parseClasses(json, "x.json")).toThrow(problem);
  });
});

describe("The presets", () => {
  it.each(classPresetIds)("%s has four templates with one <mask> and one {text}", (id) => {
    const { templates } = classPresets[id];
    expect(new Set(templates).size).toBe(4);
    for (const own of templates)
      expect([own.split("<mask>").length, own.split("{text}").length]).toEqual([2, 2]);
  });

  it("have the classes of the paper's datasets, each with words of its own", () => {
    const counts = classPresetIds.map((id) => Object.keys(classPresets[id].labels).length);
    expect(counts).toEqual([4, 14, 10, 2]);
    for (const id of classPresetIds) {
      const words = Object.values<readonly string[]>(classPresets[id].labels);
      for (const own of words) expect(own.length).toBeGreaterThanOrEqual(5);
      expect(new Set(words.flat()).size).toBe(words.flat().length);
    }
  });
});
