/** Where the curves of all runs lie. */
import { charts as words } from "../../messages/charts";
import type { Frame } from "../kit/axes";
import { type FootOptions, foot, spanOf } from "../kit/foot";
import { grouped, metric } from "../kit/format";
import { bands } from "../kit/quantiles";
import { remembered } from "../kit/remembered";
import { byRank, HUGE, inside, MANY, places, SAMPLE, sample } from "../kit/runs";
import type { Scale } from "../kit/scale";
import { scale } from "../kit/scale";
import { type Smoothing, smoothed } from "../kit/smooth";
import { ticks } from "../kit/ticks";
import type { Better, Lines, Runs, Size, Tick } from "../types";
import { domainOf, kindOf } from "./domain";

export interface CurvesInput {
  readonly lines: Lines;
  readonly runs: Runs;
  readonly metric: string;
  /** Which end of the metric is better; null where nobody knows. */
  readonly better: Better | null;
}

export interface CurvesOptions extends FootOptions {
  readonly scale: "log" | "linear";
  /** Whether curves may turn back, as where one metric is drawn over another: nothing can be said of a place then. */
  readonly turning?: boolean;
  /** With very many runs: lines of 1,000 of them under the best. */
  readonly sampled?: boolean;
  readonly smoothing?: Smoothing;
  /** While a brush moves, shades are those of a sample. */
  readonly moving?: boolean;
  /** How the metric's values are written. */
  readonly format?: (value: number) => string;
}

