/** Scales: from values to pixels and back. */

/** `error` spaces an accuracy by the logarithm of what is missing to 1, or every good run would be the same line. */
export type ScaleKind = "linear" | "log" | "error";

export interface Scale {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** Pixels of a value; NaN where the scale has no place for it. */
  at(value: number): number;
  /** The value at a pixel. */
  invert(pixel: number): number;
}

/** An accuracy above 0.9999 is drawn as that: beyond it, one wrong answer more or less would fill the chart. */
const LEAST_ERROR = 1e-4;

export function forward(kind: ScaleKind, value: number): number {
  if (kind === "linear") return value;
  if (kind === "log") return value > 0 ? Math.log10(value) : Number.NaN;
  return value <= 1 ? -Math.log10(Math.max(LEAST_ERROR, 1 - value)) : Number.NaN;
}

export function backward(kind: ScaleKind, position: number): number {
  if (kind === "linear") return position;
  return kind === "log" ? 10 ** position : 1 - 10 ** -position;
}

/** A scale whose `domain` fills `range`; the ends may be turned round. A domain of one value lies in the middle. */
export function scale(kind: ScaleKind, domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [from, to] = [forward(kind, domain[0]), forward(kind, domain[1])];
  // Of halves: the distance between two numbers may be greater than any number.
  const half = to / 2 - from / 2;
  const factor = half === 0 ? 0 : (range[1] - range[0]) / half;
  const offset = factor === 0 ? (range[0] + range[1]) / 2 : range[0];
  return {
    kind,
    domain,
    range,
    at: (value) => offset + (forward(kind, value) / 2 - from / 2) * factor,
    invert: (pixel) => (factor === 0 ? domain[0] : backward(kind, from + ((pixel - range[0]) / factor) * 2)),
  };
}

/** The domain made wider by a share of its length at each end, on its own scale. */
export function padded(kind: ScaleKind, [low, high]: readonly [number, number], share: number): [number, number] {
  const [from, to] = [forward(kind, low), forward(kind, high)];
  const pad = (to / 2 - from / 2) * 2 * share;
  return within(kind, backward(kind, from - pad), backward(kind, to + pad));
}

/** Ends that a scale has places for: there are numbers beside which there is no room. */
function within(kind: ScaleKind, low: number, high: number): [number, number] {
  const least = kind === "log" ? Number.MIN_VALUE : -Number.MAX_VALUE;
  return [Math.max(least, low), Math.min(Number.MAX_VALUE, high)];
}

/** Whether a scale has a place for all values from `low` to `high`. */
export function suits(kind: ScaleKind, low: number, high: number): boolean {
  if (kind === "log") return low > 0;
  return kind === "linear" || (low >= 0 && high <= 1);
}

/** The scale of a metric whose values lie from `low` to `high`: accuracies by their error, losses by their logarithm. */
export function fitting(
  wanted: "log" | "linear",
  better: "lower" | "higher" | null,
  [low, high]: readonly [number, number],
): ScaleKind {
  if (wanted === "linear") return "linear";
  if (better === "higher" && suits("error", low, high)) return "error";
  return suits("log", low, high) ? "log" : "linear";
}

/** The domain with room around it where it is one value, which has no length. */
export function opened(kind: ScaleKind, [low, high]: readonly [number, number]): [number, number] {
  if (high > low) return [low, high];
  if (kind === "log") return within(kind, low / 1.5, high * 1.5);
  const room = kind === "error" ? Math.max(1e-3, (1 - low) / 3) : Math.max(1e-3, Math.abs(low) / 10);
  return [low - room, kind === "error" ? Math.min(1, high + room) : high + room];
}

/** Least and greatest finite value, or null where there is none. */
export function extent(values: ArrayLike<number>, count = values.length): [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : null;
}

/** Numbers that span two decades or more are spaced by their logarithm. */
export function scaleOf([low, high]: readonly [number, number]): "linear" | "log" {
  return low > 0 && high / low >= 100 ? "log" : "linear";
}

/** Slots of equal width for `count` things between two pixels, the first at `range[0]`. */
export function band(count: number, range: readonly [number, number]): { width: number; start(slot: number): number } {
  const width = (range[1] - range[0]) / Math.max(1, count);
  return { width, start: (slot) => range[0] + slot * width };
}
