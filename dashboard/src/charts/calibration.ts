/** Predicted against measured: how good the model has been. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { footLabels, gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { placeColour, rest } from "./kit/colour";
import { grouped } from "./kit/format";
import { clipped, disc, line, ring } from "./kit/path";
import type { Pen } from "./kit/pen";
import { quantile } from "./kit/quantiles";
import { places } from "./kit/runs";
import type { Scale } from "./kit/scale";
import { backward, fitting, forward, opened, padded, scale } from "./kit/scale";
import { write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { ticks } from "./kit/ticks";
import type { Better, Runs, Size, Tick } from "./types";
import { NOTHING } from "./types";

export interface Prediction {
  /** Index into the runs; -1 for a run of an earlier sweep. */
  readonly run: number;
  readonly measured: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly inside: boolean;
  /** It did not reach the end that was predicted, and does not count. */
  readonly hollow?: boolean;
}

export interface CalibrationInput {
  readonly runs: Runs;
  readonly better: Better;
  readonly predictions: readonly Prediction[];
  /** The name of the objective, with its scale. */
  readonly label: string;
}

export interface CalibrationOptions {
  readonly scale: "log" | "linear";
}

export interface CalibrationScene {
  readonly input: CalibrationInput;
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** How many were measured beyond the chart, in words. */
  readonly beyond: string;
}

export const calibration: Chart<CalibrationInput, CalibrationOptions, CalibrationScene> = {
  layout,
  draw,
  point: (pen, scene, theme, runs) => {
    for (const one of scene.input.predictions) if (runs.includes(one.run)) pointOne(pen, scene, theme, one);
  },
  hit,
  describe: ({ input: { predictions } }) => {
    const counted = predictions.filter(({ hollow }) => !hollow);
    const inside = counted.filter((one) => one.inside).length;
    return words.calibrationOf(grouped(inside), grouped(counted.length));
  },
};

function layout(input: CalibrationInput, size: Size, options: CalibrationOptions): CalibrationScene {
  const frame = { left: 40, right: Math.max(50, size.width - 10), top: 8, bottom: size.height - 34 };
  const domain = domainOf(input, options.scale);
  const x = scale(domain.kind, domain.ends, [frame.left, frame.right]);
  const y = scale(domain.kind, domain.ends, [frame.bottom, frame.top]);
  const beyond = input.predictions.filter(
    ({ measured }) => x.at(measured) > frame.right || x.at(measured) < frame.left,
  );
  return {
    input,
    frame,
    x,
    y,
    xTicks: ticks(x, 44),
    yTicks: ticks(y, 18),
    beyond: beyond.length ? words.furtherOut(grouped(beyond.length)) : "",
  };
}

/** As far as nine in ten of what was measured, and all that was predicted for these. */
function domainOf({ predictions, better }: CalibrationInput, wanted: "log" | "linear") {
  const measured = predictions.map((one) => one.measured).sort((a, b) => (better === "lower" ? a - b : b - a));
  if (measured.length === 0) return { kind: "linear" as const, ends: [0, 1] as [number, number] };
  const most = quantile(measured, 0.9);
  const kept = predictions.filter((one) => (better === "lower" ? one.measured <= most : one.measured >= most));
  const values = kept.flatMap(({ measured: value, mean }) => [value, mean]);
  const all: [number, number] = [Math.min(...values), Math.max(...values)];
  const kind = fitting(wanted, better, all);
  return { kind, ends: padded(kind, opened(kind, all), 0.08) };
}

function draw(pen: Pen, scene: CalibrationScene, theme: Theme): void {
  const { frame, input } = scene;
  gridLines(pen, theme, frame, scene.yTicks);
  footLabels(pen, theme, frame, scene.xTicks);
  const place = places(input.runs);
  clipped(pen, frame.left, frame.top - 4, frame.right - frame.left, frame.bottom - frame.top + 5, () => {
    diagonal(pen, scene, theme);
    for (const one of input.predictions) if (one.hollow) drawOne(pen, scene, theme, one, -1);
    for (const one of input.predictions) if (!one.hollow) drawOne(pen, scene, theme, one, place[one.run] ?? -1);
  });
  write(pen, theme, words.upPredicted, frame.left, frame.bottom + 27);
  write(pen, theme, input.label, frame.right, frame.bottom + 27, { align: "right" });
  if (scene.beyond) write(pen, theme, scene.beyond, frame.right, frame.bottom - 9, { align: "right" });
}

/** Where what was predicted is what was measured. */
function diagonal(pen: Pen, { x, y }: CalibrationScene, theme: Theme): void {
  const [low, high] = x.domain;
  line(pen, x.at(low), y.at(low), x.at(high), y.at(high), theme.mark, 1.2);
  const middle = backward(x.kind, forward(x.kind, low) * 0.22 + forward(x.kind, high) * 0.78);
  write(pen, theme, words.asMeasured, x.at(middle) - 8, y.at(middle) - 6, { align: "right" });
}

function drawOne(pen: Pen, { x, y, input }: CalibrationScene, theme: Theme, one: Prediction, place: number): void {
  const [at, mean] = [x.at(one.measured), y.at(one.mean)];
  if (one.hollow) {
    line(pen, at, y.at(one.low), at, y.at(one.high), rest(theme, 0.28));
    ring(pen, at, mean, 2.6, rest(theme, 0.6), theme.bg, 1.2);
    return;
  }
  line(pen, at, y.at(one.low), at, y.at(one.high), one.inside ? rest(theme, 0.5) : theme.ink, one.inside ? 1.4 : 2);
  const grey = one.inside ? rest(theme, 0.85) : theme.ink;
  disc(pen, at, mean, 3, place >= 0 ? placeColour(theme, place, input.runs.best.length) : grey);
}

function pointOne(pen: Pen, { x, y, input, frame }: CalibrationScene, theme: Theme, one: Prediction): void {
  const [at, mean] = [x.at(one.measured), y.at(one.mean)];
  if (!(at >= frame.left && at <= frame.right)) return;
  line(pen, at, y.at(one.low), at, y.at(one.high), theme.point, 2);
  disc(pen, at, mean, 6, theme.bg);
  disc(pen, at, mean, 4.2, theme.point);
  const text = words.number(input.runs.number[one.run]!);
  const left = at > frame.right - 40;
  const style = { size: 11, weight: 600, colour: theme.pointInk, align: left ? "right" : "left" } as const;
  write(pen, theme, text, at + (left ? -9 : 9), mean, style);
}

function hit({ x, y, input }: CalibrationScene, px: number, py: number): number {
  let [found, least] = [NOTHING, 12];
  for (const one of input.predictions) {
    const distance = Math.hypot(x.at(one.measured) - px, y.at(one.mean) - py);
    if (one.run >= 0 && distance < least) [found, least] = [one.run, distance];
  }
  return found;
}
