/** What curves can run along: rows, steps, time, or another metric. */
import type { Lines } from "./lines";

/** `time` is since a run began, `clock` since the first of all began: where runs were at the same moment. */
export type Along = "row" | "step" | "time" | "clock" | `metric:${string}`;

export const ALONG = ["row", "step", "time", "clock"] as const satisfies readonly Along[];

export interface Points {
  count: number;
  number: ArrayLike<number>;
  /** (count + 1) */
  start: ArrayLike<number>;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export function alongOf(text: string | undefined): Along {
  if (text?.startsWith("metric:")) return text as Along;
  return ALONG.find((each) => each === text) ?? "row";
}

/** The metric that curves run along, or null. */
export function metricAlong(along: Along): string | null {
  return along.startsWith("metric:") ? along.slice(7) : null;
}

/** Curves over the time since the first run began; `started` says when a run did, in the same seconds. */
export function overClock(lines: Lines, started: (number: number) => number): Points {
  const began = Float64Array.from(lines.number, started);
  const first = began.filter(Number.isFinite).reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const x = new Float64Array(lines.y.length);
  for (let i = 0; i < lines.count; i++) {
    for (let at = lines.start[i]!; at < lines.start[i + 1]!; at++) x[at] = began[i]! - first + lines.time[at]!;
  }
  return { ...lines, x };
}

/** Curves over another metric: the points at which both were logged, at the same step. */
export function overMetric(lines: Lines, other: Lines): Points {
  const curveOf = new Map(Array.from(other.number, (number, i) => [number, i]));
  const start = new Uint32Array(lines.count + 1);
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i < lines.count; i++) {
    const match = curveOf.get(lines.number[i]!);
    if (match !== undefined) joinSteps(lines, i, other, match, x, y);
    start[i + 1] = x.length;
  }
  return { count: lines.count, number: lines.number, start, x, y };
}

/** Both go up in steps, so one walk along them is enough. */
function joinSteps(lines: Lines, i: number, other: Lines, match: number, x: number[], y: number[]): void {
  let there = other.start[match]!;
  const end = other.start[match + 1]!;
  for (let at = lines.start[i]!; at < lines.start[i + 1]!; at++) {
    while (there < end && other.step[there]! < lines.step[at]!) there += 1;
    if (there === end) return;
    if (other.step[there] !== lines.step[at]) continue;
    x.push(other.y[there]!);
    y.push(lines.y[at]!);
  }
}
