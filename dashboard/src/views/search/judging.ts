/** How good predictions have been, and what chance alone would allow. */
import type { Prediction } from "../../charts/calibration";
import { likely } from "../../data/prediction";
import type { Sight } from "./sight";

/** Of so many runs, these lie inside; anything from `least` to `most` would be no surprise. */
export interface Verdict {
  count: number;
  inside: number;
  least: number;
  most: number;
}

/** How many of ten lie inside, as promised. */
export const PROMISED = 0.8;
/** Fewer runs than this are too few to judge by. */
export const FEWEST = 8;
const SURPRISE = 0.05;
const ODDS = Math.log(PROMISED / (1 - PROMISED));

export function verdictOf(predictions: readonly Prediction[]): Verdict {
  const counted = predictions.filter(({ hollow }) => !hollow);
  const [least, most] = expectedOf(counted.length);
  return { count: counted.length, inside: counted.filter(({ inside }) => inside).length, least, most };
}

/** How many of `count` fall inside, nine times in ten, if each does with the chance promised (binomial). */
export function expectedOf(count: number): [number, number] {
  let [log, sum, least] = [count * Math.log(1 - PROMISED), 0, 0];
  for (let inside = 0; inside < count; inside++) {
    sum += Math.exp(log); // of many runs a single chance is too small for a number, its logarithm is not
    if (sum <= SURPRISE) least = inside + 1;
    if (sum >= 1 - SURPRISE) return [least, inside];
    log += Math.log((count - inside) / (inside + 1)) + ODDS;
  }
  return [least, count];
}

/**
 * Each run predicted from all others. To the model all that is bad enough is the same, and a run that is worse than that
 * lies inside an interval that reaches as far: it stands at its end, with `beyond`.
 */
export function leftOut({ model, page, better }: Sight): LeftOutPrediction[] {
  const table = page.seen.value?.table;
  return (model?.left_out ?? []).map(({ number, measured, predicted, inside }) => {
    const end = better === "lower" ? Math.min(measured, predicted.high) : Math.max(measured, predicted.low);
    const beyond = inside && end !== measured;
    const run = number === null || !table ? -1 : table.row(number);
    return { run, measured: beyond ? end : measured, ...predicted, inside, beyond };
  });
}

export type LeftOutPrediction = Prediction & { beyond: boolean };

/** Runs worse than what the model can tell apart: how many, and from where on; null without any. */
export function beyondOf(predictions: readonly LeftOutPrediction[]): { count: number; from: number } | null {
  const beyond = predictions.filter((one) => one.beyond);
  return beyond.length ? { count: beyond.length, from: beyond[0]!.measured } : null;
}

/** Each run as it was predicted when it was suggested; those that were stopped early never reached that end. */
export function whenSuggested({ page, goal, runs }: Sight): Prediction[] {
  const table = page.seen.value?.table;
  if (!table) return [];
  const found: Prediction[] = [];
  for (let run = 0; run < runs.count; run++) {
    const predicted = table.restAt(run).reason?.predicted;
    const state = table.stateAt(run);
    const measured = runs.value[run]!;
    if (!predicted || !Number.isFinite(measured) || (state !== "finished" && state !== "stopped")) continue;
    const { low, high } = likely(predicted, goal);
    const inside = measured >= low && measured <= high;
    found.push({ run, measured, mean: predicted.mean, low, high, inside, hollow: state === "stopped" });
  }
  return found;
}
