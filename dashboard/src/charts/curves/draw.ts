/** Draws the curves of all runs: grey, with the best of the selection coloured. */
import { charts as words } from "../../messages/charts";
import { footLabels, gridLines } from "../kit/axes";
import { css, placeColour, rest } from "../kit/colour";
import { mark, outcomeOf } from "../kit/marks";
import { clipped, dashed, disc, ribbon, trace } from "../kit/path";
import type { Pen, Screen } from "../kit/pen";
import { Raster, weightOf } from "../kit/raster";
import { HUGE, inside, MANY } from "../kit/runs";
import { apart, write } from "../kit/text";
import type { Theme } from "../kit/theme";
import type { CurvesScene, Projected, Shade } from "./scene";
import { endOf, lastValue, projected } from "./scene";

/** Up to so many runs, each line has a mark at its end. */
const MARKED = 100;

export function draw(pen: Pen, scene: CurvesScene, theme: Theme, screen?: Screen): void {
  const { frame, xTicks, yTicks } = scene;
  gridLines(pen, theme, frame, yTicks);
  footLabels(pen, theme, frame, xTicks);
  write(pen, theme, scene.options.xLabel, frame.right + 12, frame.bottom + 13);
  inSight(pen, scene, () => {
    if (scene.shade) shades(pen, scene, scene.shade, theme);
    if (screen && scene.input.runs.count > MANY) pixelLines(scene, theme, screen);
    else greyLines(pen, scene, theme);
    if (scene.shade) median(pen, scene.shade, theme);
    bestLines(pen, scene, theme);
  });
  notes(pen, scene, theme);
}

/** How far marks reach beyond the ends of the foot. */
const MARK = 4;

/** Draws what does not leave the plot; of a part of the curves, what lies before and after it. */
function inSight(pen: Pen, { frame, options }: CurvesScene, lines: () => void): void {
  const [left, right] = options.window ? [frame.left - MARK, frame.right + MARK] : [0, frame.right + 70];
  clipped(pen, left, 0, right - left, frame.bottom + 1, lines);
}

function shades(pen: Pen, scene: CurvesScene, shade: Shade, theme: Theme): void {
  const [wide, narrow] = scene.input.runs.count > HUGE ? [0.2, 0.26] : [0.13, 0.17];
  for (const [low, high, alpha] of [
    [0, 4, wide],
    [1, 3, narrow],
  ] as const) {
    ribbon(pen, shade.x, shade.at[low]!, shade.at[high]!);
    pen.fillStyle = rest(theme, alpha);
    pen.fill();
  }
}

function median(pen: Pen, shade: Shade, theme: Theme): void {
  dashed(pen, [4, 3], () => {
    trace(pen, shade.x, shade.at[2]!, 0, shade.x.length);
    pen.strokeStyle = theme.ink3;
    pen.lineWidth = 1.2;
    pen.stroke();
  });
}

/** How strong a grey line is: the more there are, the fainter. */
function alphaOf(scene: CurvesScene, theme: Theme, run: number): number {
  const { count, selected } = scene.input.runs;
  const alpha = count <= 50 ? 0.5 : count <= MANY ? 0.25 : count <= 1500 ? 0.07 : 0.05;
  if (!selected) return alpha;
  return inside(scene.input.runs, run) ? Math.min(0.7, alpha * 2.5) : theme.restOut;
}

function greyLines(pen: Pen, scene: CurvesScene, theme: Theme): void {
  const { rest: lines, input } = scene;
  pen.lineJoin = "round";
  lines.run.forEach((run, i) => {
    trace(pen, lines.x, lines.y, lines.start[i]!, lines.start[i + 1]!);
    pen.strokeStyle = rest(theme, alphaOf(scene, theme, run));
    pen.lineWidth = 1;
    pen.stroke();
    if (input.runs.count <= MARKED && inside(input.runs, run)) endMark(pen, scene, theme, lines, i, rest(theme, 0.75));
  });
}

function pixelLines(scene: CurvesScene, theme: Theme, screen: Screen): void {
  const { frame, rest: lines } = scene;
  const { ratio } = screen;
  const raster = new Raster(Math.ceil((frame.right - frame.left) * ratio), Math.ceil((frame.bottom + 1) * ratio));
  lines.run.forEach((run, i) => {
    const weight = weightOf(alphaOf(scene, theme, run));
    for (let point = lines.start[i]! + 1; point < lines.start[i + 1]!; point++) {
      // From left to right, also where a curve turns back.
      const [a, b] = lines.x[point - 1]! <= lines.x[point]! ? [point - 1, point] : [point, point - 1];
      const [x0, x1] = [lines.x[a]! - frame.left, lines.x[b]! - frame.left];
      raster.segment(x0 * ratio, lines.y[a]! * ratio, x1 * ratio, lines.y[b]! * ratio, ratio, weight);
    }
  });
  screen.put(raster.pixels(theme.rest), frame.left, 0, ratio);
}

