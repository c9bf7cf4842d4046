/** What the model believes along one parameter: predicted values and where runs would end, the runs, and the next one. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { ramp, rest } from "./kit/colour";
import { nearestPoint } from "./kit/hit";
import { outcomeOf, pointed } from "./kit/marks";
import { clipped, diamond, disc, line, ribbon, ring, trace } from "./kit/path";
import type { Pen } from "./kit/pen";
import type { Placing } from "./kit/placing";
import { footAlign, placing } from "./kit/placing";
import { byRank, ranked } from "./kit/runs";
import type { Scale } from "./kit/scale";
import { scale } from "./kit/scale";
import { widthOf, write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { ticks } from "./kit/ticks";
import { valueScale } from "./kit/values";
import type { Axis, Better, Runs, Size, Tick } from "./types";
import { ABSENT } from "./types";

export interface Expected {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export interface BeliefInput {
  readonly axis: Axis;
  readonly runs: Runs;
  readonly better: Better;
  /** What is predicted at each value (or code) of the axis, in order; empty without a model. */
  readonly along: readonly (Expected & { readonly at: number })[];
  /** What is predicted where the parameter is absent. */
  readonly absent: Expected | null;
  /** How alike a run is in the other parameters, from 0 to 1; null where all are averaged over. */
  readonly likeness: ((run: number) => number) | null;
  readonly next: { readonly at: number; readonly mean: number } | null;
}

export interface BeliefOptions {
  readonly scale: "log" | "linear";
  /** The first chart of a row has labels: of its axis, of the best run and of the next. */
  readonly labelled: boolean;
  /** That of the whole row; without it, what the runs span. */
  readonly domain?: readonly [number, number];
}

export interface BeliefScene {
  readonly input: BeliefInput;
  readonly options: BeliefOptions;
  readonly frame: Frame;
  readonly across: Placing;
  readonly yTicks: readonly Tick[];
  readonly y: Scale;
  readonly x: Float32Array;
  readonly heights: Float32Array;
  /** Drawn runs, the best last. */
  readonly shown: Uint32Array;
  readonly next: { readonly x: number; readonly y: number } | null;
}

const LEFT = 34;
const BARE = 8;
const BOTTOM = 20;
/** In a slot, the best run and the next one stand beside the middle, so that neither hides the other. */
const ASIDE = 0.24;

export const belief: Chart<BeliefInput, BeliefOptions, BeliefScene> = {
  layout,
  draw,
  point: (pen, scene, theme, runs) => {
    if (runs.length === 0 && scene.options.labelled) labels(pen, scene, theme);
    for (const run of runs) {
      if (!scene.shown.includes(run)) continue;
      pointed(pen, theme, scene.x[run]!, scene.heights[run]!);
    }
  },
  hit: (scene, x, y) => nearestPoint(scene.x, scene.heights, scene.shown, x, y),
  describe: ({ input: { axis, along } }) => words.beliefOf(axis.label, along.length > 0),
};

function layout(input: BeliefInput, size: Size, options: BeliefOptions): BeliefScene {
  const { runs } = input;
  const left = options.labelled ? LEFT : BARE;
  const frame = { left, right: Math.max(left + 10, size.width - 6), top: 8, bottom: size.height - BOTTOM };
  const range = [frame.bottom, frame.top] as const;
  const measured = valueScale(runs, input.better, options.scale, range);
  const y = options.domain ? scale(measured.kind, options.domain, range) : measured;
  const across = placing(input.axis, runs, [frame.left, frame.right]);
  const heights = Float32Array.from({ length: runs.count }, (_, run) => y.at(runs.value[run]!));
  const inFrame = (run: number) => heights[run]! >= frame.top - 1 && heights[run]! <= frame.bottom + 1;
  return {
    input,
    options,
    frame,
    across,
    yTicks: ticks(y, 18),
    y,
    x: besideMiddle(input, across),
    heights,
    shown: byRank(runs)
      .filter((run) => ranked(runs, run) && inFrame(run))
      .reverse(),
    next: input.next ? { x: xOf(input.axis, across, input.next.at, ASIDE), y: y.at(input.next.mean) } : null,
  };
}

function besideMiddle({ runs, axis }: BeliefInput, across: Placing): Float32Array {
  const best = runs.best[0];
  if (best === undefined) return across.at;
  const x = across.at.slice();
  const value = axis.kind === "category" ? axis.codes[best]! : axis.values[best]!;
  x[best] = xOf(axis, across, Number.isNaN(value) ? ABSENT : value, -ASIDE);
  return x;
}

