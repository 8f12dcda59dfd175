import { describe, expect, it } from "vitest";
import { fileFeatures } from "#editor/file-features";
import type { Subject } from "#editor/selection";
import type { PromptSettings } from "#text/front-matter";
import { textAt } from "#text/mapped-text";

const text = "Rate it:\n\ngood -> +\nbad ->";
const template = { template: text, values: {}, baselines: {} };

function subject(fileSettings: PromptSettings, more: Partial<Subject> = {}): Subject {
  return { mapped: textAt(text, 0, text.length), fileSettings, ...more } as Subject;
}

describe("the features that a file asks for", () => {
  it("are the user's own where it says nothing", () => {
    expect(fileFeatures(subject({}), "word")).toEqual({ granularity: "word" });
    expect(fileFeatures(subject({ granularity: "none" }), "word").granularity).toBe("word");
  });

  it("are slots where the prompt is a template, unless another granularity is named or chosen", () => {
    const slots = subject({}, { template });
    expect(fileFeatures(slots, "word")).toEqual({ granularity: "slot", template });
    expect(fileFeatures(slots, "word", "line").granularity).toBe("line");
    const named = subject({ granularity: "sentence" }, { template });
    expect(fileFeatures(named, "word").granularity).toBe("sentence");
  });

  it("leave out what is kept, with the white space after it", () => {
    const keep = ["Rate it:", "bad ->", "nowhere"];
    expect(fileFeatures(subject({ granularity: "example", keep }), "word")).toEqual({
      granularity: "example",
      keep: [
        { start: 0, end: 10 },
        { start: 20, end: 26 },
      ],
    });
  });
});
