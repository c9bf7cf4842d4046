/** Tables as CSV (RFC 4180), safe to open in a spreadsheet. */

type Cell = string | number | boolean | null | undefined;

/** Lines of cells as one text. Numbers are written in full, whatever the page shows. */
export function csv(lines: readonly (readonly Cell[])[]): string {
  return `${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return Number.isNaN(value) ? "" : String(value);
  const text = harmless(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection). */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
}
