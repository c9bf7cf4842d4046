/** Draws the axes themselves: boxes, ticks, ranges and heads. */
import { charts as words } from "../../messages/charts";
import { placeColour } from "../kit/colour";
import { grouped } from "../kit/format";
import { dashed, line } from "../kit/path";
import type { Pen } from "../kit/pen";
import { fitted, widthOf, write } from "../kit/text";
import type { Theme } from "../kit/theme";
import type { NumberAxis } from "../types";
import { ABSENT } from "../types";
import type { Box } from "./boxes";
import { rangeOf } from "./brush";
import type { Lane } from "./lanes";
import { along } from "./lanes";
import type { ParallelScene } from "./scene";
import { place } from "./scene";

const CORNER = 3;
/** A box this tall has room for its count. */
const TWO_LINES = 40;
const ONE_LINE = 11;

export function lanes(pen: Pen, scene: ParallelScene, theme: Theme): void {
  scene.lanes.forEach((lane, i) => {
    for (const box of lane.boxes) drawBox(pen, scene, theme, lane, box);
    if (lane.scale) drawScale(pen, scene, theme, lane);
    heads(pen, scene, theme, lane, i);
  });
}

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box on an axis of numbers is wider than the axis. */
const ABSENT_HALF = 23;

export function rectOf(scene: ParallelScene, lane: Lane, box: Box): Rect {
  const middle = (lane.from + lane.to) / 2;
  const half = lane.axis.kind === "category" ? (lane.to - lane.from) / 2 : scene.ground.side ? 9 : ABSENT_HALF;
  const [x0, y0] = place(scene, middle - half, along(scene.ground, scene.ground.side ? box.low : box.high));
  const [x1, y1] = place(scene, middle + half, along(scene.ground, scene.ground.side ? box.high : box.low));
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

function drawBox(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane, box: Box): void {
  const { x, y, width, height } = rectOf(scene, lane, box);
  const filter = scene.options.filters[lane.axis.path];
  const pressed = filter !== undefined && "codes" in filter && filter.codes.includes(box.code);
  const absent = box.code === ABSENT;
  pen.beginPath();
  pen.roundRect(x + 0.5, y + 0.5, width - 1, Math.max(1, height - 1), Math.min(CORNER, height / 2));
  pen.fillStyle = absent ? theme.bg : theme.sink;
  pen.globalAlpha = 0.87;
  pen.fill();
  pen.globalAlpha = 1;
  pen.strokeStyle = pressed ? theme.point : theme.lineStrong;
  pen.lineWidth = pressed ? 1.6 : 1;
  dashed(pen, absent ? [3, 3] : [], () => pen.stroke());
  const colour = filter && !pressed ? theme.mark : absent ? theme.ink3 : theme.ink;
  boxLabel(pen, scene, theme, lane, box, { colour, weight: absent ? 400 : 500, halo: absent ? theme.bg : theme.sink });
}

export function boxLabel(
  pen: Pen,
  scene: ParallelScene,
  theme: Theme,
  lane: Lane,
  box: Box,
  style: { colour: string; weight: 400 | 500 | 600; halo: string },
): void {
  const { x, y, width, height } = rectOf(scene, lane, box);
  if (height < ONE_LINE) return;
  const [middle, centre] = [x + width / 2, y + height / 2];
  const two = !scene.ground.side && height > TWO_LINES && box.count > 0;
  const text = fitted(box.label, width - 6, 11);
  write(pen, theme, text, middle, centre - (two ? 7 : 0), { align: "center", size: 11, ...style });
  if (!two) return;
  write(pen, theme, grouped(box.count), middle, centre + 7, { align: "center", size: 10, halo: style.halo });
}

function drawScale(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane): void {
  const middle = (lane.from + lane.to) / 2;
  const [first, last] = lane.scale!.range;
  if (lane.axis.kind === "number" && lane.axis.better) colourScale(pen, scene, theme, lane);
  else across(pen, scene, [middle, first], [middle, last], theme.mark);
  drawTicks(pen, scene, theme, lane);
  drawRange(pen, scene, theme, lane);
}

function across(
  pen: Pen,
  scene: ParallelScene,
  [a0, b0]: readonly [number, number],
  [a1, b1]: readonly [number, number],
  colour: string,
  width = 1,
): void {
  line(pen, ...place(scene, a0, b0), ...place(scene, a1, b1), colour, width);
}

const PIECES = 48;

/** The axis of the objective is the scale of colours. */
function colourScale(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane): void {
  const { runs } = scene.input;
  const middle = (lane.from + lane.to) / 2;
  const axis = lane.axis as NumberAxis;
  const best = Array.from(runs.best, (run) => axis.values[run]!);
  for (let i = 0; i < PIECES; i++) {
    const [from, to] = [along(scene.ground, i / PIECES), along(scene.ground, (i + 1) / PIECES + 0.002)];
    const value = lane.scale!.invert((from + to) / 2);
    const place = best.filter((other) => (axis.better === "lower" ? other < value : other > value)).length;
    const coloured = place > 0 && place < best.length;
    const colour = coloured ? placeColour(theme, place, best.length) : theme.lineStrong;
    across(pen, scene, [middle, from], [middle, to], colour, 4);
  }
}

function drawTicks(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane): void {
  const middle = (lane.from + lane.to) / 2;
  const metric = lane.axis.kind === "number" && lane.axis.better !== undefined;
  const { side } = scene.ground;
  for (const { at, label } of lane.ticks) {
    across(pen, scene, [middle - 3, at], [middle + 3, at], theme.mark);
    if (side) write(pen, theme, label, at, middle + 11, { align: alignedAt(at, scene), size: 10 });
    else write(pen, theme, label, middle + (metric ? 7 : -6), at, { align: metric ? "left" : "right", size: 10 });
  }
}

function alignedAt(at: number, scene: ParallelScene): CanvasTextAlign {
  return at < 14 ? "left" : at > scene.size.width - 20 ? "right" : "center";
}

function drawRange(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane): void {
  const range = rangeOf(scene, lane);
  if (!range) return;
  const middle = (lane.from + lane.to) / 2;
  const [low, high] = [Math.min(...range), Math.max(...range)];
  const [x, y] = place(scene, middle - 7, low);
  pen.fillStyle = theme.point;
  pen.globalAlpha = 0.22;
  if (scene.ground.side) pen.fillRect(x, y, high - low, 14);
  else pen.fillRect(x, y, 14, high - low);
  pen.globalAlpha = 1;
  for (const b of range) across(pen, scene, [middle - 8, b], [middle + 8, b], theme.point, 2);
}

// -- heads ------------------------------------------------------------------------------------------------------------

function noteOf(scene: ParallelScene, { axis }: Lane): string {
  const log = axis.kind === "number" && axis.scale === "log" ? words.log : "";
  if (axis.kind === "number" && axis.better) {
    const turned = scene.options.flipped?.has(axis.path);
    const better = turned ? "" : scene.ground.side ? words.rightIsBetter : words.upIsBetter;
    return [log, better].filter(Boolean).join(" · ");
  }
  return [axis.note, log].filter(Boolean).join(" · ");
}

function heads(pen: Pen, scene: ParallelScene, theme: Theme, lane: Lane, i: number): void {
  const weight = lane.axis.kind === "number" && lane.axis.better ? 600 : 500;
  const note = noteOf(scene, lane);
  if (scene.ground.side) {
    write(pen, theme, lane.axis.label, 0, lane.from - 9, { size: 11, weight, colour: theme.ink });
    write(pen, theme, note, widthOf(lane.axis.label, 11) + 10, lane.from - 9, { size: 10 });
    return;
  }
  const { x, align, room } = headPlace(scene, lane, i);
  write(pen, theme, fitted(lane.axis.label, room, 11), x, 9, { align, size: 11, weight, colour: theme.ink });
  write(pen, theme, fitted(note, align === "right" ? room * 1.7 : room, 10), x, 24, { align, size: 10 });
}

/** The first and the last head stand at the edges of the chart, others over their axis. */
function headPlace(scene: ParallelScene, lane: Lane, i: number): { x: number; align: CanvasTextAlign; room: number } {
  const middle = (lane.from + lane.to) / 2;
  const [first, last] = [scene.lanes[0]!, scene.lanes.at(-1)!];
  const pitch = (last.from - first.from) / Math.max(1, scene.lanes.length - 1) || scene.size.width;
  if (i === scene.lanes.length - 1 && i > 0) return { x: scene.size.width, align: "right", room: pitch };
  if (i === 0)
    return { x: lane.boxes.length && lane.axis.kind === "category" ? lane.from : 0, align: "left", room: pitch };
  return { x: middle, align: "center", room: pitch - 8 };
}
