/** How long runs are, as their parameters tell. */
import type { ParameterView } from "./model";
import type { RunTable } from "./runs";

/**
 * The parameter that says how many rows a run logs, such as the number of epochs: every finished run has as many rows
 * as it says. Null if there is none.
 */
export function lengthParameter(table: RunTable, varying: readonly ParameterView[]): string | null {
  for (const { path, kind } of varying) {
    if (kind !== "float" && saysLength(table, path)) return path;
  }
  return null;
}

function saysLength(table: RunTable, path: string): boolean {
  let finished = 0;
  for (let row = 0; row < table.count; row++) {
    if (table.stateAt(row) !== "finished") continue;
    if (table.paramAt(path, row) !== table.rows[row]) return false;
    finished += 1;
  }
  return finished > 0;
}
