/** The runs of a sweep as columns, kept up to date run by run. */
import type { Codes, Columns } from "./columns";
import { ABSENT, type Column, grown, roomFor, valueAt, withRoom, withValue } from "./growing";
import { type Json, type Params, type Reason, type RunState, type RunView, STATES, type StopReason } from "./model";
import { bare, own } from "./own";

/** Which of a run's values of a metric: at the row of the best objective, the last, or the extremes. */
export type Of = "best" | "last" | "min" | "max";
export const OFS: readonly Of[] = ["best", "last", "min", "max"];

/** A run that ended so has no value: what it logged before is not what its configuration is worth. */
const WITHOUT_VALUE: ReadonlySet<RunState> = new Set(["failed", "crashed"]);

/** What few runs have, or few charts need. */
interface Rest {
  id: string;
  name: string;
  notes: string;
  tags: string[];
  agent: string;
  error: string;
  exitCode: number | null;
  reason: Reason | null;
  stop: StopReason | null;
}

const SOURCES_OF = { best: "best", last: "last", min: "min", max: "max" } as const;

/** Arrays have room for more rows than there are: read `count` of them. Rows are in order of run number. */
export class RunTable {
  cursor = 0;
  count = 0;
  /** Grows with each change, for whoever keeps something derived. */
  version = 0;
  /** Keys of runs, in the order of rows. */
  readonly keys: string[] = [];
  number = new Int32Array(0);
  state = new Uint8Array(0);
  attempt = new Int32Array(0);
  rows = new Int32Array(0);
  created = new Float64Array(0);
  started = new Float64Array(0);
  ended = new Float64Array(0);
  readonly params = new Map<string, Column>();
  private readonly measured = new Map<string, Float64Array>();
  private readonly rest: Rest[] = [];
  private readonly rowOf = new Map<number, number>();

  constructor(
    readonly sweep: string,
    readonly parameters: string[],
    readonly metrics: string[],
    readonly objective: string | null,
  ) {}

  static from(columns: Columns): RunTable {
    const table = new RunTable(
      String(columns.extra("sweep") ?? ""),
      [...((columns.extra("parameters") as string[]) ?? [])],
      [...((columns.extra("metrics") as string[]) ?? [])],
      (columns.extra("objective") as string | null) ?? null,
    );
    table.load(columns);
    return table;
  }

  /** The row of a run by its number, or -1. */
  row(number: number): number {
    return this.rowOf.get(number) ?? -1;
  }

  stateAt(row: number): RunState {
    return STATES[this.state[row] ?? 0] ?? "pending";
  }

  param(path: string): Column | undefined {
    return this.params.get(path);
  }

  paramAt(path: string, row: number): Json | undefined {
    const column = this.params.get(path);
    return column && valueAt(column, row);
  }

  paramsAt(row: number): Params {
    const found: Params = bare();
    for (const path of this.parameters) {
      const value = this.paramAt(path, row);
      if (value !== undefined) found[path] = value;
    }
    return found;
  }

  /**
   * Values of a metric, NaN where there is none. Those of the objective are exact, others rounded to 7 digits; runs that
   * failed have none of the objective.
   */
  metric(name: string, of: Of): Float64Array {
    const key = `${SOURCES_OF[of]}:${name}`;
    let values = this.measured.get(key);
    if (!values) {
      values = new Float64Array(this.number.length).fill(Number.NaN);
      this.measured.set(key, values);
    }
    return values;
  }

  /** Takes away the values of runs that failed: what they logged before is not what their configuration is worth. */
  forgetFailed(values: Float64Array): void {
    for (let row = 0; row < this.count; row++) if (WITHOUT_VALUE.has(this.stateAt(row))) values[row] = Number.NaN;
  }

  restAt(row: number): Readonly<Rest> {
    return this.rest[row] ?? EMPTY;
  }

  /** Takes in what the server says of a run now. */
  apply(run: RunView): void {
    if (run.number === null) return;
    const known = this.row(run.number);
    if (run.deleted !== null) {
      if (known >= 0) this.remove(known);
    } else {
      this.write(known >= 0 ? known : this.insert(run.number), run);
    }
    this.version += 1;
  }

