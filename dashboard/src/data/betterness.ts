/** Which end of a metric is better, as far as its name tells. */
import type { Objective } from "./model";

export type Better = "lower" | "higher";

const LOWER = /loss|err|perplexity|ppl|mae|mse|rmse|nll|latency|regret|wer\b/i;
const HIGHER = /acc|f1|auc|precision|recall|score|bleu|rouge|iou|map\b|dice|r2|reward|return/i;

/** The objective's goal says it; of other metrics only the name, and null where that says nothing. */
export function betterOf(metric: string, objective: Objective | null): Better | null {
  if (objective && metric === objective.name) return objective.goal === "maximize" ? "higher" : "lower";
  if (LOWER.test(metric)) return "lower";
  return HIGHER.test(metric) ? "higher" : null;
}
