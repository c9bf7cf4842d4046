/** Columns that grow as runs arrive: typed arrays with room to spare, and categories that learn new levels. */
import type { Json } from "./model";

const SPARE = 64;

type Typed = Float64Array | Float32Array | Int32Array | Uint8Array | Uint16Array;

/** A longer copy of a typed array, filled with `empty` beyond what was there. */
export function grown<T extends Typed>(array: T, length: number, empty: number): T {
  const longer = new (array.constructor as new (n: number) => T)(length);
  longer.fill(empty);
  longer.set(array);
  return longer;
}

/** How much room to make for `count` rows: a quarter more, so that growing stays rare. */
export function roomFor(count: number): number {
  return count + Math.max(SPARE, count >> 2);
}

export interface NumberColumn {
  readonly kind: "number";
  values: Float64Array;
}

export interface CategoryColumn {
  readonly kind: "category";
  codes: Uint16Array;
  readonly levels: Json[];
}

/** A column of parameters or metrics; numbers have NaN, categories `ABSENT` where there is no value. */
export type Column = NumberColumn | CategoryColumn;

/** The code of a category where a run has no value. */
export const ABSENT = 0xffff;

/** The code of a level, which is learnt if it is new. Levels are told apart with their type: "1" is not 1. */
export function codeOf(column: CategoryColumn, value: Json | undefined): number {
  if (value === undefined) return ABSENT;
  const text = JSON.stringify(value);
  const known = column.levels.findIndex((level) => JSON.stringify(level) === text);
  return known >= 0 ? known : column.levels.push(value) - 1;
}

/** The value of one row, or undefined where it has none. */
export function valueAt(column: Column, row: number): Json | undefined {
  if (column.kind === "number") {
    const value = column.values[row] ?? Number.NaN;
    return Number.isNaN(value) ? undefined : value;
  }
  const code = column.codes[row] ?? ABSENT;
  return code === ABSENT ? undefined : column.levels[code];
}

/** Sets the value of one row. A word that comes where only numbers came before makes categories of the column. */
export function withValue(column: Column, row: number, value: Json | undefined): Column {
  if (column.kind === "category") {
    column.codes[row] = codeOf(column, value);
    return column;
  }
  if (value === undefined || typeof value === "number") {
    column.values[row] = value ?? Number.NaN;
    return column;
  }
  return withValue(asCategories(column), row, value);
}

function asCategories(column: NumberColumn): CategoryColumn {
  const made: CategoryColumn = { kind: "category", codes: new Uint16Array(column.values.length), levels: [] };
  column.values.forEach((value, row) => {
    made.codes[row] = codeOf(made, Number.isNaN(value) ? undefined : value);
  });
  return made;
}

/** The column with room for `length` rows. */
export function withRoom(column: Column, length: number): Column {
  if (column.kind === "number") column.values = grown(column.values, length, Number.NaN);
  else column.codes = grown(column.codes, length, ABSENT);
  return column;
}
