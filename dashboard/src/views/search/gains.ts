/** What each suggestion of the model promised, and what it brought. */
import type { Gain } from "../../charts/gain";
import type { Goal } from "../../data/model";
import type { RunTable } from "../../data/runs";
import type { Unit } from "./unit";
import { shareOf } from "./unit";

/** Runs that have not begun, and those whose end says nothing of their configuration. */
const SILENT = new Set(["pending", "failed", "crashed", "canceled"]);

/** In order of number; `values` are the objective's, a place for each run of the table. */
export function gainsOf(table: RunTable, values: ArrayLike<number>, goal: Goal, unit: Unit): Gain[] {
  const before = bestBefore(table, values, goal);
  const gains: Gain[] = [];
  for (let row = 0; row < table.count; row++) {
    const promised = table.restAt(row).reason?.expected_improvement ?? null;
    const best = before[row]!;
    if (promised === null || Number.isNaN(best) || SILENT.has(table.stateAt(row))) continue;
    const better = goal === "minimize" ? best - values[row]! : values[row]! - best;
    gains.push({
      run: row,
      number: table.number[row]!,
      expected: shareOf(promised, unit, best),
      got: better > 0 ? shareOf(better, unit, best) : 0,
      running: !(table.ended[row]! > 0),
    });
  }
  return gains;
}

/** For each run the best value of those that had ended when it was suggested; NaN where none had. */
function bestBefore(table: RunTable, values: ArrayLike<number>, goal: Goal): Float64Array {
  const rows = Array.from({ length: table.count }, (_, row) => row);
  const ended = rows.filter((row) => table.ended[row]! > 0 && Number.isFinite(values[row]));
  ended.sort((a, b) => table.ended[a]! - table.ended[b]!);
  const asked = rows.sort((a, b) => table.created[a]! - table.created[b]!);
  const before = new Float64Array(table.count);
  let [best, next] = [Number.NaN, 0];
  for (const row of asked) {
    while (next < ended.length && table.ended[ended[next]!]! <= table.created[row]!) {
      const value = values[ended[next]!]!;
      if (!(goal === "minimize" ? best <= value : best >= value)) best = value;
      next += 1;
    }
    before[row] = best;
  }
  return before;
}

/** How many of the latest suggestions tell how it goes now. */
const LATE = 5;

/** What the latest suggestions that ended promised and brought, on average; null without any. */
export function lately(gains: readonly Gain[]): { n: number; expected: number; got: number } | null {
  const last = gains.filter(({ running }) => !running).slice(-LATE);
  if (last.length === 0) return null;
  const mean = (part: "expected" | "got") => last.reduce((sum, one) => sum + one[part], 0) / last.length;
  return { n: last.length, expected: mean("expected"), got: mean("got") };
}
