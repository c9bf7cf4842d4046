/** What gains are measured by, so that 6 % means something whatever the metric is. */
import type { Goal } from "../../data/model";

/**
 * A gain is a share of the best value where losses are above 0, of the error that is left where an accuracy lies between
 * 0 and 1, and else of the way from the middle run to the best one.
 */
export interface Unit {
  kind: "value" | "error" | "way";
  /** The size of 1, in the metric's own units, where `best` is the best value so far. */
  of(best: number): number;
}

export function unitOf(values: ArrayLike<number>, goal: Goal): Unit {
  const finite = Array.from(values).filter(Number.isFinite);
  if (goal === "minimize" && finite.every((value) => value > 0)) return { kind: "value", of: (best) => best };
  if (goal === "maximize" && finite.every((value) => value >= 0 && value <= 1)) {
    return { kind: "error", of: (best) => 1 - best };
  }
  const way = wayOf(finite, goal);
  return { kind: "way", of: () => way };
}

function wayOf(finite: number[], goal: Goal): number {
  const sorted = finite.sort((a, b) => (goal === "minimize" ? a - b : b - a));
  return sorted.length ? Math.abs(sorted[Math.floor(sorted.length / 2)]! - sorted[0]!) : 0;
}

/** A gain as a share; 0 where there is nothing that it could be a share of. */
export function shareOf(gain: number, unit: Unit, best: number): number {
  const size = unit.of(best);
  return size > 0 ? gain / size : 0;
}
