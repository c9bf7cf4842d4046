/** The curves of a group of runs as one: the mean of those that reached a point, and how they spread. */

export interface Points {
  /** Points of curve `i` are those from `start[i]` to `start[i + 1]`. */
  start: ArrayLike<number>;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export interface GroupCurve {
  x: Float64Array;
  mean: Float64Array;
  /** One standard deviation below and above, but never beyond the runs themselves. */
  low: Float64Array;
  high: Float64Array;
}

interface Sum {
  n: number;
  mean: number;
  squares: number;
  min: number;
  max: number;
}

/** At most so many points, so that times that are all different fall together. */
const MOST_POINTS = 200;

/** The curves with these places in `points` as one. */
export function groupCurve(points: Points, curves: readonly number[]): GroupCurve {
  const snap = snapper(points, curves);
  const sums = new Map<number, Sum>();
  for (const curve of curves) {
    for (let at = points.start[curve]!; at < points.start[curve + 1]!; at++)
      add(sums, snap(points.x[at]!), points.y[at]!);
  }
  const xs = [...sums.keys()].sort((a, b) => a - b);
  const of = (pick: (sum: Sum) => number) => Float64Array.from(xs, (x) => pick(sums.get(x)!));
  return {
    x: Float64Array.from(xs),
    mean: of((sum) => sum.mean),
    low: of((sum) => Math.max(sum.min, sum.mean - deviation(sum))),
    high: of((sum) => Math.min(sum.max, sum.mean + deviation(sum))),
  };
}

function add(sums: Map<number, Sum>, x: number, y: number): void {
  if (!Number.isFinite(y)) return;
  const sum = sums.get(x) ?? { n: 0, mean: 0, squares: 0, min: y, max: y };
  sum.n += 1;
  const step = y - sum.mean;
  sum.mean += step / sum.n;
  sum.squares += step * (y - sum.mean);
  sum.min = Math.min(sum.min, y);
  sum.max = Math.max(sum.max, y);
  sums.set(x, sum);
}

function deviation({ n, squares }: Sum): number {
  return n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
}

/** Whole numbers stay as they are as long as they are few; others fall into equal parts of what they span. */
function snapper(points: Points, curves: readonly number[]): (x: number) => number {
  const distinct = new Set<number>();
  for (const curve of curves) {
    for (let at = points.start[curve]!; at < points.start[curve + 1]!; at++) distinct.add(points.x[at]!);
  }
  if (distinct.size <= MOST_POINTS) return (x) => x;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of distinct) {
    low = Math.min(low, x);
    high = Math.max(high, x);
  }
  const width = (high - low) / MOST_POINTS;
  return (x) => low + (Math.floor((x - low) / width) + 0.5) * width;
}
