/** What a column of a table says of each run, whatever it is made of: the ground of sorting, grouping and export. */
import type { Json } from "./model";

export type Field =
  | { kind: "number"; values: ArrayLike<number> }
  | { kind: "category"; codes: ArrayLike<number>; levels: readonly Json[]; absent: number }
  | { kind: "text"; text: (index: number) => string };

/** The value of a run; null where there is none. */
export function valueAt(field: Field, index: number): Json {
  switch (field.kind) {
    case "number": {
      const value = field.values[index] ?? Number.NaN;
      return Number.isFinite(value) ? value : null;
    }
    case "category":
      return field.levels[field.codes[index] ?? field.absent] ?? null;
    case "text":
      return field.text(index) || null;
  }
}

/** Numbers by which runs can be put in order: NaN where there is no value, which comes last in both directions. */
export function sortKeys(field: Field, rows: ArrayLike<number>): Float64Array {
  switch (field.kind) {
    case "number":
      return Float64Array.from(rows, (row) => finite(field.values[row]));
    case "category": {
      const places = levelOrder(field.levels);
      return Float64Array.from(rows, (row) => places[field.codes[row] ?? field.absent] ?? Number.NaN);
    }
    case "text":
      return textKeys(Array.from(rows, (row) => field.text(row)));
  }
}

/** The place of each level in natural order: numbers by size, words by the reader's alphabet, false before true. */
export function levelOrder(levels: readonly Json[]): number[] {
  const sorted = levels.map((_, code) => code).sort((a, b) => compareJson(levels[a] ?? null, levels[b] ?? null));
  const places: number[] = [];
  sorted.forEach((code, place) => {
    places[code] = place;
  });
  return places;
}

const collator = new Intl.Collator(undefined, { numeric: true });

export function compareJson(a: Json, b: Json): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return collator.compare(asText(a), asText(b));
}

function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function textKeys(texts: string[]): Float64Array {
  const distinct = [...new Set(texts)].sort(collator.compare);
  const places = new Map(distinct.map((text, place) => [text, place]));
  return Float64Array.from(texts, (text) => (text ? (places.get(text) ?? Number.NaN) : Number.NaN));
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}
