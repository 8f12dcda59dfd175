// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the documents are code in quotes.
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mapSpan } from "#text/mapped-text";
import { enclosingStringLiteral } from "#text/string-literal";

/** `marked` is a document with `‸` where the cursor stands. */
function literalIn(languageId: string, marked: string) {
  const offset = marked.indexOf("‸");
  const document = marked.replace("‸", "");
  return { document, mapped: enclosingStringLiteral(document, offset, languageId) };
}

/** Also checks that the places of the text run forward, without overlap, inside the document. */
function checkLiteral(languageId: string, marked: string, expected: string | undefined) {
  const { document, mapped } = literalIn(languageId, marked);
  expect(mapped?.text).toBe(expected);
  if (!mapped) return;
  let last = mapSpan(mapped, { start: 0, end: 0 });
  for (let offset = 0; offset < mapped.text.length; offset++) {
    const span = mapSpan(mapped, { start: offset, end: offset + 1 });
    const isSameEscape = span.start === last.start && span.end === last.end;
    expect(isSameEscape || span.start >= last.end).toBe(true);
    last = span;
  }
  expect(last.end).toBeLessThanOrEqual(document.length);
}

type Row = [languageId: string, marked: string, expected: string | undefined];

describe("which literal", () => {
  it.each<Row>([
    ["python", "ask('Write‸ a story')", "Write a story"],
    ["python", "ask(‸'Write')", "Write"],
    ["python", "ask('Write'‸)", "Write"],
    ["python", "ask('‸Write')", "Write"],
    ["python", "as‸k('Write')", undefined],
    ["python", "ask('Write' )‸", undefined],
    ["python", "ask(‸rb'Write')", "Write"],
    ["python", "a = 'x', ‸ 'y'", undefined],
    ["python", "# don't\nask('Wri‸te') # can't", "Write"],
    ["python", "# don'‸t", undefined],
    ["python", "a = 'it\nb = 'Wri‸te'", "Write"],
    ["python", "a = 'un‸ended\nb = 1", "unended"],
    ["python", 'a = """un‸ended\nb = 1', undefined],
    ["python", "buf'a‸'", "a"],
    ["python", "''‸", ""],
    ["javascript", "// don't\nask('Wri‸te')", "Write"],
    ["javascript", "/* don't\n */ ask('Wri‸te')", "Write"],
    ["javascript", "/* don't", undefined],
    ["javascript", "x = /['\"`]/.test(y); ask('Wri‸te')", "Write"],
    ["javascript", "x = a / b; y = 'Wri‸te' / c", "Write"],
    ["javascript", "return /[/'\"]\\/'/g, `Wri‸te`", "Write"],
    ["javascript", "x = /'/‸", undefined],
    ["javascript", "x = a++ / 2; y = 'Wri‸te'; z = 1 / 2", "Write"],
    ["typescript", "const f = <T>(a: T) => 'Wri‸te'; // don't </T>", "Write"],
    ["typescriptreact", "const f = <T,>(a: T) => 'Wri‸te';", "Write"],
    ["typescriptreact", "const f = <T extends 'a'>(a: T) => 'Wri‸te';", "Write"],
    ["typescriptreact", "type F = <T>(a: T) => 'Wri‸te';", "Write"],
    ["javascriptreact", "return <p>Don't</p>; ask('Wri‸te')", "Write"],
    ["javascriptreact", "return <p>Don'‸t</p>;", undefined],
    ["javascriptreact", "<p>Don't `\n<b a='x'/>can't</p>; ask('Wri‸te')", "Write"],
    ["javascriptreact", "x = <>Don't {f('Wri‸te')} can't</>;", "Write"],
    ["javascriptreact", "x = <a.b title=\"Don't\n g‸o\" /> / 'x'", "Don't\n go"],
    ["javascriptreact", "x = <a href={`b${'Wri‸te'}`}>http://don't</a>", "Write"],
    ["javascriptreact", "x = a < b; y = 'Wri‸te'; z = c > d", "Write"],
    ["javascript", "f(`a ${g(`b‸ ${c}`)} d`)", "b ${c}"],
    ["javascript", "f(`a ${g(`b ${c}`)} d‸`)", "a ${g(`b ${c}`)} d"],
    ["javascript", "f(`a ${g({x: '}'})‸} d`)", "a ${g({x: '}'})} d"],
    ["javascript", "f(`a ${/* } */ b} d‸`)", "a ${/* } */ b} d"],
    ["javascript", "f(`a ${‸", undefined],
    ["javascript", "f(`a\n'b‸'", undefined],
    ["json", '{"key": "Wri‸te", "b": 1}', "Write"],
    ["json", '{"k‸ey": "Write"}', "key"],
    ["jsonc", '{ // don\'t "\n"key": "Wri‸te" }', "Write"],
    ["markdown", "Don't say 'he‸llo'", undefined],
    ["kotlin", '// don\'t\nask("Wri‸te")', "Write"],
  ])("%s: %j", checkLiteral);
});

