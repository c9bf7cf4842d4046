/**
 * What can be written to filter runs: `lr<0.01 optimizer=adam,sgd state=finished epochs=5..10 "some words"`.
 *
 * Names may be shortened as long as one thing begins with them. What is no condition is looked for as text.
 */
import type { Json } from "./model";
import type { Field, Filter } from "./selection";

/** Something that can be asked for by name. */
export interface Queried {
  name: string;
  on: Field;
  /** Only whole numbers occur, so that `<5` is up to 4. */
  whole: boolean;
  /** The values that occur, for what has values and not numbers. */
  levels: readonly Json[] | null;
}

export type QueryProblem =
  | { code: "unknown"; name: string }
  | { code: "ambiguous"; name: string; candidates: string[] }
  | { code: "number"; name: string; text: string }
  | { code: "value"; name: string; text: string; levels: Json[] };

export interface Query {
  filters: Filter[];
  problem: QueryProblem | null;
}

type Operator = "<" | "<=" | ">" | ">=" | "=";
type Range = [number | null, number | null];

const TOKEN = /(?:"[^"]*"|[^\s"])+/g;
const CONDITION = /^("[^"]*"|[^<>=:"]+)(<=|>=|<|>|=|:)(.+)$/s;

export function parseQuery(text: string, known: readonly Queried[]): Query {
  const words: string[] = [];
  const made = new Map<Field, Filter>();
  for (const token of text.match(TOKEN) ?? []) {
    const condition = CONDITION.exec(token);
    if (!condition) {
      words.push(unquoted(token));
      continue;
    }
    const [, name, sign, value] = condition as unknown as [string, string, string, string];
    const found = resolve(unquoted(name), known);
    if ("code" in found) return { filters: [], problem: found };
    const filter = conditionOf(found, (sign === ":" ? "=" : sign) as Operator, value);
    if ("code" in filter) return { filters: [], problem: filter };
    made.set(found.on, merged(made.get(found.on), filter));
  }
  const filters = [...made.values()];
  if (words.length) filters.push({ on: "text", text: words.join(" ") });
  return { filters, problem: null };
}

function resolve(name: string, known: readonly Queried[]): Queried | QueryProblem {
  const exact = known.find((each) => each.name === name);
  if (exact) return exact;
  const lower = name.toLowerCase();
  const starts = known.filter((each) => each.name.toLowerCase().startsWith(lower));
  if (starts.length === 1) return starts[0]!;
  if (starts.length > 1) return { code: "ambiguous", name, candidates: starts.map((each) => each.name) };
  return { code: "unknown", name };
}

function conditionOf(queried: Queried, operator: Operator, text: string): Filter | QueryProblem {
  if (queried.levels) {
    const found = levelsOf(queried.name, queried.levels, operator, text);
    return Array.isArray(found) ? { on: queried.on, values: found } : found;
  }
  const range = rangeOf(operator, unquoted(text), queried.whole);
  return range ? { on: queried.on, range } : { code: "number", name: queried.name, text };
}

function rangeOf(operator: Operator, text: string, whole: boolean): Range | null {
  const [low, high] = text.split("..");
  if (operator === "=" && high !== undefined) {
    const ends = [numberOf(low ?? ""), numberOf(high)];
    return ends.some(Number.isNaN) ? null : [low === "" ? null : ends[0]!, high === "" ? null : ends[1]!];
  }
  const value = numberOf(text);
  if (text === "" || Number.isNaN(value)) return null;
  if (operator === "=") return [value, value];
  if (operator === "<=") return [null, value];
  if (operator === ">=") return [value, null];
  return operator === "<"
    ? [null, whole ? Math.ceil(value) - 1 : below(value)]
    : [whole ? Math.floor(value) + 1 : above(value), null];
}

function levelsOf(name: string, levels: readonly Json[], operator: Operator, text: string): Json[] | QueryProblem {
  const parts = text.match(/"[^"]*"|[^,]+/g) ?? [];
  const values: Json[] = [];
  for (const part of parts) {
    const level = operator === "=" ? levelOf(unquoted(part), levels) : undefined;
    if (level === undefined) return { code: "value", name, text: part, levels: [...levels] };
    values.push(level);
  }
  return values;
}

/** The level that is written so; `absent` is that there is none. */
function levelOf(text: string, levels: readonly Json[]): Json | undefined {
  const written = (level: Json) => (typeof level === "string" ? level : JSON.stringify(level));
  const found =
    levels.find((level) => written(level) === text) ??
    levels.find((level) => written(level).toLowerCase() === text.toLowerCase());
  return found === undefined && text === "absent" ? null : found;
}

/** Two conditions on the same thing: both ends of a range, or any of the values. */
function merged(before: Filter | undefined, filter: Filter): Filter {
  if (before?.range && filter.range) {
    const [a, b] = [before.range, filter.range];
    const low = a[0] === null ? b[0] : b[0] === null ? a[0] : Math.max(a[0], b[0]);
    const high = a[1] === null ? b[1] : b[1] === null ? a[1] : Math.min(a[1], b[1]);
    return { on: filter.on, range: [low, high] };
  }
  if (before?.values && filter.values) return { on: filter.on, values: [...before.values, ...filter.values] };
  return filter;
}

function numberOf(text: string): number {
  return Number(text);
}

function unquoted(text: string): string {
  return text.replaceAll('"', "");
}

/** The nearest number below: a range includes its ends, so `<` must end just before. */
function below(value: number): number {
  return value - Math.abs(value) * Number.EPSILON - Number.MIN_VALUE;
}

function above(value: number): number {
  return value + Math.abs(value) * Number.EPSILON + Number.MIN_VALUE;
}
