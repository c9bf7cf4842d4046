/**
 * What the user has chosen to look at, as a value; and its address, so that a link shows the same thing.
 *
 * In the address a filter is `f=COLUMN~LEAST..MOST` or `f=COLUMN=VALUE,VALUE` with values as JSON, each part encoded.
 */
import { valueAt } from "./growing";
import type { Json } from "./model";
import type { Of, RunTable } from "./runs";
import { OFS } from "./runs";

/** What a filter looks at: a parameter, a metric, or one of the things that every run has. */
export type Field =
  | `param:${string}`
  | `metric:${string}`
  | "state"
  | "number"
  | "tag"
  | "agent"
  | "text"
  | "duration"
  | "rows";

export interface Filter {
  on: Field;
  /** Least and greatest value let in, both included; null is open. */
  range?: [number | null, number | null];
  /** Values let in; null lets in runs for which a parameter is absent. */
  values?: Json[];
  /** Words that name, notes, tags, error, id or a value must contain, whatever the case. */
  text?: string;
}

export interface Selection {
  filters: Filter[];
  /** Numbers of the runs that were picked out. */
  pinned: number[];
  /** Numbers of the runs to compare. */
  compared: number[];
  /** How many of the best are coloured; null for what suits the number of runs. */
  best: number | null;
  of: Of;
  /** The metric of the curves; null for the first. */
  metric: string | null;
  /** Scale of the objective. */
  scale: "log" | "linear" | null;
  /** Further choices of views, by name. */
  view: Record<string, string>;
}

export const NOTHING: Selection = {
  filters: [],
  pinned: [],
  compared: [],
  best: null,
  of: "best",
  metric: null,
  scale: null,
  view: {},
};

/** One byte a run: 1 where every filter lets it in. */
export function mask(selection: Selection, table: RunTable): Uint8Array {
  const inside = new Uint8Array(table.count).fill(1);
  for (const filter of selection.filters) {
    const lets = predicate(filter, selection, table);
    for (let row = 0; row < table.count; row++) if (inside[row] && !lets(row)) inside[row] = 0;
  }
  return inside;
}

/** The filters with the one on the same field replaced, or taken away with null. */
export function withFilter(filters: readonly Filter[], on: Field, filter: Filter | null): Filter[] {
  const others = filters.filter((other) => other.on !== on);
  return filter ? [...others, filter] : others;
}

function predicate(filter: Filter, selection: Selection, table: RunTable): (row: number) => boolean {
  const value = reader(filter.on, selection, table);
  if (filter.text !== undefined) return textual(filter.text, table);
  const { range, values } = filter;
  if (range) {
    const [least, most] = [range[0] ?? Number.NEGATIVE_INFINITY, range[1] ?? Number.POSITIVE_INFINITY];
    return (row) => {
      const number = value(row);
      return typeof number === "number" && number >= least && number <= most;
    };
  }
  const wanted = new Set((values ?? []).map((entry) => JSON.stringify(entry)));
  return (row) => {
    const found = value(row);
    if (Array.isArray(found) && filter.on === "tag") return found.some((tag) => wanted.has(JSON.stringify(tag)));
    return wanted.has(found === undefined ? "null" : JSON.stringify(found));
  };
}

function reader(on: Field, selection: Selection, table: RunTable): (row: number) => Json | undefined {
  if (on.startsWith("param:")) {
    const column = table.param(on.slice(6));
    return (row) => column && valueAt(column, row);
  }
  if (on.startsWith("metric:")) {
    const values = table.metric(on.slice(7), selection.of);
    return (row) => values[row];
  }
  if (on === "state") return (row) => table.stateAt(row);
  if (on === "number") return (row) => table.number[row];
  if (on === "tag") return (row) => table.restAt(row).tags;
  if (on === "agent") return (row) => table.restAt(row).agent;
  if (on === "rows") return (row) => table.rows[row];
  return (row) => table.ended[row] - table.started[row];
}

function textual(text: string, table: RunTable): (row: number) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (row) => {
    const all = wordsOf(table, row);
    return words.every((word) => all.includes(word));
  };
}

function wordsOf(table: RunTable, row: number): string {
  const rest = table.restAt(row);
  const values = table.parameters.map((path) => `${path}=${table.paramAt(path, row) ?? ""}`);
  const parts = [`#${table.number[row]}`, rest.id, rest.name, rest.notes, ...rest.tags, rest.error, rest.agent];
  return [...parts, table.stateAt(row), ...values].join(" ").toLowerCase();
}

// -- the address -----------------------------------------------------------------------------------------------------

/** The query of an address (without `?`); what is as usual is left out. */
export function toSearch(selection: Selection): string {
  const query = new URLSearchParams();
  for (const filter of selection.filters) query.append("f", filterText(filter));
  if (selection.pinned.length) query.set("pin", selection.pinned.join(","));
  if (selection.compared.length) query.set("compare", selection.compared.join(","));
  if (selection.best !== null) query.set("best", String(selection.best));
  if (selection.of !== "best") query.set("of", selection.of);
  if (selection.metric !== null) query.set("metric", selection.metric);
  if (selection.scale !== null) query.set("scale", selection.scale);
  for (const [name, value] of Object.entries(selection.view)) query.set(`v.${name}`, value);
  return query.toString();
}

/** The selection of an address. What it does not understand is left out: a link must always open. */
export function fromSearch(search: string): Selection {
  const query = new URLSearchParams(search);
  const best = Number(query.get("best") ?? "x");
  const of = query.get("of") as Of;
  const scale = query.get("scale");
  const view = [...query].filter(([name]) => name.startsWith("v.")).map(([name, value]) => [name.slice(2), value]);
  return {
    filters: query.getAll("f").flatMap(filterOf),
    pinned: numbersOf(query.get("pin")),
    compared: numbersOf(query.get("compare")),
    best: Number.isInteger(best) && best >= 0 ? best : null,
    of: OFS.includes(of) ? of : "best",
    metric: query.get("metric"),
    scale: scale === "log" || scale === "linear" ? scale : null,
    view: Object.fromEntries(view) as Record<string, string>,
  };
}

function filterText(filter: Filter): string {
  const on = encodeURIComponent(filter.on);
  if (filter.text !== undefined) return `${on}:${filter.text}`;
  if (filter.range) return `${on}~${filter.range.map((end) => end ?? "").join("..")}`;
  return `${on}=${JSON.stringify(filter.values ?? [])}`;
}

function filterOf(text: string): Filter[] {
  const match = /^([^~=:]+)([~=:])(.*)$/s.exec(text);
  if (!match) return [];
  const [, name, sign, rest] = match as unknown as [string, string, string, string];
  try {
    const on = decodeURIComponent(name);
    if (!isField(on)) return [];
    if (sign === ":") return [{ on, text: rest }];
    if (sign === "=") return [{ on, values: JSON.parse(rest) as Json[] }].filter((made) => Array.isArray(made.values));
    const ends = rest.split("..").map((end) => (end === "" ? null : Number(end)));
    return ends.length === 2 && ends.every((end) => !Number.isNaN(end))
      ? [{ on, range: ends as [number, number] }]
      : [];
  } catch {
    return [];
  }
}

const PLAIN = ["state", "number", "tag", "agent", "text", "duration", "rows"];

function isField(name: string): name is Field {
  return name.startsWith("param:") || name.startsWith("metric:") || PLAIN.includes(name);
}

function numbersOf(text: string | null): number[] {
  return (text ?? "")
    .split(",")
    .map(Number)
    .filter((number) => Number.isInteger(number) && number > 0);
}
