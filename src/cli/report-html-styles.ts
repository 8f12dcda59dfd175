/** The inks of design/palette.md for a page on light and on dark, step 1 to 9. */
const themes = {
  light: {
    support: [
      "#00bafa08",
      "#00bafa11",
      "#00bafa1a",
      "#00bafa25",
      "#00bafa32",
      "#00bafa41",
      "#00bafa52",
      "#00bafa65",
      "#00bafa7b",
    ],
    oppose: [
      "#fd740009",
      "#fd740012",
      "#fd74001c",
      "#fd740026",
      "#fd740032",
      "#fd74003e",
      "#fd74004b",
      "#fd740059",
      "#fd740067",
    ],
    supportLine: "#0077a6",
    opposeLine: "#b35900",
    background: "#ffffff",
    foreground: "#3b3b3b",
  },
  dark: {
    support: [
      "#004a950b",
      "#004a9519",
      "#004a9528",
      "#004a953b",
      "#004a9550",
      "#004a9568",
      "#004a9587",
      "#004a95aa",
      "#004a95cf",
    ],
    oppose: [
      "#b9590009",
      "#b9590012",
      "#b959001c",
      "#b9590026",
      "#b9590032",
      "#b959003f",
      "#b959004e",
      "#b959005d",
      "#b959006e",
    ],
    supportLine: "#4daafc",
    opposeLine: "#e8912d",
    background: "#1f1f1f",
    foreground: "#cccccc",
  },
};

/** Sign shows by more than colour: a line under each shaded word, dashed where it opposes. */
function themeStyles({
  support,
  oppose,
  supportLine,
  opposeLine,
  background,
  foreground,
}: (typeof themes)["light"]): string {
  const inks = (pole: string, colors: readonly string[], line: string, style: string) =>
    colors.map((color, index) => {
      const width = 1 + Math.floor(index / 3);
      return `.${pole}.s${index + 1}{background:${color};border-bottom:${width}px ${style} ${line}}`;
    });
  return [
    `body{background:${background};color:${foreground}}`,
    ...inks("support", support, supportLine, "solid"),
    ...inks("oppose", oppose, opposeLine, "dashed"),
    `.support-bar{fill:${supportLine}}.oppose-bar{fill:${opposeLine}}.zero{fill:${foreground}}`,
  ].join("\n");
}

/** The styles of the HTML report: the shapes, then the colours for light and for dark. */
export const htmlStyles = `
body{font:14px/1.5 system-ui,sans-serif;margin:0;font-variant-numeric:tabular-nums}
main{max-width:44rem;margin:0 auto;padding:16px}
h1,h2{font-size:14px;margin:24px 0 4px}
p{margin:4px 0 12px;max-width:68ch}
.text{font:14px/1.9 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.quiet{opacity:.75;font-size:12px}
mark{background:none;color:inherit}
table{border-collapse:collapse}
th{text-align:left;font-weight:400;font-size:12px;border-bottom:1px solid}
th,td{padding:2px 16px 2px 0;vertical-align:middle}
.number{text-align:right;white-space:nowrap}
.word{font-family:ui-monospace,Consolas,monospace;overflow-wrap:anywhere;max-width:20rem}
svg{display:block}
.scroller{overflow-x:auto;margin:4px 0 12px}
.method{margin:12px 0 0}
.legend{font-size:12px;margin-top:16px}
.legend span{display:inline-flex;vertical-align:middle}
.legend i{width:12px;height:12px}
${themeStyles(themes.light)}
@media (prefers-color-scheme: dark){
${themeStyles(themes.dark)}
}
@media (max-width:560px){td:has(svg){display:none}th:empty{display:none}}
`;
