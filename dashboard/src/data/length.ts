/** How long runs are, as their parameters tell. */
import { type ParameterView, STATES } from "./model";
import type { RunTable } from "./runs";

/**
 * The parameter that says how many rows a run logs, such as the number of epochs: every finished run has as many rows
 * as it says, or one more for what is logged of the whole run at its end. Null if there is none.
 */
export function lengthParameter(table: RunTable, varying: readonly ParameterView[]): string | null {
  const candidates = varying.filter(({ kind }) => kind !== "float").map(({ path }) => path);
  const states = table.state.subarray(0, table.count);
  if (!states.includes(FINISHED)) return candidates.find((path) => NAMES.test(path)) ?? null;
  return candidates.find((path) => saysLength(table, path)) ?? null;
}

/** What a row of a run is, where its script says so by what the parameter of their number is called: `epoch`. */
export function rowName(table: RunTable, varying: readonly ParameterView[]): string | null {
  const last = lengthParameter(table, varying)?.split(".").at(-1);
  return last?.replace(/^(?:n|num|max)_/, "").replace(/s$/, "") ?? null;
}

/** What such a parameter is called; believed only until a run has finished. */
const NAMES = /(^|[._])(epochs?|steps?|iterations?|rounds?)$/;
const FINISHED = STATES.indexOf("finished");

function saysLength(table: RunTable, path: string): boolean {
  for (let row = 0; row < table.count; row++) {
    if (table.stateAt(row) !== "finished") continue;
    const said = table.paramAt(path, row);
    if (typeof said !== "number" || (table.rows[row] !== said && table.rows[row] !== said + 1)) return false;
  }
  return true;
}
