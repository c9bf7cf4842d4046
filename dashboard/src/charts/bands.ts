/** Curves of groups of runs: the mean of each, and the span of its runs. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { footLabels, gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { rest } from "./kit/colour";
import { type FootOptions, foot, spanOf } from "./kit/foot";
import { metric } from "./kit/format";
import { clipped, ribbon, trace } from "./kit/path";
import type { Pen } from "./kit/pen";
import { extent, fitting, opened, padded, type Scale, scale } from "./kit/scale";
import { apart, fitted, write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { ticks } from "./kit/ticks";
import type { Better, Size, Tick } from "./types";
import { NOTHING } from "./types";

export interface Group {
  readonly label: string;
  readonly count: number;
  readonly x: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export interface BandsInput {
  readonly groups: readonly Group[];
  readonly metric: string;
  readonly better: Better | null;
}

export interface BandsOptions extends FootOptions {
  readonly scale: "log" | "linear";
  readonly format?: (value: number) => string;
}

interface Placed {
  readonly group: Group;
  readonly x: Float64Array;
  readonly mean: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface BandsScene {
  readonly input: BandsInput;
  readonly options: BandsOptions;
  readonly frame: Frame;
  readonly x: Scale;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly placed: readonly Placed[];
}

const COLOURED = 4;
const RIGHT = 96;

export const bands: Chart<BandsInput, BandsOptions, BandsScene> = {
  layout,
  draw,
  point: () => {},
  hit: () => NOTHING,
  describe: ({ input: { groups, metric: name } }) => words.bandsOf(name, groups.map(({ label }) => label).join(", ")),
};

function layout(input: BandsInput, size: Size, options: BandsOptions): BandsScene {
  const frame = { left: 38, right: Math.max(48, size.width - RIGHT), top: 14, bottom: size.height - 22 };
  const all = extent(input.groups.flatMap((group) => [...Array.from(group.low), ...Array.from(group.high)])) ?? [
    0.1, 1,
  ];
  const kind = fitting(options.scale, input.better, all);
  const y = scale(kind, padded(kind, opened(kind, all), 0.03), [frame.bottom, frame.top]);
  const places = input.groups.flatMap((group) => Array.from(group.x));
  const span = spanOf(places, places.length, options.xLog ?? false);
  const { x, xTicks } = foot(span, options, [frame.left, frame.right]);
  return {
    input,
    options,
    frame,
    x,
    xTicks,
    yTicks: ticks(y, 18),
    placed: input.groups.map((group) => placedOf(group, x, y)),
  };
}

/** The points of a group that have a place along the foot, or along the part of it that is shown. */
function placedOf(group: Group, x: Scale, y: Scale): Placed {
  const kept = Array.from(group.x, (_, i) => i).filter((i) => isInside(x, group.x[i]!));
  const along = (values: ArrayLike<number>, { at }: Scale) => Float64Array.from(kept, (i) => at(values[i]!));
  return {
    group,
    x: along(group.x, x),
    mean: along(group.mean, y),
    low: along(group.low, y),
    high: along(group.high, y),
  };
}

function isInside({ at, range: [left, right] }: Scale, place: number): boolean {
  return at(place) >= left - 0.5 && at(place) <= right + 0.5;
}

function colourOf(theme: Theme, i: number): string {
  return i < COLOURED ? theme.cat[i]! : rest(theme, 0.6);
}

function draw(pen: Pen, scene: BandsScene, theme: Theme): void {
  const { frame, placed } = scene;
  gridLines(pen, theme, frame, scene.yTicks);
  footLabels(pen, theme, frame, scene.xTicks);
  write(pen, theme, scene.options.xLabel, frame.right + 12, frame.bottom + 13);
  clipped(pen, 0, 0, frame.right + RIGHT, frame.bottom + 1, () => {
    placed.forEach((one, i) => {
      drawOne(pen, one, colourOf(theme, i), i < COLOURED);
    });
  });
  labels(pen, scene, theme);
}

function drawOne(pen: Pen, { x, mean, low, high }: Placed, colour: string, shaded: boolean): void {
  if (shaded) {
    ribbon(pen, x, high, low);
    pen.fillStyle = colour;
    pen.globalAlpha = 0.13;
    pen.fill();
    pen.globalAlpha = 1;
  }
  trace(pen, x, mean, 0, x.length);
  pen.strokeStyle = colour;
  pen.lineWidth = shaded ? 1.8 : 1;
  pen.lineJoin = "round";
  pen.stroke();
}

/** Only coloured lines are labelled: each where it ends, with its last value. */
function labels(pen: Pen, { frame, placed, options }: BandsScene, theme: Theme): void {
  const named = placed.slice(0, COLOURED).filter(({ x }) => x.length > 0);
  const places = apart(
    named.map(({ mean }) => mean[mean.length - 1]!),
    27,
    frame.top,
    frame.bottom - 8,
  );
  named.forEach(({ group, x }, i) => {
    const [at, colour] = [x[x.length - 1]! + 7, colourOf(theme, placed.indexOf(named[i]!))];
    const value = (options.format ?? metric)(group.mean[group.mean.length - 1]!);
    write(pen, theme, fitted(group.label, frame.right + RIGHT - at), at, places[i]! - 6.5, { colour });
    write(pen, theme, value, at, places[i]! + 6.5, { colour, size: 11, weight: 600 });
  });
}
