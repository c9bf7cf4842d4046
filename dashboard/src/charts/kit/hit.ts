/**
 * What lies under the pointer.
 *
 * Points are looked through one by one: ten thousand take some microseconds, less than keeping an index of them would.
 * Of a curve only the part near the pointer is looked at, found by halving.
 */
import { NOTHING } from "../types";

/** How far from a line or a mark it is still meant, in pixels. */
export const REACH = 12;

/** The nearest of the chosen points within `reach`, or `NOTHING`. */
export function nearestPoint(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  chosen: ArrayLike<number>,
  x: number,
  y: number,
  reach: number = REACH,
): number {
  let [found, least] = [NOTHING, reach * reach];
  for (let i = 0; i < chosen.length; i++) {
    const point = chosen[i]!;
    const [dx, dy] = [xs[point]! - x, ys[point]! - y];
    const distance = dx * dx + dy * dy;
    if (distance < least) {
      least = distance;
      found = point;
    }
  }
  return found;
}

/** The distance from a place to the curve through points `from` to `to`, whose x grow; Infinity beyond `reach`. */
export function distanceToCurve(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  from: number,
  to: number,
  x: number,
  y: number,
  reach: number = REACH,
): number {
  let least = Number.POSITIVE_INFINITY;
  let point = Math.max(from, firstAbove(xs, from, to, x - reach) - 1);
  if (to - from === 1) return within(Math.hypot(xs[from]! - x, ys[from]! - y), reach);
  for (; point + 1 < to && xs[point]! <= x + reach; point++) {
    const distance = distanceToSegment(xs[point]!, ys[point]!, xs[point + 1]!, ys[point + 1]!, x, y);
    if (distance < least) least = distance;
  }
  return within(least, reach);
}

export function distanceToSegment(x0: number, y0: number, x1: number, y1: number, x: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length));
  const [ex, ey] = [x0 + along * dx - x, y0 + along * dy - y];
  return Math.sqrt(ex * ex + ey * ey);
}

/** The first of sorted values from `from` to `to` that is greater than `value`, or `to`. */
export function firstAbove(sorted: ArrayLike<number>, from: number, to: number, value: number): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function within(distance: number, reach: number): number {
  return distance <= reach ? distance : Number.POSITIVE_INFINITY;
}
