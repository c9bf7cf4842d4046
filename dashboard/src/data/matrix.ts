/** A confusion matrix from its table of pairs. */
import type { Json } from "./model";

export interface Table {
  columns: (string | number)[];
  data: Json[][];
}

export interface Matrix {
  labels: string[];
  /** How often the class of the row was taken for that of the column. */
  counts: number[][];
  /** Of each row, the share that was taken for what it is; NaN for a class that never came. */
  right: number[];
  /** The most frequent mistake. */
  worst: { actual: string; predicted: string; count: number } | null;
}

/** The file of a table as it was logged; null for what is none. */
export function tableFrom(value: unknown): Table | null {
  const { columns, data } = (value ?? {}) as Partial<Table>;
  const whole = Array.isArray(columns) && Array.isArray(data) && data.every((row) => Array.isArray(row));
  return whole ? { columns, data } : null;
}

/** The matrix of a table with a row for each pair; null if columns are missing. */
export function matrixFrom(table: Table, fields: { [field: string]: string }): Matrix | null {
  const place = (field: string) => table.columns.indexOf(fields[field] ?? field);
  const [actual, predicted, count] = [place("Actual"), place("Predicted"), place("nPredictions")];
  if (actual < 0 || predicted < 0 || count < 0) return null;
  const labels = [...new Set(table.data.flatMap((row) => [String(row[actual]), String(row[predicted])]))];
  const at = new Map(labels.map((label, i) => [label, i]));
  const counts = labels.map(() => new Array<number>(labels.length).fill(0));
  for (const row of table.data) {
    counts[at.get(String(row[actual]))!]![at.get(String(row[predicted]))!]! += Number(row[count]) || 0;
  }
  return { labels, counts, right: counts.map((row, i) => row[i]! / sum(row)), worst: worst(labels, counts) };
}

function worst(labels: string[], counts: number[][]): Matrix["worst"] {
  let found: Matrix["worst"] = null;
  counts.forEach((row, i) => {
    row.forEach((count, j) => {
      if (i !== j && count > (found?.count ?? 0)) found = { actual: labels[i]!, predicted: labels[j]!, count };
    });
  });
  return found;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
