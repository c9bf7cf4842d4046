/** Runs in groups by the value of a field, with what the objective does in each. */
import { compareJson, type Field, valueAt } from "./fields";
import type { Json } from "./model";

/** Of the values of a group: how many there are, and their spread. NaN where too few. */
export interface Stats {
  n: number;
  mean: number;
  min: number;
  max: number;
  /** Standard deviation of the sample. */
  std: number;
}

export interface Group {
  /** Distinguishes it from the other groups, and stays when data arrive. */
  key: string;
  label: GroupLabel;
  rows: Uint32Array;
  stats: Stats;
}

/** One value, the absence of one, or an interval [from, to) of numbers. */
export type GroupLabel =
  | { kind: "value"; value: Json }
  | { kind: "absent" }
  | { kind: "between"; from: number; to: number };

/** More distinct numbers than this are put into intervals. */
const MOST_DISTINCT = 20;
const ABSENT = "absent";

/**
 * The rows (in the given order within each group) by the value of the field.
 *
 * Groups come in the order of their values, the one without a value last. `log` puts the edges of intervals evenly on a
 * logarithmic scale.
 */
export function groupRows(rows: Uint32Array, field: Field, objective: ArrayLike<number>, log = false): Group[] {
  const label = labeller(rows, field, log);
  const found = new Map<string, { label: GroupLabel; rows: number[] }>();
  for (const row of rows) {
    const at = label(row);
    const key = groupKey(at);
    const group = found.get(key);
    if (group) group.rows.push(row);
    else found.set(key, { label: at, rows: [row] });
  }
  return [...found]
    .map(([key, group]) => ({
      key,
      label: group.label,
      rows: Uint32Array.from(group.rows),
      stats: stats(group.rows, objective),
    }))
    .sort((a, b) => compareLabels(a.label, b.label));
}

export function stats(rows: ArrayLike<number>, values: ArrayLike<number>): Stats {
  let n = 0;
  let mean = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    n += 1;
    const step = value - mean;
    mean += step / n;
    squares += step * (value - mean); // Welford: no cancellation
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (n === 0) return { n, mean: Number.NaN, min: Number.NaN, max: Number.NaN, std: Number.NaN };
  return { n, mean, min, max, std: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN };
}

/**
 * What a table shows line by line: a group as `~(its place)`, below zero, and a run as its row.
 * Groups whose key is in `closed` show no runs.
 */
export function tableLines(groups: readonly Group[], closed: ReadonlySet<string>): Int32Array {
  const lines: number[] = [];
  groups.forEach((group, place) => {
    lines.push(~place);
    if (!closed.has(group.key)) for (const row of group.rows) lines.push(row);
  });
  return Int32Array.from(lines);
}

function labeller(rows: Uint32Array, field: Field, log: boolean): (row: number) => GroupLabel {
  const edges = field.kind === "number" ? intervalEdges(rows, field.values, log) : null;
  return (row) => {
    const value = valueAt(field, row);
    if (value === null) return { kind: "absent" };
    if (!edges || typeof value !== "number") return { kind: "value", value };
    const place = Math.min(edges.length - 2, upper(edges, value) - 1);
    return { kind: "between", from: edges[place]!, to: edges[place + 1]! };
  };
}

/** Edges of about eight intervals at round numbers, or null if the values are few enough to be groups themselves. */
function intervalEdges(rows: Uint32Array, values: ArrayLike<number>, log: boolean): number[] | null {
  const distinct = new Set<number>();
  for (const row of rows) if (Number.isFinite(values[row]!)) distinct.add(values[row]!);
  if (distinct.size <= MOST_DISTINCT) return null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of distinct) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return log && low > 0 ? logEdges(low, high) : linearEdges(low, high);
}

function linearEdges(low: number, high: number): number[] {
  const rough = (high - low) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.floor(high / step) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => round((first + i) * step));
}

function logEdges(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const factors = decades > 5 ? [1] : decades > 3 ? [1, 3] : [1, 2, 5];
  const edges: number[] = [];
  for (let decade = Math.floor(Math.log10(low)) - 1; decade <= Math.floor(Math.log10(high)) + 1; decade++)
    for (const factor of factors) edges.push(round(factor * 10 ** decade));
  const from = Math.max(0, upper(edges, low) - 1);
  return edges.slice(from, upper(edges, high) + 1);
}

/** The first place whose edge is above the value. */
function upper(edges: readonly number[], value: number): number {
  const place = edges.findIndex((edge) => edge > value);
  return place < 0 ? edges.length : place;
}

function round(value: number): number {
  return Number(value.toPrecision(12));
}

function groupKey(label: GroupLabel): string {
  if (label.kind === "absent") return ABSENT;
  return label.kind === "value" ? JSON.stringify(label.value) : `${label.from}..${label.to}`;
}

function compareLabels(a: GroupLabel, b: GroupLabel): number {
  if (a.kind === "absent" || b.kind === "absent") return Number(a.kind === "absent") - Number(b.kind === "absent");
  if (a.kind === "between" && b.kind === "between") return a.from - b.from;
  if (a.kind === "value" && b.kind === "value") return compareJson(a.value, b.value);
  return 0;
}