  // -- inside ---------------------------------------------------------------------------------------------------

  private load(columns: Columns): void {
    this.cursor = columns.cursor;
    this.reserve(columns.rows);
    this.count = columns.rows;
    copy(this.number, columns.numbers("number"));
    copy(this.attempt, columns.numbers("attempt"));
    copy(this.rows, columns.numbers("rows"));
    copy(this.created, columns.numbers("created"));
    copy(this.started, columns.numbers("started"));
    copy(this.ended, columns.numbers("ended"));
    this.keys.push(...columns.text("key"));
    for (let row = 0; row < this.count; row++) this.rowOf.set(this.number[row], row);
    this.loadStates(columns.codes("state"));
    for (const path of this.parameters) this.loadParameter(path, columns);
    for (const name of this.metrics) {
      for (const of of OFS) copy(this.metric(name, of), columns.numbers(`metric:${name}:${of}`));
    }
    if (this.objective) {
      copy(this.metric(this.objective, "best"), columns.numbers("best"));
      copy(this.metric(this.objective, "last"), columns.numbers("last"));
      for (let row = 0; row < this.count; row++) this.judge(row);
    }
    this.rest.push(...restOf(columns, this.count));
  }

  private loadStates(states: Codes | null): void {
    if (!states) return;
    const known = states.levels.map((level) => Math.max(0, STATES.indexOf(level as RunState)));
    for (let row = 0; row < this.count; row++) this.state[row] = known[states.codes[row]] ?? 0;
  }

  private loadParameter(path: string, columns: Columns): void {
    const coded = columns.codes(`param:${path}`);
    if (coded) {
      const codes = new Uint16Array(this.number.length).fill(ABSENT);
      coded.codes.forEach((code, row) => {
        codes[row] = code === coded.absent ? ABSENT : code;
      });
      this.params.set(path, { kind: "category", codes, levels: [...coded.levels] });
      return;
    }
    const values = new Float64Array(this.number.length).fill(Number.NaN);
    copy(values, columns.numbers(`param:${path}`));
    this.params.set(path, { kind: "number", values });
  }

  private reserve(count: number): void {
    if (count <= this.number.length) return;
    const room = roomFor(count);
    this.number = grown(this.number, room, 0);
    this.state = grown(this.state, room, 0);
    this.attempt = grown(this.attempt, room, 0);
    this.rows = grown(this.rows, room, 0);
    this.created = grown(this.created, room, Number.NaN);
    this.started = grown(this.started, room, Number.NaN);
    this.ended = grown(this.ended, room, Number.NaN);
    for (const [path, column] of this.params) this.params.set(path, withRoom(column, room));
    for (const [name, values] of this.measured) this.measured.set(name, grown(values, room, Number.NaN));
  }

  /** Runs arrive in order of number but for one that a person restores. */
  private insert(number: number): number {
    this.reserve(this.count + 1);
    let row = this.count;
    while (row > 0 && this.number[row - 1] > number) row -= 1;
    this.move(row, row + 1, this.count - row);
    this.keys.splice(row, 0, "");
    this.rest.splice(row, 0, EMPTY);
    this.count += 1;
    this.number[row] = number;
    this.renumber(row);
    return row;
  }

  private remove(row: number): void {
    this.rowOf.delete(this.number[row]);
    this.move(row + 1, row, this.count - row - 1);
    this.keys.splice(row, 1);
    this.rest.splice(row, 1);
    this.count -= 1;
    this.renumber(row);
  }

  private move(from: number, to: number, length: number): void {
    if (length <= 0) return;
    const arrays = [this.number, this.state, this.attempt, this.rows, this.created, this.started, this.ended];
    for (const array of [...arrays, ...this.measured.values()]) array.copyWithin(to, from, from + length);
    for (const column of this.params.values()) {
      (column.kind === "number" ? column.values : column.codes).copyWithin(to, from, from + length);
    }
  }

  private renumber(from: number): void {
    for (let row = from; row < this.count; row++) this.rowOf.set(this.number[row], row);
  }

