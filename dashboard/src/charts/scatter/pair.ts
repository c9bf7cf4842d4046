/** Two parameters against each other: what the rank grid and the contour share. */
import type { Frame } from "../kit/axes";
import { gridLines } from "../kit/axes";
import { nearestPoint } from "../kit/hit";
import { pointed } from "../kit/marks";
import type { Pen } from "../kit/pen";
import type { Placing } from "../kit/placing";
import { footAlign, placing } from "../kit/placing";
import { write } from "../kit/text";
import type { Theme } from "../kit/theme";
import type { Axis, Better, Runs, Size } from "../types";
import type { Points } from "./points";
import { pointable, points } from "./points";

export interface PairInput {
  readonly axis: Axis;
  /** The upright one. */
  readonly other: Axis;
  readonly runs: Runs;
  readonly better: Better;
}

export interface PairOptions {
  readonly scale: "log" | "linear";
  /** Whether the upright axis is labelled: that of the first chart of a row is. */
  readonly labelled: boolean;
}

export interface Pair {
  readonly input: PairInput;
  readonly options: PairOptions;
  readonly frame: Frame;
  readonly across: Placing;
  readonly up: Placing;
  readonly points: Points;
}

const LEFT = 46;
const BARE = 8;
const BOTTOM = 20;

export function pair(input: PairInput, size: Size, options: PairOptions): Pair {
  const left = options.labelled ? LEFT : BARE;
  const frame = { left, right: Math.max(left + 10, size.width - 8), top: 6, bottom: size.height - BOTTOM };
  const across = placing(input.axis, input.runs, [frame.left, frame.right]);
  const up = placing(input.other, input.runs, [frame.bottom, frame.top], 30);
  return { input, options, frame, across, up, points: points(input.runs, across.at, up.at, true) };
}

export function drawFrame(pen: Pen, theme: Theme, { frame, across, up, options }: Pair): void {
  gridLines(pen, theme, frame, up.ticks, options.labelled);
  for (const tick of across.ticks) {
    write(pen, theme, tick.label, tick.at, frame.bottom + 12, {
      align: footAlign(tick, frame.left, frame.right),
      size: 10,
    });
  }
}

export function pointPair(pen: Pen, { points: { x, y } }: Pair, theme: Theme, runs: readonly number[]): void {
  for (const run of runs) if (!Number.isNaN(x[run]! + y[run]!)) pointed(pen, theme, x[run]!, y[run]!);
}

export function hitPair({ points: { runs, x, y } }: Pair, px: number, py: number): number {
  return nearestPoint(x, y, pointable(runs), px, py);
}
