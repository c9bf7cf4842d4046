/** A part of what curves run along, which is looked at alone. */

export type Window = readonly [from: number, to: number];

interface Curves {
  readonly count: number;
  /** (count + 1) */
  readonly start: ArrayLike<number>;
  /** Grows along each curve. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** In the address a window stands with what it is a part of: `row 5..10`. Null for any other. */
export function windowOf(text: string | undefined, along: string): Window | null {
  const [, of, from, to] = /^(\S+) (\S+)\.\.(\S+)$/.exec(text ?? "") ?? [];
  const window = [Number(from), Number(to)] as const;
  return of === along && window.every(Number.isFinite) && window[0] < window[1] ? window : null;
}

export function windowText(along: string, [from, to]: Window): string {
  return `${along} ${from}..${to}`;
}

/** The window between two places, with no more digits than a hand can mean; null where it would hold nothing. */
export function windowBetween(a: number, b: number, whole: boolean): Window | null {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const rounded = whole ? Math.round : (place: number) => Number(place.toPrecision(3));
  const window = [rounded(low), rounded(high)] as const;
  return window[0] < window[1] ? window : null;
}

/** The points within a window, with the one before and the one after it: lines go on to its edges. */
export function within<T extends Curves>(curves: T, window: Window): T {
  const start = new Uint32Array(curves.count + 1);
  const kept: number[] = [];
  for (let i = 0; i < curves.count; i++) {
    const [from, to] = part(curves, curves.start[i]!, curves.start[i + 1]!, window);
    for (let point = from; point < to; point++) kept.push(point);
    start[i + 1] = kept.length;
  }
  const of = (values: ArrayLike<number>) => Float64Array.from(kept, (point) => values[point]!);
  return { ...curves, start, x: of(curves.x), y: of(curves.y) };
}

/** The points of one curve that are kept; none of a curve that ends before the window or begins after it. */
function part({ x }: Curves, first: number, end: number, [low, high]: Window): [number, number] {
  let from = first;
  while (from < end && x[from]! < low) from += 1;
  let to = from;
  while (to < end && x[to]! <= high) to += 1;
  if (from === end || x[from]! > high) return [first, first];
  return [Math.max(first, from - 1), Math.min(end, to + 1)];
}
