/** Tables as text for documents: Markdown and LaTeX. The first line is the head. */

export function markdown(lines: readonly (readonly string[])[]): string {
  const [head = [], ...body] = lines;
  const row = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(" | ")} |`;
  const rule = `| ${head.map((_, i) => (i === 0 ? "---" : "---:")).join(" | ")} |`;
  return `${[row(head), rule, ...body.map(row)].join("\n")}\n`;
}

function markdownCell(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\s+/g, " ");
}

/** A `tabular` with the rules of the booktabs package. */
export function latex(lines: readonly (readonly string[])[]): string {
  const [head = [], ...body] = lines;
  const row = (cells: readonly string[]) => `${cells.map(latexCell).join(" & ")} \\\\`;
  const columns = `l${"r".repeat(Math.max(0, head.length - 1))}`;
  const inside = ["\\toprule", row(head), "\\midrule", ...body.map(row), "\\bottomrule"];
  return `\\begin{tabular}{${columns}}\n${inside.join("\n")}\n\\end{tabular}\n`;
}

const LATEX: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "[": "{[}", // at the beginning of a line it would belong to the line break before
  "\u2212": "$-$",
  "\u2013": "--",
};

function latexCell(text: string): string {
  return text.replace(/[\\~^[\u2212\u2013&%$#_{}]/g, (sign) => LATEX[sign] ?? `\\${sign}`).replace(/\s+/g, " ");
}
