/** How the curves are to be looked at, as the address says it, and the points that are drawn then. */
import { useMemo } from "preact/hooks";
import type { CurvesInput, CurvesOptions } from "../../../charts/curves";
import { SMOOTHINGS, type Smoothing } from "../../../charts/kit/smooth";
import type { Lines } from "../../../charts/types";
import { type Along, alongOf, metricAlong, overClock, overMetric, type Points } from "../../../data/along";
import { betterOf } from "../../../data/betterness";
import { duration } from "../../../data/format";
import { AGGREGATES, type Aggregate } from "../../../data/groupcurves";
import { lengthParameter } from "../../../data/length";
import type { LineTable } from "../../../data/lines";
import type { RunTable } from "../../../data/runs";
import { type Window, windowOf, within } from "../../../data/window";
import { sweep as words } from "../../../messages/en.sweep";
import { selection } from "../../../state/selection";
import type { SweepModel } from "../model";
import { useMoving } from "../moving";

export interface CurveView {
  along: Along;
  scale: "log" | "linear";
  xLog: boolean;
  smoothing: Smoothing | null;
  aggregate: Aggregate;
  sampled: boolean;
  /** The part of the axis that is shown; null for all of it. */
  window: Window | null;
}

export function curveView(): CurveView {
  const { view } = selection.value;
  const along = alongOf(view["x"]);
  return {
    along,
    window: canZoom(along) ? windowOf(view["zoom"], along) : null,
    scale: view["y"] === "linear" ? "linear" : "log",
    xLog: view["xs"] === "log",
    smoothing: smoothingOf(view["smooth"]),
    aggregate: AGGREGATES.find((each) => each === view["agg"]) ?? "deviation",
    sampled: view["lines"] === "on",
  };
}

/** Over another metric curves turn back: a part of the axis would hold pieces of them. */
export function canZoom(along: Along): boolean {
  return metricAlong(along) === null;
}

/** In the address a smoothing is its method and its strength: `ema 0.6`. */
export function smoothingOf(text: string | undefined): Smoothing | null {
  const [name, strength] = (text ?? "").split(" ");
  const method = SMOOTHINGS.find((each) => each === name);
  const known = Number(strength);
  return method && known > 0 && known < 1 ? { method, strength: known } : null;
}

const NO_LINES: Lines = { count: 0, run: [], start: [0], x: [], y: [] };
const NO_RUNS = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };

export function useLines(model: SweepModel, lines: LineTable | null, view: CurveView): CurvesInput {
  const { along, window } = view;
  const seen = model.seen.value;
  const metric = model.metric;
  const better = betterOf(metric, model.sweep.value?.objective ?? null);
  const across = metricAlong(along);
  const other = across === null ? null : model.open.lines(across).value.value;
  const made = useMemo(
    () => (lines && seen ? linesOf(lines, seen.table, along, other) : NO_LINES),
    [lines, lines?.version, seen?.table, seen?.table.count, along, other, other?.version],
  );
  const shown = useMemo(() => (window ? within(made, window) : made), [made, window?.[0], window?.[1]]);
  const runs = seen?.runs ?? NO_RUNS;
  return useMemo(() => ({ lines: shown, runs, metric, better }), [shown, runs, metric, better]);
}

function linesOf(lines: LineTable, table: RunTable, along: Along, other: LineTable | null): Lines {
  const points = pointsOf(lines, table, along, other);
  const run = Int32Array.from(points.number, (number) => table.row(number));
  return { count: points.count, run, start: points.start, x: points.x, y: points.y };
}

function pointsOf(lines: LineTable, table: RunTable, along: Along, other: LineTable | null): Points {
  const flat = lines.flat();
  if (along === "clock") return overClock(flat, (number) => table.started[table.row(number)] ?? Number.NaN);
  if (along === "row" || along === "step" || along === "time") return { ...flat, x: flat[along] };
  return other ? overMetric(flat, other.flat()) : { count: 0, number: [], start: [0], x: [], y: [] };
}

export function useOptions(model: SweepModel, view: CurveView): CurvesOptions {
  const { along, scale, xLog, sampled, window } = view;
  const { method, strength } = view.smoothing ?? {};
  const most = along === "row" ? mostRows(model) : undefined;
  const moving = useMoving();
  const timed = along === "time" || along === "clock";
  const label = timed ? "" : labelOf(model, along);
  return useMemo(
    () => ({
      scale,
      xLabel: label,
      whole: along === "row" || along === "step",
      xLog,
      turning: metricAlong(along) !== null,
      sampled,
      moving,
      ...(timed ? { xTime: duration } : {}),
      ...(method && strength ? { smoothing: { method, strength } } : {}),
      ...(most === undefined ? {} : { xMost: most }),
      ...(window ? { window } : {}),
    }),
    [scale, along, label, xLog, timed, method, strength, sampled, moving, most, window?.[0], window?.[1]],
  );
}

/** What is counted along the foot. */
export function labelOf(model: SweepModel, along: Along): string {
  if (along === "row") return model.rowName ?? words.xs.row;
  return metricAlong(along) ?? words.xs[along as Exclude<Along, `metric:${string}`>];
}

/** The most rows that a run will have, where a parameter says so. */
function mostRows(model: SweepModel): number | undefined {
  const table = model.seen.value?.table;
  const path = table && lengthParameter(table, model.parameters.value);
  const parameter = path ? model.parameter(path) : undefined;
  const values = parameter?.values?.filter((value): value is number => typeof value === "number");
  return values?.length ? Math.max(...values) : (parameter?.max ?? undefined);
}

export function valuesOf(lines: LineTable | null): (string | number)[][] {
  if (!lines) return [];
  const flat = lines.flat();
  const rows: (string | number)[][] = [["run", "row", "step", "seconds", lines.metric]];
  for (let i = 0; i < flat.count; i++) {
    for (let at = flat.start[i]!; at < flat.start[i + 1]!; at++) {
      rows.push([flat.number[i]!, flat.row[at]!, flat.step[at]!, flat.time[at]!, flat.y[at]!]);
    }
  }
  return rows;
}
