/** Where the runs lie over their number or over time, and the steps of the best so far. */
import { charts as words } from "../../messages/charts";
import type { Frame } from "../kit/axes";
import type { Cells } from "../kit/density";
import { cells } from "../kit/density";
import { grouped, short } from "../kit/format";
import { outcomeOf } from "../kit/marks";
import { byRank, HUGE, inside } from "../kit/runs";
import type { Scale } from "../kit/scale";
import { extent, scale } from "../kit/scale";
import { ticks, wholeTicks } from "../kit/ticks";
import { timeTicks } from "../kit/times";
import { edged, valueScale } from "../kit/values";
import type { Better, Runs, Size, Tick } from "../types";

export interface ObjectiveInput {
  readonly runs: Runs;
  readonly better: Better;
  /** Where a run lies along the foot: its number, or the seconds from the start of the sweep to its end (or now). */
  readonly x: ArrayLike<number>;
}

export interface ObjectiveOptions {
  readonly by: "run" | "time";
  readonly scale: "log" | "linear";
  /** The end of the foot: how many runs there will be, or now; without it, the last run. */
  readonly xMost?: number;
  /** How times are written; their ticks are whole minutes, hours or days. */
  readonly time?: (seconds: number) => string;
}

export interface ObjectiveScene {
  readonly input: ObjectiveInput;
  readonly options: ObjectiveOptions;
  readonly frame: Frame;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Pixels of each run; those without a value lie in a row of their own above the plot. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Runs with a mark of their own, the best last. */
  readonly marks: Uint32Array;
  /** With very many runs: the others, outside and inside the selection. */
  readonly cells: { readonly outside: Cells; readonly inside: Cells } | null;
  /** Corners of the steps of the best so far. */
  readonly steps: { readonly x: Float32Array; readonly y: Float32Array };
  readonly best: number;
  readonly toGo: { readonly from: number; readonly to: number } | null;
  readonly failed: number;
  readonly outside: string;
}

const LEFT = 38;
const RIGHT = 66;
const TOP = 20;
const BOTTOM = 22;
/** The row of runs that have no value. */
export const FAILED_ROW = 9;

export function layout(input: ObjectiveInput, size: Size, options: ObjectiveOptions): ObjectiveScene {
  const frame = { left: LEFT, right: Math.max(LEFT + 10, size.width - RIGHT), top: TOP, bottom: size.height - BOTTOM };
  const { runs } = input;
  const y = valueScale(runs, input.better, options.scale, [frame.bottom, frame.top]);
  const x = scale("linear", [0, xMost(input, options)], [frame.left, frame.right]);
  const at = { x: new Float32Array(runs.count), y: new Float32Array(runs.count) };
  const counts = { failed: 0, outside: 0 };
  for (let run = 0; run < runs.count; run++) {
    at.x[run] = x.at(input.x[run]!);
    at.y[run] = heightOf(input, run, y, frame, counts);
  }
  const last = lastX(input);
  return {
    input,
    options,
    frame,
    xTicks: options.by === "run" ? runTicks(x) : timeTicks(x, options.time ?? short),
    yTicks: ticks(y, 18),
    ...at,
    ...drawn(runs, at),
    ...steps(input, at, options.by === "time" ? frame.right : x.at(last + 0.5)),
    toGo: options.by === "run" && x.domain[1] > last + 1 ? { from: x.at(last + 0.5), to: frame.right } : null,
    failed: counts.failed,
    outside: counts.outside
      ? words.outside(grouped(counts.outside), input.better === "lower" ? "higher" : "lower")
      : "",
  };
}

function lastX({ runs, x }: ObjectiveInput): number {
  return extent(x, runs.count)?.[1] ?? 0;
}

function xMost(input: ObjectiveInput, options: ObjectiveOptions): number {
  return Math.max(1, lastX(input), options.xMost ?? 0);
}

/** Pixels of a run's value; one beyond the axis lies on its edge. */
function heightOf(
  { runs }: ObjectiveInput,
  run: number,
  y: Scale,
  frame: Frame,
  counts: { failed: number; outside: number },
): number {
  const at = y.at(runs.value[run]!);
  if (Number.isNaN(at)) {
    if (outcomeOf(runs.state[run]!) === "failed") counts.failed += 1;
    return outcomeOf(runs.state[run]!) === "failed" ? FAILED_ROW : Number.NaN;
  }
  if (at >= frame.top - 1 && at <= frame.bottom + 1) return at;
  counts.outside += 1;
  return edged(y, runs.value[run]!);
}

function drawn(runs: Runs, at: { x: Float32Array; y: Float32Array }): Pick<ObjectiveScene, "marks" | "cells"> {
  const order = byRank(runs).slice().reverse();
  if (runs.count <= HUGE) return { marks: order, cells: null };
  const best = new Set(Array.from(runs.best));
  const own = (run: number) => best.has(run) || ["failed", "running"].includes(outcomeOf(runs.state[run]!));
  const others = order.filter((run) => !own(run));
  const part = (chosen: Uint32Array) => cells(at.x, at.y, chosen);
  return {
    marks: order.filter(own),
    cells: {
      outside: part(runs.selected ? others.filter((run) => !inside(runs, run)) : new Uint32Array(0)),
      inside: part(others.filter((run) => inside(runs, run))),
    },
  };
}

function steps(
  { runs, better, x }: ObjectiveInput,
  at: { x: Float32Array; y: Float32Array },
  end: number,
): Pick<ObjectiveScene, "steps" | "best"> {
  const order = Uint32Array.from({ length: runs.count }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || a - b);
  const [xs, ys]: [number[], number[]] = [[], []];
  let best = -1;
  for (const run of order) {
    const value = runs.value[run]!;
    if (!Number.isFinite(value)) continue;
    if (best >= 0 && !(better === "lower" ? value < runs.value[best]! : value > runs.value[best]!)) continue;
    if (best >= 0) {
      xs.push(at.x[run]!);
      ys.push(at.y[best]!);
    }
    xs.push(at.x[run]!);
    ys.push(at.y[run]!);
    best = run;
  }
  if (best >= 0) {
    xs.push(Math.max(end, at.x[best]!));
    ys.push(at.y[best]!);
  }
  return { steps: { x: Float32Array.from(xs), y: Float32Array.from(ys) }, best };
}

function runTicks(x: Scale): Tick[] {
  const found = wholeTicks(x, 52).filter((tick) => tick.label !== "0");
  return found.map((tick, i) => (i === 0 ? { ...tick, label: words.run(tick.label) } : tick));
}
