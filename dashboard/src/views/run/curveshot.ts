/** The curves of a run as a picture, a drawing and values. */
import { curves } from "../../charts/curves";
import { write } from "../../charts/kit/text";
import type { Lines, Runs, Size } from "../../charts/types";
import { STATES } from "../../data/model";
import type { RunCurves } from "../../data/runcurves";
import { type Painter, painted, type Shot } from "../saving/shots";
import type { Curve, PlotData } from "./plot";

const CELL: Size = { width: 420, height: 210 };
const TITLE = 20;
const IN_ROW = 2;

/** All curves on one sheet, two beside each other, each under its name. */
export function curvesShot(shown: readonly { name: string; data: PlotData }[]): Shot {
  const cells = shown.map(({ name, data }) => ({ name, paint: painterOf(name, data) }));
  const rows = Math.ceil(cells.length / IN_ROW);
  const size = { width: Math.min(cells.length, IN_ROW) * CELL.width, height: rows * (CELL.height + TITLE) };
  return painted((pen, theme, screen) => {
    cells.forEach(({ name, paint }, i) => {
      pen.save();
      pen.translate((i % IN_ROW) * CELL.width, Math.floor(i / IN_ROW) * (CELL.height + TITLE));
      write(pen, theme, name, 8, TITLE / 2, { weight: 500, size: 12 });
      pen.translate(0, TITLE);
      paint(pen, theme, screen);
      pen.restore();
    });
  }, size);
}

/** The best run as everywhere, and this one, where it is another, as a run that is pointed at. */
function painterOf(name: string, data: PlotData): Painter {
  const scene = sceneOf(name, data);
  return (pen, theme, screen) => {
    curves.draw(pen, scene, theme, screen);
    curves.point(pen, scene, theme, []);
    if (data.best) curves.point(pen, scene, theme, [0]);
  };
}

function sceneOf(name: string, data: PlotData) {
  const all = [data.own, ...(data.best ? [data.best] : [])].map(logged);
  const time = data.time ? { xTime: data.formatX } : {};
  const options = { scale: data.scale, xLabel: "", whole: !data.time, ...time };
  return curves.layout({ lines: linesOf(all), runs: runsOf(data), metric: name, better: data.better }, CELL, options);
}

/** The points at which this metric was logged. */
function logged({ x, y }: Curve): Curve {
  const kept = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(y[i]!));
  return { x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!) };
}

function linesOf(all: readonly Curve[]): Lines {
  const start = [0];
  for (const { x } of all) start.push(start.at(-1)! + x.length);
  const joined = (pick: (curve: Curve) => ArrayLike<number>) =>
    Float64Array.from(all.flatMap((curve) => Array.from(pick(curve))));
  return { count: all.length, run: all.map((_, i) => i), start, x: joined(({ x }) => x), y: joined(({ y }) => y) };
}

function runsOf(data: PlotData): Runs {
  const state = STATES.indexOf(data.state);
  const number = [data.number, ...(data.best ? [data.best.number] : [])];
  const rank = data.best ? [1, 0] : [0];
  const best = [number.length - 1];
  return { count: number.length, number, state: number.map(() => state), value: rank, rank, selected: null, best };
}

/** Every row with all metrics, values in full. */
export function valuesOf(of: RunCurves, metrics: readonly string[]): (string | number | null)[][] {
  const columns = metrics.map((name) => of.of(name) ?? []);
  const rows = of.row.map((row, i) => [row, of.step[i]!, of.time[i]!, ...columns.map((values) => values[i] ?? null)]);
  return [["row", "step", "runtime", ...metrics], ...rows];
}
