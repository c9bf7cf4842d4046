/** What each column of the runs table says, as fields over the table of runs. */
import type { Field } from "./fields";
import { ABSENT } from "./growing";
import { type Json, STATES } from "./model";
import type { Of, RunTable } from "./runs";

export interface FieldSource {
  table: RunTable;
  /** The objective, NaN where a run has none. */
  values: Float64Array;
  of: Of;
}

/** The field of a column by its id, or null for a column without values, such as a picture. */
export function fieldOf(id: string, { table, values, of }: FieldSource, objective: string): Field | null {
  if (id === `metric:${objective}`) return { kind: "number", values };
  if (id.startsWith("metric:")) return { kind: "number", values: table.metric(id.slice(7), of) };
  if (id.startsWith("param:")) return paramField(table, id.slice(6));
  const plain = PLAIN[id];
  return plain ? plain(table) : null;
}

const PLAIN: { [id: string]: ((table: RunTable) => Field) | undefined } = {
  number: (table) => ({ kind: "number", values: table.number }),
  state: (table) => ({ kind: "category", codes: table.state, levels: STATES, absent: STATES.length }),
  rows: (table) => ({ kind: "number", values: table.rows }),
  duration: (table) => ({ kind: "number", values: durations(table) }),
  started: (table) => ({ kind: "number", values: table.started }),
  attempt: (table) => ({ kind: "number", values: table.attempt }),
  agent: (table) => ({ kind: "text", text: (row) => table.restAt(row).agent }),
  name: (table) => ({ kind: "text", text: (row) => table.restAt(row).name }),
  notes: (table) => ({ kind: "text", text: (row) => table.restAt(row).notes }),
  tag: (table) => ({ kind: "text", text: (row) => table.restAt(row).tags.join(", ") }),
  error: (table) => ({ kind: "text", text: (row) => table.restAt(row).error }),
};

function paramField(table: RunTable, path: string): Field | null {
  const column = table.param(path);
  if (!column) return null;
  return column.kind === "number"
    ? { kind: "number", values: column.values }
    : { kind: "category", codes: column.codes, levels: column.levels, absent: ABSENT };
}

/** What is the same for all runs. */
export function constantField(value: Json, count: number): Field {
  return { kind: "category", codes: new Uint8Array(count), levels: [value], absent: 1 };
}

/** Seconds from start to end; a run that goes on has none. */
export function durations(table: RunTable): Float64Array {
  return table.ended.map((ended, row) => ended - table.started[row]!).subarray(0, table.count);
}
