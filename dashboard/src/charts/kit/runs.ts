/** Which runs come first, are coloured, are drawn. */
import type { Runs } from "../types";
import { UNRANKED } from "../types";

/** From here on marks and lines are drawn as those of many. */
export const MANY = 300;
/** From here on only a sample of lines is drawn, and points fall into cells. */
export const HUGE = 2000;
/** How many lines are drawn of very many. */
export const SAMPLE = 1000;

const orders = new WeakMap<object, { count: number; order: Uint32Array }>();

/** Indices of all runs, best first, those without a value last. Sorted once for each array of ranks. */
export function byRank(runs: Runs): Uint32Array {
  const known = orders.get(runs.rank);
  if (known?.count === runs.count) return known.order;
  const order = Uint32Array.from({ length: runs.count }, (_, i) => i);
  const rank = runs.rank;
  order.sort((a, b) => rank[a]! - rank[b]! || a - b);
  orders.set(runs.rank, { count: runs.count, order });
  return order;
}

export function inside(runs: Runs, run: number): boolean {
  return runs.selected === null || runs.selected[run] === 1;
}

export function ranked(runs: Runs, run: number): boolean {
  return runs.rank[run] !== UNRANKED;
}

/** The place of each run among the coloured ones, from 0; -1 for the rest. */
export function places(runs: Runs): Int32Array {
  const place = new Int32Array(runs.count).fill(-1);
  for (let i = runs.best.length - 1; i >= 0; i--) place[runs.best[i]!] = i;
  return place;
}

/** At most `size` of the selected runs, evenly over their ranks, so that the sample has the shape of the whole. */
export function sample(runs: Runs, size: number = SAMPLE): Uint32Array {
  const order = byRank(runs);
  const pool = runs.selected ? order.filter((run) => inside(runs, run)) : order;
  if (pool.length <= size) return pool;
  return Uint32Array.from({ length: size }, (_, i) => pool[Math.floor((i * pool.length) / size)]!);
}

/** How many runs the selection holds. */
export function selectedCount(runs: Runs): number {
  if (!runs.selected) return runs.count;
  let count = 0;
  for (let i = 0; i < runs.count; i++) count += runs.selected[i]!;
  return count;
}
