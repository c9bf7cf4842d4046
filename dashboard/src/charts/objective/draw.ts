/** Draws the objective over time: marks by what happened, failed runs in a row above, steps of the best so far. */
import { charts as words } from "../../messages/charts";
import { footLabels, gridLines } from "../kit/axes";
import { placeColour, ramp, rest } from "../kit/colour";
import { drawCells } from "../kit/density";
import { metric } from "../kit/format";
import { mark, outcomeOf, pointed } from "../kit/marks";
import { crisp, line, trace } from "../kit/path";
import type { Pen } from "../kit/pen";
import { inside, MANY, places } from "../kit/runs";
import { write } from "../kit/text";
import type { Theme } from "../kit/theme";
import type { ObjectiveScene } from "./scene";
import { FAILED_ROW } from "./scene";

export function draw(pen: Pen, scene: ObjectiveScene, theme: Theme): void {
  const { frame } = scene;
  gridLines(pen, theme, frame, scene.yTicks);
  if (scene.toGo) toGo(pen, scene, theme, scene.toGo);
  footLabels(pen, theme, frame, scene.xTicks);
  if (scene.failed) write(pen, theme, words.failed, frame.left - 7, FAILED_ROW, { align: "right" });
  density(pen, scene, theme);
  marks(pen, scene, theme);
  bestSteps(pen, scene, theme);
  if (scene.outside) write(pen, theme, scene.outside, frame.left + 4, frame.top + 2);
}

function toGo(pen: Pen, scene: ObjectiveScene, theme: Theme, { from, to }: { from: number; to: number }): void {
  const { top, bottom } = scene.frame;
  pen.fillStyle = theme.sink;
  pen.fillRect(from, top - 6, to - from, bottom - top + 6);
  if (to - from > 26) write(pen, theme, words.toGo, (from + to) / 2, top + 4, { align: "center", halo: theme.sink });
}

function density(pen: Pen, scene: ObjectiveScene, theme: Theme): void {
  if (!scene.cells) return;
  drawCells(pen, scene.cells.outside, 0.05, rest(theme, 1));
  drawCells(pen, scene.cells.inside, scene.input.runs.selected ? 0.3 : 0.16, rest(theme, 1));
}

function marks(pen: Pen, scene: ObjectiveScene, theme: Theme): void {
  const { runs } = scene.input;
  const place = places(runs);
  const many = runs.count > MANY;
  for (const run of scene.marks) {
    if (Number.isNaN(scene.y[run]!)) continue;
    const chosen = inside(runs, run);
    const outcome = outcomeOf(runs.state[run]!);
    if (!chosen && outcome === "failed") continue;
    const coloured = place[run]! >= 0;
    const colour = coloured ? placeColour(theme, place[run]!, runs.best.length) : rest(theme, alphaOf(scene, chosen));
    const radius = coloured ? (place[run] === 0 ? 4 : many ? 2.4 : 3.2) : many ? 1.5 : 2.6;
    const shape = outcome === "stopped" && (coloured || many) ? "finished" : outcome;
    mark(pen, theme, shape, scene.x[run]!, scene.y[run]!, { radius, colour, bar: "level" });
  }
}

function alphaOf(scene: ObjectiveScene, chosen: boolean): number {
  const { count, selected } = scene.input.runs;
  const many = count > MANY;
  if (!chosen) return many ? 0.06 : 0.15;
  return many && !selected ? 0.32 : 0.75;
}

function bestSteps(pen: Pen, scene: ObjectiveScene, theme: Theme): void {
  trace(pen, scene.steps.x, scene.steps.y, 0, scene.steps.x.length);
  pen.strokeStyle = ramp(theme, 1);
  pen.lineWidth = 1.5;
  pen.stroke();
}

/** The runs that are pointed at; without one, the label of the best so far. */
export function point(pen: Pen, scene: ObjectiveScene, theme: Theme, runs: readonly number[]): void {
  const { frame, best, steps } = scene;
  if (runs.length === 0 && best >= 0) {
    const y = steps.y[steps.y.length - 1]!;
    write(pen, theme, words.bestSoFar, frame.right + 6, y - 13);
    const text = metric(scene.input.runs.value[best]!);
    write(pen, theme, text, frame.right + 6, y, { size: 11, weight: 600, colour: ramp(theme, 1) });
  }
  for (const run of runs) pointOne(pen, scene, theme, run);
}

function pointOne(pen: Pen, scene: ObjectiveScene, theme: Theme, run: number): void {
  const { frame, input } = scene;
  const [x, y] = [scene.x[run]!, scene.y[run]!];
  if (Number.isNaN(y)) return;
  line(pen, crisp(x), y + 7, crisp(x), frame.bottom + 2, theme.point);
  pointed(pen, theme, x, y, 4.5);
  const value = input.runs.value[run]!;
  const text = [words.number(input.runs.number[run]!), Number.isNaN(value) ? "" : metric(value)].join(" ").trim();
  const left = x > frame.right - 84;
  const style = { size: 11, weight: 600, colour: theme.pointInk, align: left ? "right" : "left" } as const;
  write(pen, theme, text, x + (left ? -9 : 9), y < 18 ? y : y - 9, style);
}
