/** The order of the rows of a table of runs: sorted by a field, with what has no value last. */
import { type Field, sortKeys } from "./fields";

export interface Sort {
  /** Id of the column. */
  by: string;
  descending: boolean;
}

/** The rows in the order of the field; equal ones stay as they were, those without a value come last. */
export function sortRows(rows: Uint32Array, field: Field, descending: boolean): Uint32Array {
  const keys = sortKeys(field, rows);
  const sign = descending ? -1 : 1;
  const places = Uint32Array.from(rows, (_, place) => place).sort(
    (a, b) => compareKeys(keys[a]!, keys[b]!, sign) || a - b,
  );
  return places.map((place) => rows[place]!);
}

function compareKeys(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

/** The rows whose mask is set, in the order of the table. */
export function maskedRows(mask: ArrayLike<number>, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  let length = 0;
  for (let row = 0; row < count; row++) if (mask[row]) rows[length++] = row;
  return rows.subarray(0, length);
}

/** The next way to sort when a head is pressed: the natural direction, then the other. */
export function nextSort(sort: Sort, by: string, naturallyDescending: boolean): Sort {
  if (sort.by !== by) return { by, descending: naturallyDescending };
  return { by, descending: !sort.descending };
}