  private write(row: number, run: RunView): void {
    this.keys[row] = run.key;
    this.state[row] = STATES.indexOf(run.state);
    this.attempt[row] = run.attempt;
    this.rows[row] = run.rows;
    this.created[row] = run.created;
    this.started[row] = run.started ?? Number.NaN;
    this.ended[row] = run.ended ?? Number.NaN;
    for (const path of this.parameters) {
      const column = this.params.get(path);
      if (column) this.params.set(path, withValue(column, row, own(run.params, path)));
    }
    this.measure(row, run);
    this.rest[row] = {
      id: run.id,
      name: run.name,
      notes: run.notes,
      tags: run.tags,
      agent: run.agent ?? "",
      error: run.error,
      exitCode: run.exit_code,
      reason: run.reason,
      stop: run.stop,
    };
  }

  private measure(row: number, run: RunView): void {
    for (const name of Object.keys(run.ranges)) if (!this.metrics.includes(name)) this.metrics.push(name);
    for (const name of this.metrics) {
      const [least, most] = own(run.ranges, name) ?? [Number.NaN, Number.NaN];
      this.metric(name, "min")[row] = least;
      this.metric(name, "max")[row] = most;
      this.metric(name, "last")[row] = numberOr(own(run.summary, name));
      this.metric(name, "best")[row] = numberOr(own(run.best_row, name));
    }
    if (this.objective) {
      this.metric(this.objective, "best")[row] = run.best ?? Number.NaN;
      this.metric(this.objective, "last")[row] = run.last ?? Number.NaN;
      this.judge(row);
    }
  }

  private judge(row: number): void {
    if (!this.objective || !WITHOUT_VALUE.has(this.stateAt(row))) return;
    for (const of of OFS) this.metric(this.objective, of)[row] = Number.NaN;
  }
}

const EMPTY: Rest = {
  id: "",
  name: "",
  notes: "",
  tags: [],
  agent: "",
  error: "",
  exitCode: null,
  reason: null,
  stop: null,
};

function copy(to: Float64Array | Int32Array, from: ArrayLike<number> | null): void {
  if (from) to.set(from);
}

function numberOr(value: Json | undefined): number {
  return typeof value === "number" ? value : Number.NaN;
}

function restOf(columns: Columns, count: number): Rest[] {
  const sparse = (name: string) => columns.sparse(name);
  const [id, name, notes, tags] = [sparse("id"), sparse("name"), sparse("notes"), sparse("tags")];
  const [error, exit, stop, note] = [sparse("error"), sparse("exit_code"), sparse("stop"), sparse("reason.note")];
  const agents = columns.codes("agent");
  const keys = columns.text("key");
  const reasons = reasonsOf(columns);
  return Array.from({ length: count }, (_, row) => ({
    id: String(id.get(row) ?? keys[row] ?? ""),
    name: String(name.get(row) ?? ""),
    notes: String(notes.get(row) ?? ""),
    tags: (tags.get(row) as string[] | undefined) ?? [],
    agent: levelAt(agents, row),
    error: String(error.get(row) ?? ""),
    exitCode: (exit.get(row) as number | undefined) ?? null,
    reason: reasons(row, String(note.get(row) ?? "")),
    stop: (stop.get(row) as unknown as StopReason | undefined) ?? null,
  }));
}

function reasonsOf(columns: Columns): (row: number, note: string) => Reason | null {
  const sources = columns.codes("reason.source");
  const figures = ["mean", "sd", "ei", "pi"].map((figure) => columns.numbers(`reason.${figure}`));
  return (row, note) => {
    const source = levelAt(sources, row);
    if (!source) return null;
    const [mean, sd, ei, pi] = figures.map((values) => finite(values?.[row]));
    const predicted = mean != null && sd != null ? { mean, sd } : null;
    return { source, predicted, expected_improvement: ei ?? null, improvement_probability: pi ?? null, note };
  };
}

function levelAt(codes: Codes | null, row: number): string {
  const code = codes?.codes[row];
  return codes && code !== undefined && code !== codes.absent ? String(codes.levels[code]) : "";
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