function bestLines(pen: Pen, scene: CurvesScene, theme: Theme): void {
  const { best, input } = scene;
  const k = input.runs.best.length;
  pen.lineJoin = "round";
  best.run.forEach((run, i) => {
    const first = run === input.runs.best[0];
    const colour = colourOf(scene, theme, run);
    trace(pen, best.x, best.y, best.start[i]!, best.start[i + 1]!);
    pen.strokeStyle = colour;
    pen.lineWidth = first ? 2.4 : input.runs.count > MANY ? 1.1 : 1.6;
    pen.stroke();
    if (input.runs.count <= MARKED) endMark(pen, scene, theme, best, i, colour);
    else if (first && k) disc(pen, best.x[best.start[i + 1]! - 1]!, best.y[best.start[i + 1]! - 1]!, 3, colour);
  });
}

function colourOf(scene: CurvesScene, theme: Theme, run: number): string {
  const { best } = scene.input.runs;
  const place = Array.prototype.indexOf.call(best, run);
  return place < 0 ? css(theme.rest) : placeColour(theme, place, best.length);
}

function endMark(pen: Pen, scene: CurvesScene, theme: Theme, lines: Projected, i: number, colour: string): void {
  const end = lines.start[i + 1]! - 1;
  const run = lines.run[i]!;
  const best = run === scene.input.runs.best[0];
  const outcome = outcomeOf(scene.input.runs.state[run]!);
  mark(pen, theme, outcome, lines.x[end]!, lines.y[end]!, { radius: best ? 3 : 2.2, colour });
}

function notes(pen: Pen, scene: CurvesScene, theme: Theme): void {
  const { frame, worse } = scene;
  const said = [scene.shade && words.stillGoing, scene.shade && words.middle, scene.outside].filter(
    Boolean,
  ) as string[];
  const first = worse === "lower" ? frame.bottom - 8 - 14 * (said.length - 1) : frame.top;
  said.forEach((text, i) => {
    write(pen, theme, text, frame.right, first + i * 14, { align: "right" });
  });
}

// -- pointed at -------------------------------------------------------------------------------------------------------

interface Label {
  readonly run: number;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  readonly beside: string;
}

/** The runs that are pointed at, over a halo; without one, the label of the best. */
export function point(pen: Pen, scene: CurvesScene, theme: Theme, runs: readonly number[]): void {
  const { input, lineOf, x, y, options } = scene;
  const lines = projected(input.lines, lineOf, runs, x, y, options.smoothing);
  inSight(pen, scene, () => {
    lines.run.forEach((_, i) => {
      for (const [colour, width] of [
        [theme.bg, 5.5],
        [theme.point, 2.4],
      ] as const) {
        trace(pen, lines.x, lines.y, lines.start[i]!, lines.start[i + 1]!);
        pen.strokeStyle = colour;
        pen.lineWidth = width;
        pen.lineJoin = "round";
        pen.stroke();
      }
      endMark(pen, scene, theme, lines, i, theme.point);
    });
  });
  labels(pen, scene, theme, lines.run.length ? pointedLabels(scene, theme, lines) : bestLabel(scene, theme));
}

function pointedLabels(scene: CurvesScene, theme: Theme, lines: Projected): Label[] {
  return Array.from(lines.run, (run, i) => {
    const end = endOf(lines, i, scene.frame);
    const beside = words.ended[outcomeOf(scene.input.runs.state[run]!)];
    return { run, x: lines.x[end]!, y: lines.y[end]!, colour: theme.pointInk, beside };
  });
}

function bestLabel(scene: CurvesScene, theme: Theme): Label[] {
  const { best } = scene;
  const last = best.run.length - 1;
  const run = scene.input.runs.best[0];
  if (run === undefined || best.run[last] !== run) return [];
  const end = endOf(best, last, scene.frame);
  return [{ run, x: best.x[end]!, y: best.y[end]!, colour: colourOf(scene, theme, run), beside: words.best }];
}

const LABEL = 27;

function labels(pen: Pen, scene: CurvesScene, theme: Theme, all: readonly Label[]): void {
  const { frame, input } = scene;
  const places = apart(
    all.map(({ y }) => y),
    LABEL,
    frame.top,
    frame.bottom - 8,
  );
  all.forEach(({ run, x, colour, beside }, i) => {
    const text = [words.number(input.runs.number[run]!), beside].filter(Boolean).join(" ");
    write(pen, theme, text, x + 7, places[i]! - 6.5, { colour });
    write(pen, theme, lastValue(scene, run), x + 7, places[i]! + 6.5, { colour, size: 11, weight: 600 });
  });
}
