/** Where the many lie: quantiles of values, and of curves at each place along them. */
import type { Lines } from "../types";

/** The value below which a share of the sorted values lies. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/** The 10th, 25th, 50th, 75th and 90th of a hundred. */
export const SHARES = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

export interface Bands {
  readonly x: Float64Array;
  /** One array for each of `SHARES`, with a value for each place. */
  readonly at: readonly Float64Array[];
}

/** With fewer curves than this, quantiles are not drawn: they would only be the curves again. */
const LEAST = 8;
const PLACES = 120;

/** Quantiles of the chosen curves at each of their places, of those that are still going there. */
export function bands(lines: Lines, chosen: ArrayLike<number>): Bands {
  const grid = placesOf(lines, chosen);
  const columns = gather(lines, chosen, grid);
  const kept = columns.map((_, i) => i).filter((i) => columns[i]!.length > LEAST);
  const sorted = kept.map((i) => Float64Array.from(columns[i]!).sort());
  return {
    x: Float64Array.from(kept, (i) => grid[i]!),
    at: SHARES.map((share) => Float64Array.from(sorted, (values) => quantile(values, share))),
  };
}

/** Every x that occurs where these are few (rows of runs that log alike), else places evenly between the ends. */
function placesOf(lines: Lines, chosen: ArrayLike<number>): Float64Array {
  const found = new Set<number>();
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < chosen.length; i++) {
    const [from, to] = [lines.start[chosen[i]!]!, lines.start[chosen[i]! + 1]!];
    for (let point = from; point < to; point++) {
      const x = lines.x[point]!;
      if (found.size <= PLACES) found.add(x);
      if (x < low) low = x;
      if (x > high) high = x;
    }
  }
  if (found.size <= PLACES) return Float64Array.from(found).sort();
  return Float64Array.from({ length: PLACES }, (_, i) => low + ((high - low) * i) / (PLACES - 1));
}

function gather(lines: Lines, chosen: ArrayLike<number>, grid: Float64Array): number[][] {
  const columns: number[][] = Array.from(grid, () => []);
  for (let i = 0; i < chosen.length; i++) {
    let point = lines.start[chosen[i]!]!;
    const last = lines.start[chosen[i]! + 1]! - 1;
    for (let place = 0; place < grid.length && point <= last; place++) {
      const x = grid[place]!;
      if (x < lines.x[point]!) continue;
      while (point < last && lines.x[point + 1]! <= x) point += 1;
      const value = between(lines, point, last, x);
      if (!Number.isNaN(value)) columns[place]!.push(value);
    }
  }
  return columns;
}

/** The value of a curve at `x`, between a point and the next; NaN where the curve has ended. */
function between(lines: Lines, point: number, last: number, x: number): number {
  const x0 = lines.x[point]!;
  if (x === x0) return lines.y[point]!;
  if (point === last) return Number.NaN;
  const share = (x - x0) / (lines.x[point + 1]! - x0);
  return lines.y[point]! + share * (lines.y[point + 1]! - lines.y[point]!);
}