/** Pixels of a value, or of a code with a share of its slot to one side. */
function xOf(axis: Axis, across: Placing, at: number, aside: number): number {
  const slot = axis.kind === "category" || at === ABSENT ? across.slots.find(({ code }) => code === at) : undefined;
  if (slot) return (slot.from + slot.to) / 2 + aside * (slot.to - slot.from);
  return across.scale?.at(at) ?? Number.NaN;
}

function draw(pen: Pen, scene: BeliefScene, theme: Theme): void {
  const { frame, across, options, input } = scene;
  gridLines(pen, theme, frame, scene.yTicks, options.labelled);
  for (const tick of across.ticks) {
    const align = footAlign(tick, frame.left, frame.right);
    write(pen, theme, tick.label, tick.at, frame.bottom + 12, { align, size: 10 });
  }
  clipped(pen, frame.left, 0, frame.right - frame.left, frame.bottom, () => {
    if (input.axis.kind === "number") band(pen, scene, theme);
    else for (const expected of input.along) slotBand(pen, scene, theme, expected.at, expected);
    if (input.absent) slotBand(pen, scene, theme, ABSENT, input.absent);
  });
  runMarks(pen, scene, theme);
  if (scene.next) diamond(pen, scene.next.x, scene.next.y, 4.6, theme.ink, theme.bg);
}

const SHADE = 0.17;

function band(pen: Pen, { input, across, y }: BeliefScene, theme: Theme): void {
  if (!across.scale || input.along.length === 0) return;
  const x = Float32Array.from(input.along, ({ at }) => across.scale!.at(at));
  const height = (part: "mean" | "low" | "high") => Float32Array.from(input.along, (one) => y.at(one[part]));
  ribbon(pen, x, height("high"), height("low"));
  pen.fillStyle = rest(theme, SHADE);
  pen.fill();
  trace(pen, x, height("mean"), 0, x.length);
  pen.strokeStyle = theme.ink2;
  pen.lineWidth = 1.6;
  pen.stroke();
}

function slotBand(pen: Pen, { across, y }: BeliefScene, theme: Theme, code: number, expected: Expected): void {
  const slot = across.slots.find((one) => one.code === code);
  if (!slot) return;
  const edge = (slot.to - slot.from) * 0.1;
  const [from, to] = [slot.from + edge, slot.to - edge];
  const [a, b] = [y.at(expected.low), y.at(expected.high)];
  pen.fillStyle = rest(theme, SHADE);
  pen.fillRect(from, Math.min(a, b), to - from, Math.abs(b - a));
  line(pen, from, y.at(expected.mean), to, y.at(expected.mean), theme.ink2, 1.6);
}

/** Up to so many runs are dots; beyond, they are smaller and fainter. */
const MANY = 200;

function runMarks(pen: Pen, { input, x, heights, shown }: BeliefScene, theme: Theme): void {
  const { runs, likeness } = input;
  const many = runs.count > MANY;
  for (const run of shown) {
    const near = likeness ? likeness(run) : 0.6;
    if (run === runs.best[0]) disc(pen, x[run]!, heights[run]!, 4, ramp(theme, 1));
    else if (outcomeOf(runs.state[run]!) === "running")
      ring(pen, x[run]!, heights[run]!, 2.6, theme.live, theme.bg, 1.4);
    else disc(pen, x[run]!, heights[run]!, many ? 1.6 : 2.5, rest(theme, (many ? 0.5 : 1) * (0.22 + 0.68 * near)));
  }
}

/** The one on the left has its label on its left, so that the labels never meet. */
function labels(pen: Pen, { input, frame, x, heights, shown, next }: BeliefScene, theme: Theme): void {
  const best = input.runs.best[0];
  const bestX = best !== undefined && shown.includes(best) ? x[best]! : Number.NaN;
  const nextIsRight = next !== null && next.x > bestX;
  const label = (text: string, at: number, y: number, right: boolean, colour: string) => {
    const width = widthOf(text);
    // Neither beyond the edge nor over the labels of the axis.
    const end = right ? Math.min(at + 8, frame.right + 4 - width) : Math.max(at - 8, frame.left + width);
    write(pen, theme, text, end, y + 10, { weight: 600, colour, align: right ? "left" : "right" });
  };
  if (best !== undefined && !Number.isNaN(bestX)) {
    label(words.number(input.runs.number[best]!), bestX, heights[best]!, !nextIsRight, ramp(theme, 1));
  }
  if (next) label(words.next, next.x, next.y, nextIsRight, theme.ink);
}
