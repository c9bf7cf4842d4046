/** The share of runs that are at least as good as each value, for all of the selection or for groups of it. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { footLabels, gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { rest } from "./kit/colour";
import { grouped, percent } from "./kit/format";
import { trace } from "./kit/path";
import type { Pen } from "./kit/pen";
import { byRank, inside, ranked } from "./kit/runs";
import { scale } from "./kit/scale";
import { apart, write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { ticks } from "./kit/ticks";
import { edged, valueScale } from "./kit/values";
import type { Better, Runs, Size, Tick } from "./types";
import { NOTHING } from "./types";

export interface DistributionInput {
  readonly runs: Runs;
  readonly better: Better;
  /** At most four are coloured; null for one line of all. */
  readonly groups: readonly { readonly label: string; readonly has: (run: number) => boolean }[] | null;
  /** What stands at the end of the foot: the name of the objective. */
  readonly label: string;
}

export interface DistributionOptions {
  readonly scale: "log" | "linear";
}

interface Step {
  readonly label: string;
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export interface DistributionScene {
  readonly input: DistributionInput;
  readonly frame: Frame;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly steps: readonly Step[];
}

const COLOURED = 4;

export const distribution: Chart<DistributionInput, DistributionOptions, DistributionScene> = {
  layout,
  draw,
  point: () => {},
  hit: () => NOTHING,
  describe: ({ input, steps }) =>
    words.distributionOf(input.label, steps.map(({ count }) => grouped(count)).join(", ")),
};

function layout(input: DistributionInput, size: Size, options: DistributionOptions): DistributionScene {
  const frame = { left: 42, right: Math.max(52, size.width - 120), top: 8, bottom: size.height - 22 };
  const x = valueScale(input.runs, input.better, options.scale, [frame.left, frame.right]);
  const y = scale("linear", [0, 1], [frame.bottom, frame.top]);
  const chosen = byRank(input.runs).filter((run) => ranked(input.runs, run) && inside(input.runs, run));
  const groups = input.groups ?? [{ label: words.allRuns, has: () => true }];
  return {
    input,
    frame,
    xTicks: ticks(x, 48),
    yTicks: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: y.at(share), label: percent(share) })),
    steps: groups.map(({ label, has }) => {
      const own = chosen.filter(has);
      const values = Float32Array.from(own, (run) => edged(x, input.runs.value[run]!));
      return { label, count: own.length, ...stairs(values, frame, (share) => y.at(share)) };
    }),
  };
}

/** Two corners a run: across to its value, then up by its share. */
function stairs(
  values: Float32Array,
  frame: Frame,
  up: (share: number) => number,
): { x: Float32Array; y: Float32Array } {
  const [x, y] = [new Float32Array(values.length * 2 + 1), new Float32Array(values.length * 2 + 1)];
  values.forEach((value, i) => {
    x.set([value, value], i * 2);
    y.set([up(i / values.length), up((i + 1) / values.length)], i * 2);
  });
  const rising = (values.at(-1) ?? 0) >= (values[0] ?? 0);
  x[values.length * 2] = rising ? frame.right : frame.left;
  y[values.length * 2] = up(values.length ? 1 : 0);
  return { x, y };
}

function colourOf(theme: Theme, i: number, groups: number): string {
  if (groups === 1) return theme.ink2;
  return i < COLOURED ? theme.cat[i]! : rest(theme, 0.7);
}

function draw(pen: Pen, { frame, input, steps, xTicks, yTicks }: DistributionScene, theme: Theme): void {
  gridLines(pen, theme, frame, yTicks);
  footLabels(pen, theme, frame, xTicks);
  write(pen, theme, input.label, frame.right + 8, frame.bottom + 13);
  steps.forEach(({ x, y }, i) => {
    trace(pen, x, y, 0, x.length);
    pen.strokeStyle = colourOf(theme, i, steps.length);
    pen.lineWidth = 1.6;
    pen.stroke();
  });
  labels(pen, frame, steps, theme);
}

/** At the right edge in the order of the groups: the lines all end at the top there. */
function labels(pen: Pen, frame: Frame, steps: readonly Step[], theme: Theme): void {
  const wanted = steps.map((_, i) => frame.top + i * 15);
  apart(wanted, 15, frame.top, frame.bottom - 8).forEach((y, i) => {
    const { label, count } = steps[i]!;
    const colour = colourOf(theme, i, steps.length);
    write(pen, theme, `${label} ${grouped(count)}`, frame.right + 8, y, { size: 11, weight: 600, colour });
  });
}