/** Curves in pixels, one after the other. */
export interface Projected {
  readonly run: Int32Array;
  readonly start: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface Shade {
  readonly x: Float64Array;
  /** As the shares of `bands`, in pixels. */
  readonly at: readonly Float64Array[];
}

export interface CurvesScene {
  readonly input: CurvesInput;
  readonly options: CurvesOptions;
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** The grey lines that are drawn, the best last. */
  readonly rest: Projected;
  /** The coloured lines, the best last. */
  readonly best: Projected;
  readonly shade: Shade | null;
  /** How many of the selected runs leave the plot, in words; "" for none. */
  readonly outside: string;
  readonly worse: "lower" | "higher";
  /** Which curve a run has, or -1. */
  readonly lineOf: Int32Array;
}

const LEFT = 38;
const RIGHT = 70;
const TOP = 14;
const BOTTOM = 22;

export function layout(input: CurvesInput, size: Size, options: CurvesOptions): CurvesScene {
  const frame = { left: LEFT, right: Math.max(LEFT + 10, size.width - RIGHT), top: TOP, bottom: size.height - BOTTOM };
  const kind = kindOf(input.lines, options.scale, input.better);
  const y = scale(kind, domainOf(input.lines, kind, input.better), [frame.bottom, frame.top]);
  const { x, xTicks } = foot(xSpan(input.lines, options), options, [frame.left, frame.right]);
  const lineOf = linesOfRuns(input);
  const worse = input.better === "higher" ? "lower" : "higher";
  const project = (runs: ArrayLike<number>) => projected(input.lines, lineOf, runs, x, y, options.smoothing);
  return {
    input,
    options,
    frame,
    x,
    y,
    xTicks,
    yTicks: ticks(y, 18),
    rest: project(restOf(input.runs, options)),
    best: project(Uint32Array.from(input.runs.best).reverse()),
    shade: input.runs.count > MANY && !options.turning ? shadeOf(input, lineOf, options, x, y) : null,
    outside: outsideNote(input, lineOf, y, worse),
    worse,
    lineOf,
  };
}

/** The last point of a curve that is in sight: one beyond the foot is there for the line to go on to its end. */
export function endOf(lines: Projected, i: number, { right }: Frame): number {
  const end = lines.start[i + 1]! - 1;
  return lines.x[end]! > right + 0.5 && end > lines.start[i]! ? end - 1 : end;
}

function xSpan(lines: Lines, { xLog = false }: CurvesOptions): [number, number] | null {
  return remembered(lines, `x ${xLog}`, () => spanOf(lines.x, lines.start[lines.count]!, xLog));
}

function linesOfRuns({ lines, runs }: CurvesInput): Int32Array {
  const lineOf = new Int32Array(runs.count).fill(-1);
  for (let line = 0; line < lines.count; line++) {
    const run = lines.run[line]!;
    if (run >= 0 && lines.start[line + 1]! > lines.start[line]!) lineOf[run] = line;
  }
  return lineOf;
}

/** The runs whose lines are drawn grey, worst first. */
function restOf(runs: Runs, options: CurvesOptions): Uint32Array {
  const place = places(runs);
  const grey = (run: number) => place[run] === -1;
  if (runs.count <= HUGE) return byRank(runs).filter(grey).reverse();
  return options.sampled ? sample(runs).filter(grey).reverse() : new Uint32Array(0);
}

/** The curves of runs, in pixels; runs without one are left out. */
export function projected(
  lines: Lines,
  lineOf: Int32Array,
  runs: ArrayLike<number>,
  x: Scale,
  y: Scale,
  smoothing?: Smoothing,
): Projected {
  const chosen = Array.from(runs).filter((run) => lineOf[run]! >= 0);
  const start = new Uint32Array(chosen.length + 1);
  chosen.forEach((run, i) => {
    start[i + 1] = start[i]! + lines.start[lineOf[run]! + 1]! - lines.start[lineOf[run]!]!;
  });
  const made = { x: new Float32Array(start[chosen.length]!), y: new Float32Array(start[chosen.length]!) };
  chosen.forEach((run, i) => {
    const [from, to] = [lines.start[lineOf[run]!]!, lines.start[lineOf[run]! + 1]!];
    const values = smoothing ? smoothed(smoothing, lines.x, lines.y, from, to) : null;
    for (let point = from, at = start[i]!; point < to; point++, at++) {
      made.x[at] = x.at(lines.x[point]!);
      made.y[at] = y.at(values ? values[point - from]! : lines.y[point]!);
    }
  });
  return { run: Int32Array.from(chosen), start, ...made };
}

function shadeOf(input: CurvesInput, lineOf: Int32Array, options: CurvesOptions, x: Scale, y: Scale): Shade | null {
  const { runs, lines } = input;
  const pool = options.moving ? sample(runs, SAMPLE) : sample(runs, Number.POSITIVE_INFINITY);
  const chosen = Int32Array.from(pool, (run) => lineOf[run]!).filter((line) => line >= 0);
  const found = bands(lines, chosen);
  const placed = found.x.map(x.at);
  const kept = Array.from(placed.keys()).filter((i) => !Number.isNaN(placed[i]!));
  if (kept.length === 0) return null;
  const of = (values: Float64Array) => Float64Array.from(kept, (i) => values[i]!);
  return { x: of(placed), at: found.at.map((values) => of(values.map(y.at))) };
}

function outsideNote(input: CurvesInput, lineOf: Int32Array, y: Scale, worse: "lower" | "higher"): string {
  const { lines, runs } = input;
  const leaves = leaving(lines, y.domain[worse === "lower" ? 0 : 1], worse);
  let count = 0;
  for (let run = 0; run < runs.count; run++) if (inside(runs, run) && leaves[lineOf[run]!]) count += 1;
  return count ? words.outside(grouped(count), worse) : "";
}

/** 1 for each line that has a point beyond the limit. */
function leaving(lines: Lines, limit: number, worse: "lower" | "higher"): Uint8Array {
  return remembered(lines, `leaving ${limit} ${worse}`, () =>
    Uint8Array.from({ length: lines.count }, (_, line) => {
      for (let point = lines.start[line]!; point < lines.start[line + 1]!; point++) {
        if (worse === "lower" ? lines.y[point]! < limit : lines.y[point]! > limit) return 1;
      }
      return 0;
    }),
  );
}

/** The last value of a run's curve that is in sight, as it is written; "" without one. */
export function lastValue(scene: CurvesScene, run: number): string {
  const { lines } = scene.input;
  const { window, format = metric } = scene.options;
  const line = scene.lineOf[run] ?? -1;
  if (line < 0) return "";
  const last = lines.start[line + 1]! - 1;
  const beyond = window !== undefined && lines.x[last]! > window[1] && last > lines.start[line]!;
  return format(lines.y[beyond ? last - 1 : last]!);
}
