/** Draws parallel coordinates: grey lines, the best on top of them, the axes over both. */
import { placeColour, rest } from "../kit/colour";
import { metric, rate } from "../kit/format";
import { outcomeOf } from "../kit/marks";
import { cross, disc } from "../kit/path";
import type { Pen, Screen } from "../kit/pen";
import { HUGE, MANY } from "../kit/runs";
import { widthOf, write } from "../kit/text";
import type { Theme } from "../kit/theme";
import { ABSENT } from "../types";
import { boxLabel, lanes, rectOf } from "./frames";
import type { Lane } from "./lanes";
import { path, pixelLinks } from "./links";
import type { ParallelScene } from "./scene";
import { place } from "./scene";

/** Up to so many runs, failed ones are marked where their line ends. */
const MARKED = 100;

export function draw(pen: Pen, scene: ParallelScene, theme: Theme, screen?: Screen): void {
  const { count } = scene.input.runs;
  const layers = [
    { runs: scene.outside, alpha: count > HUGE ? 0.004 : count > MANY ? 0.012 : 0.07 },
    { runs: scene.rest, alpha: alphaOf(scene.rest.length) },
  ];
  // So many lines make a surface, on which finer pixels would not be seen.
  const ratio = scene.rest.length > HUGE ? 1 : (screen?.ratio ?? 1);
  const made =
    screen && count > MANY ? pixelLinks(scene, layers, theme.rest, ratio, scene.options.moving === true) : null;
  if (made) screen?.put(made.pixels, made.x, made.y, ratio);
  else for (const layer of layers) strokes(pen, scene, theme, layer.runs, rest(theme, layer.alpha));
  bestLinks(pen, scene, theme);
  lanes(pen, scene, theme);
}

/** The more lines, the fainter: many together are about as dark, whatever their number. */
function alphaOf(count: number): number {
  if (count <= 50) return 0.42;
  return count <= MANY ? 0.2 : Math.min(0.06, 60 / count);
}

function strokes(pen: Pen, scene: ParallelScene, theme: Theme, runs: Uint32Array, colour: string): void {
  const { count, state } = scene.input.runs;
  pen.lineJoin = "round";
  for (const run of runs) {
    const end = path(pen, scene, run);
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.stroke();
    if (!end || count > MARKED || outcomeOf(state[run]!) !== "failed") continue;
    const [x, y] = place(scene, end.a + 5, end.b);
    cross(pen, x, y, 3, theme.fail);
  }
}

function bestLinks(pen: Pen, scene: ParallelScene, theme: Theme): void {
  const k = scene.best.length;
  const many = scene.input.runs.count > MANY;
  pen.lineJoin = "round";
  scene.best.forEach((run, i) => {
    path(pen, scene, run);
    pen.strokeStyle = placeColour(theme, k - 1 - i, k);
    pen.globalAlpha = many ? 0.85 : 1;
    pen.lineWidth = i === k - 1 ? 2.4 : many ? 1.1 : 1.7;
    pen.stroke();
  });
  pen.globalAlpha = 1;
}

/** The runs that are pointed at, with their values on every axis. */
export function point(pen: Pen, scene: ParallelScene, theme: Theme, runs: readonly number[]): void {
  for (const run of runs) {
    for (const [colour, width] of [
      [theme.bg, 6],
      [theme.point, 2.4],
    ] as const) {
      path(pen, scene, run);
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.lineJoin = "round";
      pen.stroke();
    }
    scene.lanes.forEach((lane, i) => {
      pointOn(pen, scene, theme, lane, run, i === 0);
    });
  }
}

function pointOn(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane, run: number, first: boolean): void {
  const b = lane.at[run]!;
  if (Number.isNaN(b)) return;
  const { axis } = lane;
  const code = axis.kind === "category" ? axis.codes[run]! : Number.isNaN(axis.values[run]!) ? ABSENT : null;
  if (code !== null) pointBox(pen, scene, theme, lane, code);
  else if (axis.kind === "number") pointValue(pen, scene, theme, lane, axis.values[run]!, b, first);
}

function pointBox(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane, code: number): void {
  const box = lane.boxes.find((one) => one.code === code);
  if (!box) return;
  const { x, y, width, height } = rectOf(scene, lane, box);
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width - 1, Math.max(1, height - 1), 3);
  pen.strokeStyle = theme.point;
  pen.lineWidth = 1.6;
  pen.stroke();
  boxLabel(pen, scene, theme, lane, box, { colour: theme.pointInk, weight: 600, halo: theme.bg });
}

function pointValue(
  pen: Pen,
  scene: ParallelScene,
  theme: Theme,
  lane: Lane,
  value: number,
  b: number,
  first: boolean,
): void {
  const objective = lane.axis.kind === "number" && lane.axis.better !== undefined;
  const [x, y] = place(scene, (lane.from + lane.to) / 2, b);
  disc(pen, x, y, 3.6, theme.point);
  const text = objective ? metric(value) : rate(value);
  const style = { size: 11, weight: 600, colour: theme.pointInk } as const;
  if (scene.ground.side) {
    write(pen, theme, text, Math.max(20, Math.min(x, scene.size.width - 22)), y - 10, { ...style, align: "center" });
  } else if (first && widthOf(text, 11) < x - 7) write(pen, theme, text, x - 7, y, { ...style, align: "right" });
  else write(pen, theme, text, x + (objective ? 7 : 8), objective ? y : y - 9, style);
}
