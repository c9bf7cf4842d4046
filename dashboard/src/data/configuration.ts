/** A run's configuration as a table beside another run's: what is searched first, constants at the end. */
import type { Json } from "./model";

export interface ConfigRow {
  path: string;
  /** Undefined where the run has no such value: its condition did not hold. */
  value: Json | undefined;
  other: Json | undefined;
  differs: boolean;
  searched: boolean;
  importance: number | null;
}

interface Side {
  params: { [path: string]: Json };
  config: { [key: string]: Json };
}

/** Nested mappings as one, keys joined by dots; an empty mapping stays a value. */
export function flattened(config: { [key: string]: Json }, before = ""): Map<string, Json> {
  const flat = new Map<string, Json>();
  for (const [key, value] of Object.entries(config)) {
    const path = before ? `${before}.${key}` : key;
    const nested = typeof value === "object" && value !== null && !Array.isArray(value);
    if (nested && Object.keys(value).length > 0) for (const [at, inner] of flattened(value, path)) flat.set(at, inner);
    else flat.set(path, value);
  }
  return flat;
}

/** Rows: searched parameters by importance (then by name), then everything else by name. */
export function configRows(
  run: Side,
  other: Side | null,
  searched: readonly string[],
  importance: ReadonlyMap<string, number | null> | null,
): ConfigRow[] {
  const [own, others] = [values(run), other ? values(other) : null];
  const isSearched = new Set(searched);
  const paths = [...new Set([...searched, ...own.keys(), ...(others?.keys() ?? [])])];
  const rows = paths
    .filter((path) => own.has(path) || others?.has(path))
    .map((path) => row(path, own.get(path), others ? others.get(path) : own.get(path), isSearched.has(path)));
  for (const made of rows) made.importance = importance?.get(made.path) ?? null;
  return rows.sort((a, b) => group(a) - group(b) || weight(b) - weight(a) || (a.path < b.path ? -1 : 1));
}

function row(path: string, value: Json | undefined, other: Json | undefined, searched: boolean): ConfigRow {
  return { path, value, other, differs: !same(value, other), searched, importance: null };
}

function values(side: Side): Map<string, Json> {
  return new Map([...flattened(side.config), ...Object.entries(side.params)]);
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function group(row: ConfigRow): number {
  return row.searched ? 0 : 1;
}

function weight(row: ConfigRow): number {
  return row.importance ?? -1;
}
