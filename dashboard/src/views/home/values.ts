/** Sweeps as values for a file. */
import type { SweepView } from "../../data/model";
import { endedRuns, labelOf } from "./list";

type Cells = (string | number | null)[][];

export function valuesOf(sweeps: readonly SweepView[]): Cells {
  const head = [
    "sweep",
    "id",
    "state",
    "method",
    "ended",
    "total",
    "metric",
    "goal",
    "best",
    "run",
    "created",
    "changed",
  ];
  const rows = sweeps.map((sweep) => [
    labelOf(sweep),
    sweep.id,
    sweep.state,
    sweep.method,
    endedRuns(sweep),
    sweep.total,
    sweep.objective?.name ?? "",
    sweep.objective?.goal ?? "",
    sweep.best?.value ?? null,
    sweep.best?.number ?? null,
    new Date(sweep.created * 1000).toISOString(),
    new Date(sweep.changed * 1000).toISOString(),
  ]);
  return [head, ...rows];
}

/** A line for each run that was better than all before it. */
export function bestValuesOf(sweeps: readonly SweepView[]): Cells {
  const bests = sweeps.flatMap((sweep) => sweep.spark.map(([run, best]) => [labelOf(sweep), sweep.id, run, best]));
  return [["sweep", "id", "run", "best so far"], ...bests];
}
