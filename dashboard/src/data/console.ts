/**
 * A console as lines. Text arrives in pieces that may end anywhere; colours of terminals are kept as classes, and every
 * other code of a terminal is dropped, so that nothing of a log is ever taken for more than text.
 */

/** A stretch of a line in one style; `style` is a list of class names, empty for plain text. */
export interface Span {
  text: string;
  style: string;
}

/** Lines beyond it are forgotten from the top: nobody scrolls through more, and the file can be downloaded. */
export const MOST_LINES = 200_000;
const LONGEST_LINE = 10_000;

export class ConsoleLines {
  /** Whole lines, and the unfinished last one; raw, with their colours. */
  readonly lines: string[] = [];
  /** How many lines were forgotten at the top. */
  forgotten = 0;
  private open = false;

  /** Takes in what was written next. */
  append(text: string): void {
    const pieces = text.split("\n");
    pieces.forEach((piece, i) => {
      if (i === 0 && this.open) this.lines[this.lines.length - 1] = overwritten(`${this.lines.at(-1)}${piece}`);
      else if (i < pieces.length - 1 || piece !== "") this.lines.push(overwritten(piece));
    });
    this.open = pieces.at(-1) !== "";
    this.forget();
  }

  clear(): void {
    this.lines.length = 0;
    this.forgotten = 0;
    this.open = false;
  }

  /** The places of lines that contain `words`, whatever the case. */
  find(words: string): number[] {
    const wanted = words.toLowerCase();
    if (!wanted) return [];
    return this.lines.flatMap((line, i) => (plain(line).toLowerCase().includes(wanted) ? [i] : []));
  }

  private forget(): void {
    const surplus = this.lines.length - MOST_LINES;
    if (surplus <= 0) return;
    this.lines.splice(0, surplus);
    this.forgotten += surplus;
  }
}

/** What a terminal would show of a line that returns to its beginning, as progress bars do. */
function overwritten(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  const shown = text.slice(text.lastIndexOf("\r") + 1);
  // The unfinished return stays: what follows it replaces the line.
  const kept = line.endsWith("\r") ? `${shown}\r` : shown;
  return kept.length > LONGEST_LINE ? `${kept.slice(0, LONGEST_LINE)}…` : kept;
}

const [BELL, ESCAPE] = [7, 27].map((code) => String.fromCharCode(code));

/** Codes of terminals: control sequences (the only ones that are read), titles and links, others, stray controls. */
const CODES = new RegExp(
  [
    `${ESCAPE}\\[([0-9;:?<=>]*)([ -/]*[@-~])`,
    `${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)?`,
    `${ESCAPE}[ -/]*[0-~]`,
    "(?!\\t)\\p{Cc}",
  ].join("|"),
  "gu",
);

/** A line without any code of a terminal. */
export function plain(line: string): string {
  return line.replace(CODES, "");
}

/** A line as stretches of text, each in one style. */
export function spans(line: string): Span[] {
  const made: Span[] = [];
  let style = new Set<string>();
  let from = 0;
  const push = (to: number) => {
    if (to > from) made.push({ text: line.slice(from, to), style: [...style].join(" ") });
  };
  for (const match of line.matchAll(CODES)) {
    push(match.index);
    from = match.index + match[0].length;
    if (match[2] === "m") style = restyled(style, match[1] ?? "");
  }
  push(line.length);
  return made;
}

const COLOURS = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];
const SWITCHES: Record<number, string> = { 1: "bold", 2: "dim", 3: "italic", 4: "underline" };

function restyled(style: Set<string>, parameters: string): Set<string> {
  const next = new Set(style);
  const codes = parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 38) uncolour(next); // one of more colours than are told apart here
    if (code === 38 || code === 48) i += codes[i + 1] === 5 ? 2 : 4;
    else restyle(next, code);
  }
  return next;
}

function restyle(style: Set<string>, code: number): void {
  if (code === 0) style.clear();
  else if (SWITCHES[code]) style.add(SWITCHES[code]);
  else if (code === 22) for (const name of ["bold", "dim"]) style.delete(name);
  else if (code === 23) style.delete("italic");
  else if (code === 24) style.delete("underline");
  else if (code === 39) uncolour(style);
  else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    uncolour(style);
    style.add(COLOURS[code % 10]!);
  }
}

function uncolour(style: Set<string>): void {
  for (const colour of COLOURS) style.delete(colour);
}
