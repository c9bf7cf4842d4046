/** The lines between axes: smooth, and never turning back. A few are strokes, many are pixels. */
import type { Pen, Pixels } from "../kit/pen";
import { Raster, weightOf } from "../kit/raster";
import type { Rgb } from "../kit/theme";
import { NOTHING } from "../types";
import type { ParallelScene } from "./scene";
import { place } from "./scene";

/** How far the handles of a link reach into the gap. */
const HANDLE = 0.38;

/** Lays the path of a run; answers where it ends: after the last axis, or before one on which it has no place. */
export function path(pen: Pen, scene: ParallelScene, run: number): { a: number; b: number } | null {
  let end: { a: number; b: number } | null = null;
  pen.beginPath();
  for (const lane of scene.lanes) {
    const b = lane.at[run]!;
    if (Number.isNaN(b)) break;
    if (end) {
      const reach = (lane.from - end.a) * HANDLE;
      const [x1, y1] = place(scene, end.a + reach, end.b);
      const [x2, y2] = place(scene, lane.from - reach, b);
      pen.bezierCurveTo(x1, y1, x2, y2, ...place(scene, lane.from, b));
    } else pen.moveTo(...place(scene, lane.from, b));
    if (lane.to - lane.from > 2) pen.lineTo(...place(scene, lane.to, b));
    end = { a: lane.to, b };
  }
  return end;
}

/** How far a link has risen, as a share, at a share of the way across. */
export function rise(across: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 30; i++) {
    const t = (low + high) / 2;
    if (acrossAt(t) < across) low = t;
    else high = t;
  }
  return low * low * (3 - 2 * low);
}

function acrossAt(t: number): number {
  const u = 1 - t;
  return 3 * u * u * t * HANDLE + 3 * u * t * t * (1 - HANDLE) + t * t * t;
}

export interface Layer {
  readonly runs: Uint32Array;
  readonly alpha: number;
}

/** Lines of one colour as pixels, with the place of their upper left corner. A `coarse` one takes half of the time. */
export function pixelLinks(
  scene: ParallelScene,
  layers: readonly Layer[],
  colour: Rgb,
  ratio: number,
  coarse = false,
): { pixels: Pixels; x: number; y: number } | null {
  const { lanes, ground } = scene;
  const [first, last] = [lanes[0], lanes.at(-1)];
  if (!first || !last) return null;
  const top = Math.min(ground.foot, ground.head) - 2;
  const column = (a: number) => Math.round((a - first.from) * ratio);
  const length = Math.ceil((Math.abs(ground.head - ground.foot) + 4) * ratio);
  const raster = new Raster(Math.max(1, column(last.to)), length);
  for (const layer of layers) {
    const weight = weightOf(layer.alpha);
    for (let i = 0; i < lanes.length; i++) {
      const ends = leaving(scene, layer.runs, i, top, ratio);
      const lane = lanes[i]!;
      const [from, to, next] = [column(lane.from), column(lane.to), column(lanes[i + 1]?.from ?? lane.to)];
      // Inside a lane lines run level: one column, which is repeated at the end.
      if (to > from) raster.crossing(from, ends.at, ends.by, 0, 0, ratio, weight);
      gap(raster, to, next, ends, ratio, weight, coarse ? 2 : 1);
    }
  }
  for (const [i, lane] of lanes.entries()) {
    const [from, to, next] = [column(lane.from), column(lane.to), column(lanes[i + 1]?.from ?? lane.to)];
    raster.repeat(from, to - from - 1);
    if (coarse) for (let at = to; at + 1 < next; at += 2) raster.repeat(at, 1);
  }
  const [x, y] = place(scene, first.from, top);
  return { pixels: raster.pixels(colour, ground.side), x, y };
}

interface Ends {
  /** Where lines leave a lane, in pixels of the device. */
  readonly at: Float32Array;
  /** How far they rise to the next one. */
  readonly by: Float32Array;
}

/** The lines that go on from a lane to `next`; without a next one, those that reach it. */
function leaving(scene: ParallelScene, runs: Uint32Array, lane: number, top: number, ratio: number): Ends {
  const here = scene.lanes[lane]!.at;
  const next = scene.lanes[lane + 1]?.at ?? here;
  const ends = { at: new Float32Array(runs.length), by: new Float32Array(runs.length) };
  let count = 0;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i]!;
    const rise = next[run]! - here[run]!;
    if (Number.isNaN(rise)) continue;
    ends.at[count] = (here[run]! - top) * ratio;
    ends.by[count] = rise * ratio;
    count += 1;
  }
  return { at: ends.at.subarray(0, count), by: ends.by.subarray(0, count) };
}

/** Every column, or one of `step`: by columns, so that all lines write to the same short stretch of memory. */
function gap(
  raster: Raster,
  from: number,
  to: number,
  { at, by }: Ends,
  thick: number,
  weight: number,
  step: number,
): void {
  const width = to - from;
  for (let column = 0; column < width; column += step) {
    raster.crossing(from + column, at, by, rise(column / width), rise((column + 1) / width), thick, weight);
  }
}

const REACH = 7;
const FAVOUR = 1.5;

/** The run whose line passes nearest to a place between two axes, or `NOTHING`. */
export function nearestLink(scene: ParallelScene, a: number, b: number): number {
  const { lanes } = scene;
  const i = lanes.findIndex((lane, at) => a >= lane.to && a <= (lanes[at + 1]?.from ?? -1));
  if (i < 0) return NOTHING;
  const [from, to] = [lanes[i]!, lanes[i + 1]!];
  const share = rise((a - from.to) / (to.from - from.to));
  let [found, least] = [NOTHING, REACH];
  for (const [runs, favour] of [
    [scene.best, FAVOUR],
    [scene.rest, 0],
  ] as const) {
    for (const run of runs) {
      const at = from.at[run]! + (to.at[run]! - from.at[run]!) * share;
      const distance = Math.abs(b - at) - favour;
      if (distance < least) [found, least] = [run, distance];
    }
  }
  return found;
}
