import { describe, expect, it } from "vitest";
import {
  addMark,
  type Mark,
  markedFeatures,
  markedRequest,
  marksSentence,
  moveMarks,
} from "#editor/marks";
import type { ExplainRequest } from "#protocol/request";
import { textAt } from "#text/mapped-text";

const span = (start: number, end: number) => ({ start, end });
const fixed = (...spans: Mark["spans"]): Mark => ({ kind: "fixed", spans });
const group = (...spans: Mark["spans"]): Mark => ({ kind: "group", spans });

/** The prompt starts at 5. */
const document = "see: Write a story about a doctor and his patient.";
const marks = [fixed(span(5, 10)), group(span(27, 33), span(42, 49))];

describe("marks", () => {
  it("take over what they touch of earlier ones", () => {
    expect(addMark(marks, fixed(span(30, 40)))).toEqual([
      fixed(span(5, 10)),
      group(span(42, 49)),
      fixed(span(30, 40)),
    ]);
    expect(addMark([fixed(span(5, 10))], group(span(5, 10)))).toEqual([group(span(5, 10))]);
  });

  it.each([
    ["text typed before it moves it", span(0, 0), 4, [span(9, 14)]],
    ["text typed right before it stays outside", span(5, 5), 2, [span(7, 12)]],
    ["text typed right after it stays outside", span(10, 10), 2, [span(5, 10)]],
    ["text typed inside belongs to it", span(7, 7), 2, [span(5, 12)]],
    ["text deleted inside is gone", span(6, 8), 0, [span(5, 8)]],
    ["an edit across its start cuts it", span(3, 7), 1, [span(4, 7)]],
    ["an edit across its end cuts it", span(8, 14), 9, [span(5, 8)]],
    ["an edit behind it leaves it", span(20, 22), 0, [span(5, 10)]],
    ["deleting it all removes it", span(5, 10), 0, []],
  ])("%s", (_, change, insertedLength, wanted) => {
    const moved = moveMarks([fixed(span(5, 10))], [{ ...change, insertedLength }]);
    expect(moved.flatMap((mark) => mark.spans)).toEqual(wanted);
  });

  it("follow edits of several cursors at one time", () => {
    const changes = [span(0, 0), span(30, 30)].map((at) => ({ ...at, insertedLength: 1 }));
    expect(moveMarks(marks, changes)).toEqual([
      fixed(span(6, 11)),
      group(span(28, 35), span(44, 51)),
    ]);
  });

  it("are given to the worker in code units of the explained text, those outside left out", () => {
    expect(markedFeatures(marks, textAt(document, 5, document.length))).toEqual({
      keep: [span(0, 5)],
      marks: [[span(22, 28), span(37, 44)]],
    });
    expect(markedFeatures(marks, textAt(document, 11, 26))).toEqual({});
  });

  it("of slots make a baseline of texts, in which the slots' own stand at their places", () => {
    const slot: Mark = { kind: "slot", spans: [span(27, 33)], texts: ["nurse", "lawyer"] };
    const mapped = textAt(document, 5, document.length);
    const zero = { baseline: { kind: "zero" }, features: { granularity: "word" } };
    const asked = (marks: readonly Mark[], change: object = {}) =>
      markedRequest({ ...zero, ...change } as ExplainRequest, marks, mapped);
    const places = [{ span: span(22, 28), texts: ["nurse", "lawyer"] }];
    expect(asked([slot])).toEqual({
      baseline: { kind: "text", text: "", places },
      features: { granularity: "word", marks: [[span(22, 28)]] },
    });
    const baseline = { kind: "text", text: "someone" };
    expect(asked([slot], { baseline }).baseline).toEqual({ ...baseline, places });
    expect(asked([fixed(span(5, 10))], { features: { keep: [span(40, 41)] } })).toEqual({
      baseline: zero.baseline,
      features: { keep: [span(40, 41), span(0, 5)] },
    });
    expect(marksSentence([slot], document)).toBe("1 mark: doctor becomes nurse or lawyer");
  });

  it("are named in a sentence", () => {
    expect(marksSentence(marks, document)).toBe("2 marks: Write fixed, doctor and patient grouped");
  });
});
