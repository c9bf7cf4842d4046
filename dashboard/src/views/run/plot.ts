/** One metric of a run as a uPlot chart: this run in ink, the best in the ramp's best colour, the middle half as shade. */
import uPlot from "uplot";
import {
  backward,
  extent,
  fitting,
  forward,
  opened,
  padded,
  type ScaleKind,
  scale,
  suits,
} from "../../charts/kit/scale";
import { type Theme, themeOf } from "../../charts/kit/theme";
import { ticks, wholeTicks } from "../../charts/kit/ticks";
import { metric as written } from "../../data/format";
import type { RunState } from "../../data/model";

export interface Curve {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

export interface PlotData {
  own: Curve;
  number: number;
  best: (Curve & { label: string; number: number }) | null;
  middle: { x: ArrayLike<number>; low: ArrayLike<number>; high: ArrayLike<number> } | null;
  /** Which end of the metric is better, where that is known. */
  better: "lower" | "higher" | null;
  scale: "log" | "linear";
  time: boolean;
  state: RunState;
  formatX: (x: number) => string;
}

const [LEFT, TOP, BOTTOM] = [44, 8, 22];
/** Room for what is written at the ends of the lines. */
const RIGHT = { alone: 54, besideBest: 78 };
const SAME_MOMENT = "varre-run";

/** What uPlot wants: all curves over one x, with gaps. */
function aligned(data: PlotData): uPlot.AlignedData {
  const table = (x: ArrayLike<number>, ...ys: ArrayLike<number>[]) => {
    const kept = Array.from(x, (_, i) => i).filter(
      (i) => Number.isFinite(x[i]!) && ys.some((y) => Number.isFinite(y[i]!)),
    );
    const distinct = kept.filter((i, place) => place === 0 || x[i]! > x[kept[place - 1]!]!);
    const column = (y: ArrayLike<number>) => distinct.map((i) => (Number.isFinite(y[i]!) ? y[i]! : null));
    return [distinct.map((i) => x[i]!), ...ys.map(column)] as uPlot.AlignedData;
  };
  const { own, best, middle } = data;
  const none = { x: [], low: [], high: [] };
  const { x, low, high } = middle ?? none;
  return uPlot.join([table(own.x, own.y), table(best?.x ?? [], best?.y ?? []), table(x, high, low)]);
}

/** The scale of the values, fitted to what is drawn. */
function scaleOf(data: PlotData): { kind: ScaleKind; domain: [number, number] } {
  const all = [data.own.y, data.best?.y ?? [], data.middle?.low ?? [], data.middle?.high ?? []];
  const values = all.flatMap((part) => Array.from(part).filter(Number.isFinite));
  const found = extent(values) ?? [0, 1];
  const wanted = fitting(data.scale, data.better, found);
  const kind = suits(wanted, ...found) ? wanted : "linear";
  return { kind, domain: padded(kind, opened(kind, found), 0.06) };
}

export function makePlot(place: HTMLElement, width: number, height: number, data: PlotData): uPlot {
  const theme = themeOf(place);
  const { kind, domain } = scaleOf(data);
  const y: uPlot.Scale =
    kind === "linear"
      ? { range: () => domain }
      : {
          distr: 100,
          fwd: (value) => forward(kind, value),
          bwd: (value) => backward(kind, value),
          range: () => domain,
        };
  const options: uPlot.Options = {
    width,
    height,
    padding: [TOP, data.best ? RIGHT.besideBest : RIGHT.alone, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      sync: { key: SAME_MOMENT, setSeries: false },
      points: { size: 5, fill: theme.bg, stroke: theme.ink, width: 1.5 },
      drag: { x: true, y: false },
    },
    scales: { x: { time: false }, y },
    axes: [axisX(theme, data), axisY(theme, kind, domain, height)],
    series: [
      {},
      { stroke: theme.ink, width: 2, spanGaps: true, points: { show: data.own.x.length < 2 } },
      { stroke: colour(theme.seq[7]!), width: 1.6, spanGaps: true, points: { show: false } },
      { stroke: "transparent", spanGaps: true, points: { show: false } },
      { stroke: "transparent", spanGaps: true, points: { show: false } },
    ],
    bands: [{ series: [3, 4], fill: colour(theme.rest, 0.13) }],
    hooks: { draw: [(chart) => labelEnds(chart, theme, data)] },
  };
  return new uPlot(options, aligned(data), place);
}

/** Puts fresh data in; where the reader has zoomed in, the view stays. */
export function renew(chart: uPlot, data: PlotData): void {
  const [first, last] = [chart.data[0][0], chart.data[0].at(-1)];
  const zoomed = chart.scales["x"]!.min !== first || chart.scales["x"]!.max !== last;
  chart.setData(aligned(data), !zoomed);
}

function axisX(theme: Theme, data: PlotData): uPlot.Axis {
  return {
    stroke: theme.ink3,
    font: `10.5px ${theme.sans}`,
    size: BOTTOM,
    gap: 4,
    grid: { show: false },
    ticks: { show: false },
    ...(data.time ? { space: 56, incrs: TIMES } : { splits: wholeSplits }),
    values: (_, splits) => splits.map((split) => (split === null ? "" : data.formatX(split))),
  };
}

const TIMES = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 7200, 21600, 86400];

