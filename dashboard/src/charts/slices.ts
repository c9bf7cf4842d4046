/** The objective against one parameter: one of many small charts. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { grouped } from "./kit/format";
import { nearestPoint } from "./kit/hit";
import { pointed } from "./kit/marks";
import { crisp, line } from "./kit/path";
import type { Pen } from "./kit/pen";
import type { Placing } from "./kit/placing";
import { footAlign, placing } from "./kit/placing";
import { write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { ticks } from "./kit/ticks";
import { edged, valueScale } from "./kit/values";
import type { Points } from "./scatter/points";
import { drawPoints, pointable, points } from "./scatter/points";
import type { Axis, Better, Runs, Size, Tick } from "./types";
import { ABSENT } from "./types";

export interface SliceInput {
  readonly axis: Axis;
  readonly runs: Runs;
  readonly better: Better;
}

export interface SliceOptions {
  readonly scale: "log" | "linear";
  /** Whether the upright axis is labelled: that of the first chart of a row is. */
  readonly labelled: boolean;
}

export interface SliceScene {
  readonly input: SliceInput;
  readonly options: SliceOptions;
  readonly frame: Frame;
  readonly along: Placing;
  readonly yTicks: readonly Tick[];
  readonly points: Points;
  /** Half of the runs of each value are better than this. */
  readonly medians: readonly { readonly from: number; readonly to: number; readonly y: number }[];
}

const LEFT = 34;
const BARE = 8;
const BOTTOM = 20;

export const slices: Chart<SliceInput, SliceOptions, SliceScene> = {
  layout,
  draw,
  point: (pen, { points: { x, y } }, theme, runs) => {
    for (const run of runs) if (!Number.isNaN(x[run]! + y[run]!)) pointed(pen, theme, x[run]!, y[run]!);
  },
  hit: ({ points: { runs, x, y } }, px, py) => nearestPoint(x, y, pointable(runs), px, py),
  describe: ({ input: { axis, runs } }) => words.sliceOf(axis.label, grouped(runs.count)),
};

function layout(input: SliceInput, size: Size, options: SliceOptions): SliceScene {
  const { runs, axis } = input;
  const left = options.labelled ? LEFT : BARE;
  const frame = { left, right: Math.max(left + 10, size.width - 8), top: 6, bottom: size.height - BOTTOM };
  const y = valueScale(runs, input.better, options.scale, [frame.bottom, frame.top]);
  const along = placing(axis, runs, [frame.left, frame.right]);
  const heights = new Float32Array(runs.count);
  for (let run = 0; run < runs.count; run++) heights[run] = edged(y, runs.value[run]!);
  const drawn = points(runs, along.at, heights);
  return {
    input,
    options,
    frame,
    along,
    yTicks: ticks(y, 18),
    points: drawn,
    medians: mediansOf(axis, runs, along, heights),
  };
}

/** Share of a slot that its median takes. */
const MEDIAN = 0.76;

function mediansOf(axis: Axis, runs: Runs, along: Placing, heights: Float32Array): SliceScene["medians"] {
  const own = bySlot(axis, pointable(runs));
  return along.slots.flatMap(({ code, from, to }) => {
    const runsThere = own.get(code) ?? [];
    const middle = runsThere[Math.floor(runsThere.length / 2)];
    const edge = ((to - from) * (1 - MEDIAN)) / 2;
    return middle === undefined ? [] : [{ from: from + edge, to: to - edge, y: heights[middle]! }];
  });
}

/** The runs of each value of a category, or those for which a number is absent, in their order. */
function bySlot(axis: Axis, order: Uint32Array): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const run of order) {
    const code = axis.kind === "category" ? axis.codes[run]! : Number.isNaN(axis.values[run]!) ? ABSENT : null;
    if (code === null) continue;
    const own = found.get(code);
    if (own) own.push(run);
    else found.set(code, [run]);
  }
  return found;
}

function draw(pen: Pen, scene: SliceScene, theme: Theme): void {
  const { frame, along } = scene;
  gridLines(pen, theme, frame, scene.yTicks, scene.options.labelled);
  for (const tick of along.ticks) {
    write(pen, theme, tick.label, tick.at, frame.bottom + 12, {
      align: footAlign(tick, frame.left, frame.right),
      size: 10,
    });
  }
  drawPoints(pen, theme, scene.points);
  for (const { from, to, y } of scene.medians) line(pen, from, crisp(y), to, crisp(y), theme.ink3, 1.4);
}
