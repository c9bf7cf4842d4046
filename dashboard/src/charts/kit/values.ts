/** The scale of the objective, and of anything that runs are measured by. */
import type { Better, Runs } from "../types";
import { quantile } from "./quantiles";
import { remembered } from "./remembered";
import { byRank } from "./runs";
import type { Scale, ScaleKind } from "./scale";
import { backward, extent, fitting, forward, opened, padded, scale } from "./scale";

/** How far beyond the worst tenth the axis reaches at most, as a share of what the others span. */
const BEYOND = 0.6;
const PAD = 0.05;
/** So few runs all count. */
const FEW = 10;

export function valueScale(
  runs: Runs,
  better: Better,
  wanted: "log" | "linear",
  range: readonly [number, number],
): Scale {
  const all = extent(runs.value, runs.count) ?? [0.01, 1];
  const kind = fitting(wanted, better, all);
  const domain = remembered(runs, `reached ${kind} ${better}`, () => reached(runs, better, kind, all));
  return scale(kind, padded(kind, opened(kind, domain), PAD), range);
}

function reached(runs: Runs, better: Better, kind: ScaleKind, all: [number, number]): [number, number] {
  const values = Array.from(byRank(runs), (run) => runs.value[run]!).filter(Number.isFinite);
  if (values.length < FEW) return all;
  const best = forward(kind, values[0]!);
  const tenth = forward(kind, quantile(values, 0.9));
  const limit = backward(kind, tenth + (tenth - best) * BEYOND);
  return better === "lower" ? [all[0], Math.min(all[1], limit)] : [Math.max(all[0], limit), all[1]];
}

/** Pixels of a value; one beyond the axis lies on its edge, NaN stays without a place. */
export function edged(scaled: Scale, value: number): number {
  const at = scaled.at(value);
  const [a, b] = scaled.range;
  const low = Math.min(a, b);
  return at < low ? low : Math.min(at, Math.max(a, b));
}
