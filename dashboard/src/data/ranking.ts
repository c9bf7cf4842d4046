/** Which runs are better than which. */
import type { Goal } from "./model";

/** The rank of a run without a value. */
export const UNRANKED = 0xffffffff;

/** Losses, lower is better whatever the goal; NaN where there is no finite value. */
export function losses(values: Float64Array, goal: Goal, count = values.length): Float64Array {
  const sign = goal === "maximize" ? -1 : 1;
  return Float64Array.from({ length: count }, (_, i) => {
    const value = values[i];
    return Number.isFinite(value) ? sign * value : Number.NaN;
  });
}

/** Ranks from 0 (best) among the runs that `mask` lets in; the earlier of two equals is the better one. */
export function ranks(loss: Float64Array, mask?: Uint8Array | null): Uint32Array {
  const order = ordered(loss, mask);
  const rank = new Uint32Array(loss.length).fill(UNRANKED);
  order.forEach((row, place) => {
    rank[row] = place;
  });
  return rank;
}

/** The rows of the `k` best runs that `mask` lets in, best first. */
export function best(loss: Float64Array, k: number, mask?: Uint8Array | null): Uint32Array {
  return ordered(loss, mask).slice(0, k);
}

/** Rows with a value, best first. */
export function ordered(loss: Float64Array, mask?: Uint8Array | null): Uint32Array {
  const rows: number[] = [];
  for (let i = 0; i < loss.length; i++) if (!Number.isNaN(loss[i]) && (!mask || mask[i])) rows.push(i);
  rows.sort((a, b) => loss[a] - loss[b] || a - b);
  return Uint32Array.from(rows);
}

/** How many runs are coloured unless the user says otherwise: 5 of 20, 20 of 1,000, 50 of 10,000. */
export function defaultBest(count: number): number {
  if (count <= 100) return Math.min(5, count);
  return count <= 3000 ? 20 : 50;
}
