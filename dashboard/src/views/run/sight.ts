/** What the parts of the run page look at: the run, and its sweep as far as it has one and is loaded. */
import type { Goal, RunView, SweepDetail } from "../../data/model";
import type { RunTable } from "../../data/runs";
import { bestUntil, companion, plannedRows, type Standing, standing } from "../../data/standing";
import type { OpenRun } from "../../live/run";
import type { OpenSweep } from "../../live/sweep";

export interface Sight {
  open: OpenRun;
  run: RunView;
  sweep: SweepDetail | null;
  openSweep: OpenSweep | null;
  table: RunTable | null;
  /** The objective; null for a run without one. */
  metric: string | null;
  goal: Goal;
  /** Another metric worth standing beside it. */
  beside: string | null;
  standing: Standing | null;
  bestBefore: { number: number; value: number } | null;
  planned: { rows: number; epochs: boolean } | null;
  /** Whether something may still change. */
  active: boolean;
}

/** Reads the signals, so that whoever calls it is drawn anew when they change. */
export function sightOf(open: OpenRun): Sight | null {
  const run = open.run.value;
  if (!run) return null;
  open.tick.value;
  const openSweep = open.sweep.value;
  openSweep?.tick.value;
  const sweep = openSweep?.sweep.value ?? null;
  const table = openSweep?.runs.value ?? null;
  const metric = sweep?.objective?.name ?? null;
  const goal = sweep?.objective?.goal ?? "minimize";
  const known = table && metric && run.number !== null ? { table, metric, number: run.number } : null;
  const lines = openSweep && known ? openSweep.lines(known.metric).value.value : null;
  return {
    open,
    run,
    sweep,
    openSweep,
    table,
    metric,
    goal,
    beside: companion(Object.keys(run.ranges), metric),
    standing: known && standing(known.table, known.number, known.metric, goal),
    bestBefore: known && bestUntil(known.table, lines, known.number, known.metric, goal),
    planned: plannedRows(run),
    active: run.ended === null,
  };
}

/** Whether the run is the best of its sweep. */
export function isBest({ run, standing: place }: Sight): boolean {
  return run.number !== null && place?.best === run.number;
}
