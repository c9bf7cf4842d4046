/** The foot of curves: what they run along, and its marks. */
import type { Tick } from "../types";
import { extent, type Scale, scale } from "./scale";
import { ticks, wholeTicks } from "./ticks";
import { timeTicks } from "./times";

export interface FootOptions {
  /** What is counted along the foot: "epoch", "step", "s". */
  readonly xLabel: string;
  /** Whether x counts whole things. */
  readonly whole: boolean;
  /** The end of the foot, where it is known before all curves have reached it. */
  readonly xMost?: number;
  /** The part that is shown, if not all. */
  readonly window?: readonly [number, number];
  /** By the logarithm; what is not above zero has no place then. */
  readonly xLog?: boolean;
  /** How seconds from 0 are written, where x is a time. */
  readonly xTime?: (seconds: number) => string;
}

export interface Foot {
  readonly x: Scale;
  readonly xTicks: readonly Tick[];
}

/** Pixels between marks: of whole numbers, of others. */
const GAP_WHOLE = 60;
const GAP = 44;

export function foot(
  span: readonly [number, number] | null,
  options: FootOptions,
  range: readonly [number, number],
): Foot {
  const kind = options.xLog && (!span || span[0] > 0) ? "log" : "linear";
  const x = scale(kind, domainOf(span, options, kind), range);
  if (kind === "linear" && options.xTime) return { x, xTicks: timeTicks(x, options.xTime) };
  if (kind === "log") return { x, xTicks: ticks(x, GAP, options.xTime) };
  return { x, xTicks: options.whole ? wholeTicks(x, GAP_WHOLE) : ticks(x, GAP) };
}

/** What the places along a foot span; of a logarithm only those that have a place on it. */
export function spanOf(xs: ArrayLike<number>, count: number, log: boolean): [number, number] | null {
  if (!log) return extent(xs, count);
  const above = Array.from({ length: count }, (_, i) => xs[i]!).filter((x) => x > 0);
  return extent(above) ?? extent(xs, count);
}

function domainOf(
  span: readonly [number, number] | null,
  options: FootOptions,
  kind: "log" | "linear",
): [number, number] {
  if (options.window && (kind === "linear" || options.window[0] > 0)) return [...options.window];
  const [low, high] = span ?? [options.whole ? 1 : 0, options.xMost ?? 1];
  const most = Math.max(high, options.xMost ?? high);
  if (kind === "log") return [low > 0 ? low : 1, most > low ? most : 10 * Math.max(low, 1)];
  const least = options.xTime ? 0 : low;
  return [least, most > least ? most : least + 1];
}
