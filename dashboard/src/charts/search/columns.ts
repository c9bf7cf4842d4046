/** A column for each run: what the charts of gain and of novelty share. */
import { charts as words } from "../../messages/charts";
import type { Frame } from "../kit/axes";
import type { Scale } from "../kit/scale";
import { scale } from "../kit/scale";
import { wholeTicks } from "../kit/ticks";
import type { Tick } from "../types";
import { NOTHING } from "../types";

export interface Columns {
  readonly x: Scale;
  readonly width: number;
  readonly ticks: readonly Tick[];
}

const SHARE = 0.64;

/** Columns for the numbers of runs from `first` to `last`. */
export function columns(first: number, last: number, frame: Frame): Columns {
  const x = scale("linear", [first - 0.5, Math.max(first, last) + 0.5], [frame.left, frame.right]);
  const width = Math.max(1, (x.at(first + 1) - x.at(first)) * SHARE);
  const found = wholeTicks(scale("linear", [first, Math.max(first + 1, last)], [x.at(first), x.at(last)]), 44);
  const ticks = found.map((tick, i) => (i === 0 ? { ...tick, label: words.run(tick.label) } : tick));
  return { x, width: Math.min(26, width), ticks: ticks.filter((tick) => tick.at <= frame.right) };
}

/** The run of the column nearest to a place. */
export function nearestColumn(
  { x, width }: Columns,
  items: readonly { readonly run: number; readonly number: number }[],
  px: number,
): number {
  let [found, least] = [NOTHING, Math.max(7, width / 2 + 1)];
  for (const { run, number } of items) {
    const distance = Math.abs(x.at(number) - px);
    if (distance < least) [found, least] = [run, distance];
  }
  return found;
}
