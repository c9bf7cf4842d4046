/** The curves of one metric over all runs of a sweep. */
import type { Columns } from "./columns";
import { grown } from "./growing";
import type { Logged } from "./model";
import { own } from "./own";

/** Curves one after the other: those of run `number[i]` are the points from `start[i]` to `start[i + 1]`. */
export interface Lines {
  count: number;
  number: Int32Array;
  /** (count + 1) */
  start: Uint32Array;
  /** Which row of its run a point is, from 1: the epoch, where a script logs once an epoch. */
  row: Float32Array;
  step: Float32Array;
  /** Seconds since the attempt began. */
  time: Float32Array;
  y: Float32Array;
}

/** One run's points; arrays have room to spare, `length` of them count. */
export interface Line {
  length: number;
  row: Float32Array;
  step: Float32Array;
  time: Float32Array;
  y: Float32Array;
}

const FIELDS = ["row", "step", "time", "y"] as const;
const FIRST_ROOM = 16;

export class LineTable {
  cursor = 0;
  version = 0;
  private readonly lines = new Map<number, Line>();
  private flattened: { version: number; lines: Lines } | null = null;

  constructor(readonly metric: string) {}

  static from(columns: Columns): LineTable {
    const table = new LineTable(String(columns.extra("metric") ?? ""));
    table.cursor = columns.cursor;
    const [number, count] = [columns.numbers("number"), columns.numbers("count")];
    const fields = { row: "x", step: "step", time: "time", y: "y" } as const;
    const [row, step, time, y] = FIELDS.map((field) => new Float32Array(columns.numbers(fields[field]) ?? []));
    let at = 0;
    for (let i = 0; i < columns.rows; i++) {
      const length = count?.[i] ?? 0;
      const part = (from: Float32Array | undefined) => (from ?? new Float32Array(0)).subarray(at, at + length);
      table.lines.set(number?.[i] ?? 0, { length, row: part(row), step: part(step), time: part(time), y: part(y) });
      at += length;
    }
    return table;
  }

  line(number: number): Line | undefined {
    return this.lines.get(number);
  }

  /**
   * Takes in rows that a run has just logged; `first` is the row number of the first of them, from 1. Rows that are
   * there already are left alone: what was told may overlap with what was loaded.
   */
  append(number: number, logged: Logged, first: number): void {
    const rows = logged.rows ?? [];
    const line = this.current(number);
    const known = line.length ? (line.row[line.length - 1] ?? 0) : 0;
    rows.forEach((row, i) => {
      if (first + i <= known) return;
      const value = own(row.values, this.metric);
      const y = typeof value === "number" ? value : asNumber(value);
      if (y === undefined) return;
      push(line, first + i, row.step, row.runtime, y);
    });
    this.version += 1;
  }

  /** Forgets the curve of a run that was deleted, or that begins anew. */
  remove(number: number): void {
    if (this.lines.delete(number)) this.version += 1;
  }

  /** All curves in order of run number. Computed once a change. */
  flat(): Lines {
    if (this.flattened?.version !== this.version) this.flattened = { version: this.version, lines: this.flatten() };
    return this.flattened.lines;
  }

  private current(number: number): Line {
    let line = this.lines.get(number);
    if (!line) {
      line = { length: 0, row: room(), step: room(), time: room(), y: room() };
      this.lines.set(number, line);
    }
    return line;
  }

  private flatten(): Lines {
    const numbers = [...this.lines.keys()].filter((n) => this.lines.get(n)!.length > 0).sort((a, b) => a - b);
    const total = numbers.reduce((sum, n) => sum + this.lines.get(n)!.length, 0);
    const made: Lines = {
      count: numbers.length,
      number: Int32Array.from(numbers),
      start: new Uint32Array(numbers.length + 1),
      row: new Float32Array(total),
      step: new Float32Array(total),
      time: new Float32Array(total),
      y: new Float32Array(total),
    };
    numbers.forEach((number, i) => {
      const line = this.lines.get(number)!;
      const at = made.start[i];
      for (const field of FIELDS) made[field].set(line[field].subarray(0, line.length), at);
      made.start[i + 1] = at + line.length;
    });
    return made;
  }
}

const room = () => new Float32Array(FIRST_ROOM);

function push(line: Line, row: number, step: number, time: number, y: number): void {
  if (line.length === line.y.length) {
    for (const field of FIELDS) line[field] = grown(line[field], Math.max(FIRST_ROOM, 2 * line.length), 0);
  }
  line.row[line.length] = row;
  line.step[line.length] = step;
  line.time[line.length] = time;
  line.y[line.length] = y;
  line.length += 1;
}

/** The words that stand for what JSON has no number for. */
function asNumber(value: unknown): number | undefined {
  if (value === "NaN") return Number.NaN;
  if (value === "Infinity") return Number.POSITIVE_INFINITY;
  return value === "-Infinity" ? Number.NEGATIVE_INFINITY : undefined;
}
