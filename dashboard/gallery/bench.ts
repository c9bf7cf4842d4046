/** How long charts take: a brush over parallel coordinates and curves, hovering, and a first drawing of all. */
import { curves, objective, parallel } from "../src/charts";
import { Surface } from "../src/charts/kit/canvas";
import type { Chart } from "../src/charts/kit/chart";
import { themeOf } from "../src/charts/kit/theme";
import { selecting, sweep } from "../src/charts/testing/sweep";
import type { NumberAxis, Runs, Size } from "../src/charts/types";

const theme = themeOf(document.documentElement);
const FRAMES = 40;

type Timed = (runs: Runs, moving: boolean, all: boolean) => number;

/** Lays out and draws; milliseconds until the pixels are there, which reading one of them waits for. */
function timed<I, O, S>(
  chart: Chart<I, O, S>,
  size: Size,
  input: (runs: Runs) => I,
  options: (moving: boolean, all: boolean) => O,
): Timed {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  const surface = new Surface(canvas);
  surface.resize(size);
  return (runs, moving, all) => {
    const began = performance.now();
    const scene = chart.layout(input(runs), size, options(moving, all));
    surface.draw((pen, screen) => chart.draw(pen, scene, theme, screen));
    return performance.now() - began;
  };
}

function middle(times: number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1]!.toFixed(1)} ms, worst ${sorted.at(-1)!.toFixed(1)} ms`;
}

for (const count of [1000, 10000]) {
  const data = sweep(count);
  const rates = (data.axes[0] as NumberAxis).values;
  const brushed = (low: number, high: number) =>
    selecting(data.runs, (run) => rates[run]! >= low && rates[run]! <= high);
  const lines = data.lines.accuracy;
  const drawParallel = timed(
    parallel,
    { width: 765, height: 240 },
    (runs) => ({ axes: data.axes, runs }),
    (moving, all) => ({ filters: {}, moving, all }),
  );
  const drawCurves = timed(
    curves,
    { width: 420, height: 240 },
    (runs) => ({ lines, runs, metric: "accuracy", better: "higher" as const }),
    (moving) => ({ scale: "log" as const, xLabel: "epoch", whole: true, moving }),
  );
  const drawObjective = timed(
    objective,
    { width: 420, height: 160 },
    (runs) => ({ runs, better: "lower" as const, x: runs.number }),
    () => ({ by: "run" as const, scale: "log" as const }),
  );
  const first = [drawParallel, drawCurves, drawObjective].map((draw) => draw(data.runs, false, false).toFixed(0));
  console.log(`${count}: first drawing, cold: parallel ${first[0]}, curves ${first[1]}, objective ${first[2]} ms`);
  const times: Record<string, number[]> = { select: [], parallel: [], curves: [], settle: [], all: [] };
  for (let i = 0; i < FRAMES; i++) {
    const began = performance.now();
    const runs = brushed(3e-4, 0.002 + 0.001 * i);
    times["select"]!.push(performance.now() - began);
    times["parallel"]!.push(drawParallel(runs, true, false));
    times["curves"]!.push(drawCurves(runs, true, false));
  }
  for (let i = 0; i < 8; i++) {
    const runs = brushed(3e-4, 0.002 + 0.001 * i);
    times["settle"]!.push(
      drawParallel(runs, false, false) + drawCurves(runs, false, false) + drawObjective(runs, false, false),
    );
    times["all"]!.push(drawParallel(data.runs, false, true));
  }
  for (const [name, list] of Object.entries(times)) console.log(`${count}: ${name} ${middle(list)}`);

  const scene = curves.layout(
    { lines, runs: data.runs, metric: "accuracy", better: "higher" },
    { width: 420, height: 240 },
    { scale: "log", xLabel: "epoch", whole: true, sampled: true },
  );
  const above = new Surface(document.createElement("canvas"));
  above.resize({ width: 420, height: 240 });
  const hovers: number[] = [];
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    const run = curves.hit(scene, 45 + i * 1.4, 60 + (i % 50));
    above.draw((pen) => curves.point(pen, scene, theme, run < 0 ? [] : [run]));
    hovers.push(performance.now() - began);
  }
  console.log(`${count}: hover ${middle(hovers)}`);
}
document.title = "drawn";