describe("what it says", () => {
  it.each<Row>([
    ["python", "'‸a\\tb\\x41\\u00e9\\U0001F600\\101\\'\\\\'", "a\tbA\u00e9😀A'\\"],
    ["python", "'‸\\d \\N{BULLET} \\u12'", "\\d \\N{BULLET} \\u12"],
    ["python", "'‸a\\\nb\\\r\nc'", "abc"],
    ["python", "r'‸a\\n\\'b'", "a\\n\\'b"],
    ["python", "b'‸\\x41\\u0041'", "A\\u0041"],
    ["python", "Rb'‸\\x41'", "\\x41"],
    ["python", "u'‸\\x41'", "A"],
    ["python", '"""‸a "b" \'c\'\r\n  d"""', "a \"b\" 'c'\n  d"],
    ["python", "'''‸a\n\"\"\"\nb'''", 'a\n"""\nb'],
    ["python", "f'‸a {b} {{c}} {{{d}}}'", "a {b} {c} {{d}}"],
    ["python", 'f"‸a {d["k\\n"]!r:>{w}} b\\n"', 'a {d["k\\n"]!r:>{w}} b\n'],
    ["python", 'f"a {d["‸k"]} b"', "k"],
    ["python", 'f"‸{n:#x} b"', "{n:#x} b"],
    ["python", "fR'‸a {b} {{c}}\\n'", "a {b} {c}\\n"],
    ["python", 'F"""‸a {b}\n{{"x": "y"}} {don\'t}"""', 'a {b}\n{"x": "y"} {don\'t}'],
    ["python", 'f"""a {b"""\nask("Wri‸te")', "Write"],
    ["python", 'f"a {b‸\nask("Write")', "a {b"],
    ["javascript", "'‸a\\tb\\x41\\u00e9\\u{1F600}\\uD83D\\uDE00\\0\\q\\''", "a\tbA\u00e9😀😀\0q'"],
    ["javascript", "'‸a\\\nb\\\r\nc'", "abc"],
    ["javascript", "'‸\\X41 \\xZ'", "X41 xZ"],
    ["typescript", "`‸a\r\n\\`${ b + '\\n' }\\n$5 {}`", "a\n`${ b + '\\n' }\n$5 {}"],
    ["json", '"‸a\\"\\/\\u00e9\\n\\ud83d\\ude00\\q"', 'a"/\u00e9\n😀\\q'],
    ["java", 'f(\'"\', "‸a\\u0041\\t")', "aA\t"],
    ["java", 'f("""\r\n    ‸a  \r\n      "b"\\\r\n    c\r\n    """)', 'a\n  "b"c\n'],
    ["csharp", '#region don\'t\nf(@"‸a\\n""b""\n c")', 'a\\n"b"\n c'],
    ["csharp", 'f($"‸a {b["c"]} {{d}}\\n")', 'a {b["c"]} {d}\n'],
    ["csharp", 'f($@"‸a\\n {b} {{d}}")', "a\\n {b} {d}"],
    ["csharp", 'f("""‸a "b" \\n""")', 'a "b" \\n'],
    ["csharp", 'f("""\n    ‸a\n      "b"\n\n    c\n    """)', 'a\n  "b"\n\nc'],
    ["csharp", 'f($$"""\n  ‸{a} {{b["c"]}}\n  """)', '{a} {{b["c"]}}'],
    ["go", "f('\"', `‸a\\n\r\n\"b`)", 'a\\n\n"b'],
    ["go", 'f("‸a\\n\\x41")', "a\nA"],
    ["rust", "fn f<'a>(x: &'a str) { g('\"', \"‸a\\\n   b\\u{41}\") }", "abA"],
    ["rust", 'f(r#"‸a "b" \\n"#)', 'a "b" \\n'],
    ["php", "<p>don't</p><?php f('‸a\\n\\'b\nc'); ?> can't", "a\\n'b\nc"],
    ["php", '<?php f("‸a\\n$b \\$c");', "a\n$b $c"],
    ["php", "<?php f(<<<EOT\n    ‸don't\n      b\\n\n    EOT);", "don't\n  b\n"],
    ["ruby", "f '‸a\\n\\'b'", "a\\n'b"],
    ["ruby", '# don\'t\nf "‸a #{b["c"]}\\n"', 'a #{b["c"]}\n'],
    ["ruby", "f(<<~EOS)\n    ‸don't #{x}\n      b\n  EOS\n", "don't #{x}\n  b\n"],
    ["lua", "f('‸a\\n')", "a\n"],
  ])("%s: %j", checkLiteral);
});

