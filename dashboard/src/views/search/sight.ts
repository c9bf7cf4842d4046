/** What the panels of the page look at: the runs, what the search believes of them, and what follows from both. */
import { byRank, ranked } from "../../charts/kit/runs";
import type { Better, Runs } from "../../charts/types";
import type { Goal, Model, Portrait, SweepDetail } from "../../data/model";
import type { SweepModel } from "../sweep/model";
import { isOpen } from "../sweep/progress";

export interface Best {
  row: number;
  number: number;
  value: number;
}

export interface Sight {
  page: SweepModel;
  sweep: SweepDetail;
  runs: Runs;
  /** Name of the objective. */
  metric: string;
  goal: Goal;
  better: Better;
  portrait: Portrait;
  model: Model | null;
  best: Best | null;
  /** The number that the next suggestion will have. */
  nextNumber: number;
  /** Whether agents may still be given runs. */
  open: boolean;
  /** How the objective is spaced. */
  scale: "log" | "linear";
}

/** Null until there are runs, and a portrait of them. */
export function sightOf(page: SweepModel, portrait: Portrait | null): Sight | null {
  const [sweep, seen] = [page.sweep.value, page.seen.value];
  if (!sweep || !seen || !portrait) return null;
  const { runs } = seen;
  return {
    page,
    sweep,
    runs,
    portrait,
    metric: page.objective,
    goal: page.goal,
    better: page.goal === "maximize" ? "higher" : "lower",
    model: portrait.model,
    best: bestOf(runs),
    nextNumber: portrait.number,
    open: isOpen(sweep),
    scale: page.scale.value,
  };
}

function bestOf(runs: Runs): Best | null {
  const row = byRank(runs)[0];
  if (row === undefined || !ranked(runs, row)) return null;
  return { row, number: runs.number[row]!, value: runs.value[row]! };
}
