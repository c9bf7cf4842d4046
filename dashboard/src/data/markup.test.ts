import { describe, expect, it } from "vitest";
import { latex, markdown } from "./markup";

const lines = [
  ["", "#16", "#3"],
  ["val_loss", "0.0367", "\u22121.2"],
  ["a|b & 5 %", "~x^2", "\u2013"],
];

describe("a table in a document", () => {
  it("is Markdown in which names stay as they are", () => {
    expect(markdown(lines).split("\n")).toEqual([
      "|  | #16 | #3 |",
      "| --- | ---: | ---: |",
      "| val\\_loss | 0.0367 | \u22121.2 |",
      "| a\\|b & 5 % | ~x^2 | \u2013 |",
      "",
    ]);
  });

  it("is LaTeX that compiles whatever people call things", () => {
    expect(latex(lines).split("\n")).toEqual([
      "\\begin{tabular}{lrr}",
      "\\toprule",
      " & \\#16 & \\#3 \\\\",
      "\\midrule",
      "val\\_loss & 0.0367 & $-$1.2 \\\\",
      "a|b \\& 5 \\% & \\textasciitilde{}x\\textasciicircum{}2 & -- \\\\",
      "\\bottomrule",
      "\\end{tabular}",
      "",
    ]);
  });

  it("keeps a cell on its line", () => {
    expect(markdown([["a\nb"]])).toContain("| a b |");
    expect(latex([["[a]\r\nb"]])).toContain("{[}a] b \\\\");
  });
});