/** Each literal of a language that the random test writes: what encodes a character, and the quotes. */
const encoders: [string, string, string, ((code: string) => string)[]][] = [
  ["python", 'f"""', '"""', [(c) => hex(c, "U", 8), (c) => c.replace(/[{}]/, "$&$&")]],
  ["python", "'", "'", [(c) => hex(c, "U", 8), (c) => c]],
  ["javascript", "`", "`", [(c) => `\\u{${c.codePointAt(0)!.toString(16)}}`, (c) => c]],
  [
    "json",
    '"',
    '"',
    [(c) => [...Array(c.length)].map((_, i) => hex4(c.charCodeAt(i))).join(""), (c) => c],
  ],
  ["yaml", '"', '"', [(c) => hex(c, "U", 8), (c) => c]],
  ["go", '"', '"', [(c) => hex(c, "U", 8), (c) => c]],
  ["csharp", '@"', '"', [(c) => (c === '"' ? '""' : c)]],
  ["rust", '"', '"', [(c) => `\\u{${c.codePointAt(0)!.toString(16)}}`, (c) => c]],
];

function hex(character: string, letter: string, digits: number): string {
  return `\\${letter}${character.codePointAt(0)!.toString(16).padStart(digits, "0")}`;
}
function hex4(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

describe("every character goes back to what encodes it", () => {
  it.each(encoders)("%s %s", (languageId, opening, closing, forms) => {
    let state = 12345;
    const random = (below: number) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % below;
    };
    for (let run = 0; run < 200; run++) {
      const characters = Array.from({ length: random(12) }, () => [...'ab{}é😀𝄞"9 x'][random(11)]!);
      const encoded = characters.map((character) => {
        const isSpecial = /["{} ]/.test(character) && !opening.startsWith("@");
        const form = isSpecial ? forms[0]! : forms[random(forms.length)]!;
        return form(character);
      });
      const prefix = languageId === "yaml" ? "k: " : "x = ";
      const document = `${prefix}${opening}${encoded.join("")}${closing}\n`;
      const bodyStart = prefix.length + opening.length;
      const mapped = enclosingStringLiteral(document, bodyStart, languageId)!;
      expect(mapped.text, document).toBe(characters.join(""));
      let at = 0;
      let place = bodyStart;
      characters.forEach((character, index) => {
        const end = place + encoded[index]!.length;
        const span = mapSpan(mapped, { start: at, end: at + character.length });
        expect(span, document).toEqual({ start: place, end });
        at += character.length;
        place = end;
      });
    }
  });
});

describe("yaml reads as the library does", () => {
  it.each([
    "a: ‸plain text",
    "a: ‸plain\n  text\n\n  more   \n  end\nb: 1",
    "a: '‸it''s\n   folded\n\n\n  twice'",
    'a: "‸x\\t\\x41\\u00e9\\U0001F600 \\\n    joined \n   folded\\ \n\n   b\\_"',
    "a: |\n  ‸one\n    two\n\n  three\n\nb: 1",
    "a: |-\n  one‸\n  two\n\n\n",
    "a: |+ # why\n  one‸\n  two\n\n\nb: 2",
    "a: |2\n    on‸e\n  two\n",
    "a: >\n  one‸\n  two\n\n  three\n    more\n    code\n\n  four\n\n\n  five\nb: 1",
    "a: >-\r\n  one‸\r\n  two\r\n\r\n  three\r\nb: 1",
    "a: ‸|\n\n  one 🍕\n  two",
    "a: >+\n\n\n  on‸e\n\n   two\n\n\n",
    "a: {b: ['x', \"‸y\\n\"]}",
    "a:\n- b:\n    - |\n      deep‸\n       er\n",
    "%YAML 1.2\n---\na: ‸x # don't\n",
    "a: |\n  one‸\n  \n     \nb: 1",
    "a: &x !!str ‸text\nb: *x",
    "a: ‸don't # can't\nb: 'x'",
  ])("%j", (marked) => {
    let value: unknown = parse(marked.replace("‸", ""));
    while (typeof value === "object" && value !== null)
      value = Array.isArray(value)
        ? value.at(-1)
        : (value as Record<string, unknown>)[Object.keys(value)[0]!];
    checkLiteral("yaml", marked, String(value));
  });

  it.each<Row>([
    ["yaml", "pro‸mpt: x", undefined],
    ["yaml", "'pro‸mpt': x", "prompt"],
    ["yaml", "a: x # don'‸t", undefined],
    ["yaml", "a: |\n  one\n‸b: 1", undefined],
    ["yaml", "a: 'x'\n---\nb: 'y‸'", "y"],
    ["yaml", "a: [‸", undefined],
    ["yaml", "a: 'open‸", "open"],
  ])("%s: %j", checkLiteral);

  it("maps folded and stripped text to its words", () => {
    const { document, mapped } = literalIn("yaml", "a: >\r\n    one‸\r\n    two\r\n");
    expect(mapped?.text).toBe("one two\n");
    const pieces = [...mapped!.text].map((_, at) => {
      const span = mapSpan(mapped!, { start: at, end: at + 1 });
      return document.slice(span.start, span.end);
    });
    expect(pieces).toEqual([..."one", "\r\n", ..."two", "\r\n"]);
  });
});

describe("takes time in proportion to the document", () => {
  const size = 1_000_000;
  const fill = (piece: string) => piece.repeat(Math.ceil(size / piece.length));
  it.each<[string, string, string]>([
    ["python", "lines", fill("x = f'a {b} c' # don't\n")],
    ["python", "one line", fill("f'a {b} c' ")],
    ["python", "nesting", fill('f"{')],
    ["python", "apostrophes", fill("'\n")],
    ["python", "one literal", `"""${fill("a\\n {b} ")}"""`],
    ["javascript", "nesting", fill("`${")],
    ["javascript", "slashes", fill("=/[")],
    ["javascript", "backslashes", `'${fill("\\n")}'`],
    ["typescriptreact", "elements", fill("<p a='b'>don't {x} ")],
    ["typescriptreact", "closing tags", fill("<p></")],
    ["json", "rows", `[${fill('{"a": "b\\n c", "d": [1]},\n')}"x"]`],
    ["java", "white space", `"""\n${fill(" ")}"""`],
    ["csharp", "quotes", fill('$@"a""{b}" ')],
    ["rust", "comments", fill("/* ' \" ")],
    ["yaml", "rows", fill("- a: 'b'\n  c: |\n    d\n")],
    ["yaml", "one scalar", `a: |\n${fill("  words of a text\n")}`],
    ["yaml", "white space", `a: "${fill(" ")}"`],
  ])("%s: %s", (languageId, _, document) => {
    // Time of the processor, so that a busy machine fails nothing; a square of the size takes minutes.
    const before = process.cpuUsage();
    enclosingStringLiteral(document, document.length - 5, languageId);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(10_000);
  });
});
