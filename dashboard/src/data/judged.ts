/** By which metric runs are judged: the sweep's own, or another that a person has chosen for the page. */
import { betterOf } from "./betterness";
import type { Goal, Objective } from "./model";

export interface Judged {
  /** "" where there is no metric at all. */
  name: string;
  goal: Goal;
  /** Whether it is what the sweep itself goes by. */
  own: boolean;
}

/** A chosen metric that does not occur is none: a link may be older than the runs. */
export function judgedBy(objective: Objective | null, metrics: readonly string[], chosen?: string): Judged {
  const name = objective?.name ?? metrics[0] ?? "";
  if (chosen && chosen !== name && metrics.includes(chosen)) return { name: chosen, goal: goalOf(chosen), own: false };
  return { name, goal: objective?.goal ?? "minimize", own: true };
}

/** Which way is good, as far as a metric's name tells. */
export function goalOf(metric: string): Goal {
  return betterOf(metric, null) === "higher" ? "maximize" : "minimize";
}
