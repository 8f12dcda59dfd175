import { explain, quickSettings } from "./product.ts";
import { describeWorkbench } from "./suite.ts";

const windows = "Write a story about a doctor.\r\nThe patient\tis very sad.\r\nNothing more.\r\n";
const marks = "Tell a story of the 👩‍⚕️ doctor 👨‍👩‍👧 and her cafe\u0301 cat 🇫🇷 Ä o\u0308 dog.\n";
const hebrew = "Write a story about שלום doctor וחולה today.\n";

describeWorkbench(
  "Exact characters",
  {
    files: { "windows.txt": windows, "marks.txt": marks, "hebrew.txt": hebrew },
    settings: { ...quickSettings, "editor.unicodeHighlight.ambiguousCharacters": false },
  },
  (test) => {
    test("are shaded across CRLF lines, tabs and from the middle of a word", async (open) => {
      const workbench = await open({ openFile: "windows.txt" });
      await workbench.selectText(1, 19, 2, 24);
      const text = "t a doctor.\r\nThe patient\tis very sad";
      // The tab stops after one column here.
      await explain(workbench, text, { shown: (part) => part.replace("\t", " ") });
    });

    test("are shaded with joined emoji and combining marks", async (open) => {
      const workbench = await open({ openFile: "marks.txt" });
      await workbench.focusEditor();
      await explain(workbench, marks.trim());
      await workbench.screenshot("marks");
    });

    test("are shaded in text from right to left", async (open) => {
      const workbench = await open({ openFile: "hebrew.txt" });
      await workbench.focusEditor();
      await explain(workbench, hebrew.trim());
      await workbench.screenshot("hebrew");
    });
  },
);
