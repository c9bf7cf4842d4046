/** Which sweeps of a project can be set beside each other. */
import type { SweepView } from "../../data/model";

/** The metrics of the sweeps that have a value, the most frequent first. */
export function metricsOf(sweeps: readonly SweepView[]): string[] {
  const counts = new Map<string, number>();
  for (const { objective, best } of sweeps) {
    if (objective && best) counts.set(objective.name, (counts.get(objective.name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
}

/** The sweeps with a metric, the best first; those without a value last. */
export function comparable(sweeps: readonly SweepView[], metric: string): SweepView[] {
  const shown = sweeps.filter((sweep) => sweep.objective?.name === metric);
  return shown.sort((a, b) => lossOf(a) - lossOf(b) || b.created - a.created);
}

function lossOf({ best, objective }: SweepView): number {
  if (!best) return Number.POSITIVE_INFINITY;
  return objective?.goal === "maximize" ? -best.value : best.value;
}
