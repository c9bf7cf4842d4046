/** The curves of a group of runs as one: the middle of those that reached a point, and how they spread. */

export interface Points {
  /** Points of curve `i` are those from `start[i]` to `start[i + 1]`. */
  start: ArrayLike<number>;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export interface GroupCurve {
  x: Float64Array;
  /** The mean, or the median. */
  mean: Float64Array;
  low: Float64Array;
  high: Float64Array;
}

/**
 * What a group is drawn as: its mean within a standard deviation, a standard error, or its least and greatest; or its
 * median between the quartiles.
 */
export const AGGREGATES = ["deviation", "error", "range", "median"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

/** At most so many points, so that times that are all different fall together. */
const MOST_POINTS = 200;

/** The curves with these places in `points` as one. */
export function groupCurve(points: Points, curves: readonly number[], as: Aggregate = "deviation"): GroupCurve {
  const snap = snapper(points, curves);
  const found = new Map<number, number[]>();
  for (const curve of curves) {
    for (let at = points.start[curve]!; at < points.start[curve + 1]!; at++) {
      if (Number.isFinite(points.y[at]!)) put(found, snap(points.x[at]!), points.y[at]!);
    }
  }
  const xs = [...found.keys()].sort((a, b) => a - b);
  const spreads = xs.map((x) => spreadOf(Float64Array.from(found.get(x)!).sort(), as));
  const of = (place: 0 | 1 | 2) => Float64Array.from(spreads, (spread) => spread[place]);
  return { x: Float64Array.from(xs), low: of(0), mean: of(1), high: of(2) };
}

function put(found: Map<number, number[]>, x: number, y: number): void {
  const values = found.get(x);
  if (values) values.push(y);
  else found.set(x, [y]);
}

/** Low, middle and high of sorted values, but never beyond the values themselves. */
function spreadOf(values: Float64Array, as: Aggregate): [number, number, number] {
  const [least, most] = [values[0]!, values[values.length - 1]!];
  if (as === "median") return [between(values, 0.25), between(values, 0.5), between(values, 0.75)];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (as === "range") return [least, mean, most];
  const half = deviation(values, mean) / (as === "error" ? Math.sqrt(values.length) : 1);
  return [Math.max(least, mean - half), mean, Math.min(most, mean + half)];
}

function deviation(values: Float64Array, mean: number): number {
  if (values.length < 2) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** The quantile at a share, between the two nearest values. */
function between(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
  return low + (high - low) * (at - Math.floor(at));
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
