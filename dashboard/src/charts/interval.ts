/** Predicted intervals below each other: a suggestion and what it was chosen over. Blue is the part better than the best. */
import { charts as words } from "../messages/charts";
import type { Chart } from "./kit/chart";
import { ramp, rest } from "./kit/colour";
import { crisp, diamond, line } from "./kit/path";
import type { Pen } from "./kit/pen";
import type { Scale } from "./kit/scale";
import { fitting, opened, padded, scale } from "./kit/scale";
import { widthOf, write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { ticks } from "./kit/ticks";
import type { Better, Size, Tick } from "./types";
import { NOTHING } from "./types";

export interface IntervalInput {
  /** From the top; the first one is the suggestion. */
  readonly rows: readonly {
    readonly label: string;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly best: { readonly value: number; readonly label: string } | null;
  readonly better: Better;
  /** Below the axis: what is predicted. */
  readonly label: string;
}

export interface IntervalOptions {
  readonly scale: "log" | "linear";
}

export interface IntervalScene {
  readonly input: IntervalInput;
  readonly size: Size;
  readonly x: Scale;
  readonly ticks: readonly Tick[];
  readonly foot: number;
}

const TOP = 30;
const ROW = 24;
const BAR = 12;
/** Labels are bold, and wider than their size says. */
const LABEL = 12.5;

export const interval: Chart<IntervalInput, IntervalOptions, IntervalScene> = {
  layout: (input, size, options) => {
    const left = Math.max(20, ...input.rows.map(({ label }) => widthOf(label, LABEL))) + 14;
    const values = input.rows.flatMap(({ low, high }) => [low, high]).concat(input.best?.value ?? []);
    const all: [number, number] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 1];
    const kind = fitting(options.scale, input.better, all);
    const x = scale(kind, padded(kind, opened(kind, all), 0.08), [left, size.width - 8]);
    return { input, size, x, ticks: ticks(x, 36), foot: TOP + ROW * Math.max(0, input.rows.length - 1) + 16 };
  },
  draw,
  point: () => {},
  hit: () => NOTHING,
  describe: ({ input }) => words.intervalOf(input.rows.map(({ label }) => label).join(", ")),
};

function draw(pen: Pen, scene: IntervalScene, theme: Theme): void {
  const { input, x, foot, size } = scene;
  line(pen, x.range[0], crisp(foot), x.range[1], crisp(foot), theme.lineStrong);
  for (const { at, label } of scene.ticks) {
    line(pen, at, foot, at, foot + 4, theme.mark);
    write(pen, theme, label, at, foot + 13, { align: "center" });
  }
  input.rows.forEach((_, i) => {
    drawRow(pen, scene, theme, i);
  });
  if (input.best) bestLine(pen, scene, theme, input.best);
  write(pen, theme, input.label, size.width, foot + 30, { align: "right" });
}

function bestLine(pen: Pen, { x, foot }: IntervalScene, theme: Theme, best: { value: number; label: string }): void {
  const at = x.at(best.value);
  line(pen, crisp(at), 14, crisp(at), foot, ramp(theme, 1), 1.4);
  const half = widthOf(best.label) / 2;
  const kept = Math.max(x.range[0] + half, Math.min(x.range[1] - half, at));
  write(pen, theme, best.label, kept, 7, { align: "center", colour: ramp(theme, 1) });
}

function drawRow(pen: Pen, { input, x }: IntervalScene, theme: Theme, i: number): void {
  const { label, mean, low, high } = input.rows[i]!;
  const y = TOP + i * ROW;
  const first = i === 0;
  const style = {
    align: "right",
    size: 11,
    weight: first ? 600 : 400,
    colour: first ? theme.ink : theme.ink2,
  } as const;
  write(pen, theme, label, x.range[0] - 10, y, style);
  const [from, to] = [x.at(low), x.at(high)];
  pen.fillStyle = rest(theme, 0.17);
  pen.fillRect(from, y - BAR / 2, to - from, BAR);
  betterPart(pen, theme, y, from, to, input.best ? x.at(input.best.value) : null, input.better);
  if (first) diamond(pen, x.at(mean), y, 4.6, theme.ink, theme.bg);
  else line(pen, x.at(mean), y - BAR / 2, x.at(mean), y + BAR / 2, theme.ink2, 1.8);
}

function betterPart(
  pen: Pen,
  theme: Theme,
  y: number,
  from: number,
  to: number,
  best: number | null,
  better: Better,
): void {
  if (best === null) return;
  const [start, end] = better === "lower" ? [from, Math.min(to, best)] : [Math.max(from, best), to];
  if (end <= start) return;
  pen.fillStyle = ramp(theme, 1);
  pen.globalAlpha = 0.24;
  pen.fillRect(start, y - BAR / 2, end - start, BAR);
  pen.globalAlpha = 1;
}