/** Whole numbers, the first one always among them. */
function wholeSplits(chart: uPlot, _axis: number, least: number, most: number): number[] {
  const span = scale("linear", [least, most], [0, chart.bbox.width / devicePixelRatio]);
  return wholeTicks(span, 34).map((tick) => Math.round(span.invert(tick.at)));
}

function axisY(theme: Theme, kind: ScaleKind, domain: [number, number], height: number): uPlot.Axis {
  const span = scale(kind, domain, [height - BOTTOM, TOP]);
  const marks = ticks(span, 22);
  const at = marks.map((mark) => span.invert(mark.at));
  return {
    stroke: theme.ink3,
    font: `10.5px ${theme.sans}`,
    size: LEFT,
    gap: 5,
    grid: { stroke: theme.line, width: 1 },
    ticks: { show: false },
    splits: () => at,
    values: () => marks.map((mark) => mark.label),
  };
}

/** Names each line where it ends; two that end close to each other give way. */
function labelEnds(chart: uPlot, theme: Theme, data: PlotData): void {
  const { ctx } = chart;
  const ratio = devicePixelRatio;
  const own = endOf(chart, data.own);
  const best = data.best && endOf(chart, data.best);
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  if (own && best && Math.abs(best.x - own.x) < 60 * ratio && Math.abs(best.y - own.y) < 14 * ratio) {
    const [middle, side] = [(own.y + best.y) / 2, own.y > best.y ? 1 : -1];
    own.label = middle + 7 * ratio * side;
    best.label = middle - 7 * ratio * side;
  }
  if (best && data.best) {
    mark(ctx, best.x, best.y, 2.2 * ratio, colour(theme.seq[7]!));
    ctx.font = `${10.5 * ratio}px ${theme.sans}`;
    ctx.fillStyle = theme.ink2;
    ctx.fillText(`${data.best.label} ${written(best.value)}`, best.x + 7 * ratio, best.label);
  }
  if (own) {
    endMark(ctx, theme, data.state, own.x, own.y, ratio);
    ctx.font = `600 ${11 * ratio}px ${theme.sans}`;
    ctx.fillStyle = theme.ink;
    ctx.fillText(written(own.value), own.x + 7 * ratio, own.label);
  }
  ctx.restore();
}

interface End {
  x: number;
  y: number;
  label: number;
  value: number;
}

/** Where a curve ends within what is seen, in pixels of the canvas. */
function endOf(chart: uPlot, curve: Curve): End | null {
  const { min, max } = chart.scales["x"]!;
  for (let i = curve.x.length - 1; i >= 0; i--) {
    const [x, value] = [curve.x[i]!, curve.y[i]!];
    if (!Number.isFinite(value) || x > (max ?? x)) continue;
    if (x < (min ?? x)) return null;
    const y = chart.valToPos(value, "y", true);
    return { x: chart.valToPos(x, "x", true), y, label: y, value };
  }
  return null;
}

/** A dot where a run finished, a bar where it was stopped, a cross where it failed, a ring while it runs. */
function endMark(
  ctx: CanvasRenderingContext2D,
  theme: Theme,
  state: RunState,
  x: number,
  y: number,
  ratio: number,
): void {
  ctx.lineWidth = 1.8 * ratio;
  ctx.strokeStyle = theme.ink;
  if (state === "stopped") stroke(ctx, [x, y - 5 * ratio, x, y + 5 * ratio]);
  else if (state === "failed" || state === "crashed") {
    ctx.strokeStyle = theme.fail;
    const r = 3.5 * ratio;
    stroke(ctx, [x - r, y - r, x + r, y + r]);
    stroke(ctx, [x - r, y + r, x + r, y - r]);
  } else {
    mark(ctx, x, y, 3.4 * ratio, state === "running" ? theme.live : theme.ink);
    if (state === "running") mark(ctx, x, y, 1.8 * ratio, theme.bg);
  }
}

function stroke(ctx: CanvasRenderingContext2D, [x0, y0, x1, y1]: [number, number, number, number]): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

function mark(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
}

function colour(rgb: readonly [number, number, number], alpha = 1): string {
  return `rgb(${rgb.join(" ")} / ${alpha})`;
}
