/** Smoothing, where a person asks for it: it is never there by default. */

/**
 * `ema` weighs points by how many lie between, `time` by how far along the axis they lie, `gaussian` looks both ways, and
 * `average` is the plain mean of the neighbours.
 */
export const SMOOTHINGS = ["ema", "time", "gaussian", "average"] as const;
export type SmoothingMethod = (typeof SMOOTHINGS)[number];

export interface Smoothing {
  readonly method: SmoothingMethod;
  /** From 0 (none) to under 1: what an earlier point keeps of its weight. */
  readonly strength: number;
}

/** Beyond so many widths a bell has no weight. */
const FAR = 3;

/** The values from `from` to `to`, smoothed; what is not a number is passed over and stays. */
export function smoothed(
  { method, strength }: Smoothing,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  from: number,
  to: number,
): Float32Array {
  if (!(strength > 0)) return Float32Array.from({ length: to - from }, (_, i) => ys[from + i]!);
  if (method === "ema") return decaying(ys, from, to, () => strength);
  if (method === "time") return decaying(ys, from, to, byDistance(xs, from, to, strength));
  const reach = strength / (1 - strength); // as old as the points of a moving average are in the mean
  return method === "gaussian" ? around(ys, from, to, reach * FAR, bell(reach)) : around(ys, from, to, reach, () => 1);
}

/** A moving average with the pull of its first value taken out (as Adam does), so that it does not start too low. */
function decaying(ys: ArrayLike<number>, from: number, to: number, kept: (i: number) => number): Float32Array {
  const made = new Float32Array(to - from);
  let [sum, weight] = [0, 0];
  for (let i = from; i < to; i++) {
    const [value, keeps] = [ys[i]!, kept(i)];
    if (Number.isFinite(value)) {
      sum = keeps * sum + (1 - keeps) * value;
      weight = keeps * weight + (1 - keeps);
    }
    made[i - from] = weight > 0 && Number.isFinite(value) ? sum / weight : value;
  }
  return made;
}

/** A gap twice as long as the mean one counts as two points. */
function byDistance(xs: ArrayLike<number>, from: number, to: number, strength: number): (i: number) => number {
  const mean = Math.abs(xs[to - 1]! - xs[from]!) / Math.max(1, to - from - 1);
  const gap = (i: number) => (i > from && mean > 0 ? Math.abs(xs[i]! - xs[i - 1]!) / mean : 1);
  return (i) => strength ** gap(i);
}

function bell(width: number): (distance: number) => number {
  return (distance) => Math.exp(-0.5 * (distance / width) ** 2);
}

function around(
  ys: ArrayLike<number>,
  from: number,
  to: number,
  reach: number,
  weigh: (distance: number) => number,
): Float32Array {
  const most = Math.round(reach);
  return Float32Array.from({ length: to - from }, (_, at) => {
    const here = ys[from + at]!;
    if (!Number.isFinite(here)) return here;
    let [sum, weight] = [0, 0];
    for (let i = Math.max(from, from + at - most); i <= Math.min(to - 1, from + at + most); i++) {
      if (!Number.isFinite(ys[i]!)) continue;
      const share = weigh(i - from - at);
      sum += share * ys[i]!;
      weight += share;
    }
    return sum / weight;
  });
}
