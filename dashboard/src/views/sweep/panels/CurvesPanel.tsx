/** The curves of all runs, of one metric at a time. */
import { useMemo, useRef } from "preact/hooks";
import { bands } from "../../../charts/bands";
import { type CurvesOptions, curves } from "../../../charts/curves";
import { HUGE, SAMPLE } from "../../../charts/kit/runs";
import type { Lines } from "../../../charts/types";
import { betterOf } from "../../../data/betterness";
import { count } from "../../../data/format";
import { lengthParameter } from "../../../data/length";
import type { LineTable } from "../../../data/lines";
import type { RunTable } from "../../../data/runs";
import { sweep as words } from "../../../messages/en.sweep";
import { Choice, Word } from "../../../parts/Button";
import { useShortcuts } from "../../../parts/hooks";
import { Menu } from "../../../parts/Menu";
import { Section } from "../../../parts/Section";
import { useWidth } from "../../../parts/useWidth";
import { select, selection, setView } from "../../../state/selection";
import { type Exported, exportItems, type Shot, shotOf, sizeIn } from "../Export";
import { Failed } from "../Guard";
import { textWidth } from "../measure";
import type { SweepModel } from "../model";
import { useMoving } from "../moving";
import { RunsChart } from "../RunsChart";
import { GroupCurves } from "./GroupCurves";

type Along = "row" | "step" | "time";
const ALONG: readonly Along[] = ["row", "step", "time"];
const SMOOTH = { none: 0, some: 0.5, much: 0.8 } as const;
type Smooth = keyof typeof SMOOTH;
const NO_LINES: Lines = { count: 0, run: [], start: [0], x: [], y: [] };

export function CurvesPanel({ model }: { model: SweepModel }) {
  const { view } = selection.value;
  const shot = useRef<(() => Shot) | null>(null);
  const metric = model.metric;
  const along = ALONG.find((each) => each === view["x"]) ?? "row";
  const scale = view["y"] === "linear" ? "linear" : "log";
  useMetricKeys(model);
  const loading = metric ? model.open.lines(metric).value : null;
  const lines = loading?.value ?? null;
  const drawn = useLines(model, lines, along);
  const options = useOptions(model, along, scale);
  const grouped = view["group"];
  return (
    <Section
      id="s-curves"
      title={words.curves}
      controls={
        <>
          <Metrics model={model} />
          {(model.seen.value?.table.count ?? 0) > HUGE && !grouped && <LinesSwitch model={model} />}
          <Choice
            label={words.yScale}
            options={[
              { value: "log", label: words.log },
              { value: "linear", label: words.linear },
            ]}
            value={scale}
            onChoose={(chosen) => setView("y", chosen === "log" ? null : chosen)}
          />
          <CurveMenu
            along={along}
            exported={{
              name: `${model.sweep.value?.id ?? "sweep"}-${metric}`,
              shot: () => shot.current?.() ?? null,
              values: () => valuesOf(lines),
            }}
          />
        </>
      }
    >
      {loading?.state === "error" && !lines ? (
        <div class="chart">
          <Failed message={loading.error?.message ?? ""} again={() => model.open.retry()} />
        </div>
      ) : grouped && lines ? (
        <GroupCurves
          model={model}
          input={drawn}
          options={options}
          onScene={(made) => {
            shot.current = () => shotOf(bands, made, sizeIn("s-curves"));
          }}
        />
      ) : (
        <RunsChart
          model={model}
          chart={curves}
          input={drawn}
          options={options}
          label={words.curves}
          speaks
          onScene={(made) => {
            shot.current = () => shotOf(curves, made, sizeIn("s-curves"));
          }}
        />
      )}
    </Section>
  );
}

function useLines(model: SweepModel, lines: LineTable | null, along: Along) {
  const seen = model.seen.value;
  const metric = model.metric;
  const better = betterOf(metric, model.sweep.value?.objective ?? null);
  const made = useMemo(
    () => (lines && seen ? linesOf(lines, seen.table, along) : NO_LINES),
    [lines, lines?.version, seen?.table, seen?.table.count, along],
  );
  const runs = seen?.runs ?? NO_RUNS;
  return useMemo(() => ({ lines: made, runs, metric, better }), [made, runs, metric, better]);
}

const NO_RUNS = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };

function linesOf(lines: LineTable, table: RunTable, along: Along): Lines {
  const flat = lines.flat();
  const run = Int32Array.from(flat.number, (number) => table.row(number));
  return { count: flat.count, run, start: flat.start, x: flat[along], y: flat.y };
}

function useOptions(model: SweepModel, along: Along, scale: "log" | "linear"): CurvesOptions {
  const { view } = selection.value;
  const most = along === "row" ? mostRows(model) : undefined;
  const smoothing = SMOOTH[(view["smooth"] as Smooth) in SMOOTH ? (view["smooth"] as Smooth) : "none"];
  const sampled = view["lines"] === "on";
  const moving = useMoving();
  return useMemo(
    () => ({
      scale,
      xLabel: along === "time" ? words.seconds : along === "row" ? (model.rowName ?? words.xs.row) : words.xs.step,
      whole: along !== "time",
      smoothing,
      sampled,
      moving,
      ...(most === undefined ? {} : { xMost: most }),
    }),
    [scale, along, smoothing, sampled, moving, most, model.rowName],
  );
}

/** The most rows that a run will have, where a parameter says so. */
function mostRows(model: SweepModel): number | undefined {
  const table = model.seen.value?.table;
  const path = table && lengthParameter(table, model.parameters.value);
  const parameter = path ? model.parameter(path) : undefined;
  const values = parameter?.values?.filter((value): value is number => typeof value === "number");
  return values?.length ? Math.max(...values) : (parameter?.max ?? undefined);
}

/** As many metrics beside each other as there is room for, the chosen one always; the others in a menu. */
function Metrics({ model }: { model: SweepModel }) {
  const { ref: box, width: room } = useWidth<HTMLSpanElement>();
  const metrics = model.metrics;
  const current = model.metric;
  const shown = fitting(metrics, current, room);
  const choose = (metric: string) => select({ metric });
  return (
    <span class="metrics" ref={box}>
      <Choice
        label={words.metrics}
        options={shown.map((value) => ({ value, label: value, title: value }))}
        value={current}
        onChoose={choose}
      />
      {shown.length < metrics.length && (
        <Menu
          look="word"
          label={words.otherMetrics(metrics.length - shown.length)}
          items={metrics
            .filter((metric) => !shown.includes(metric))
            .map((metric) => ({ label: metric, run: () => choose(metric) }))}
        />
      )}
    </span>
  );
}

const TEXT_SIZE = 11.5;
const GAP = 11;
const MENU_WIDTH = 52;

/** The metrics whose names fit into so many pixels, in their order. */
function fitting(metrics: readonly string[], current: string, room: number): string[] {
  const width = (name: string) => Math.max(24, textWidth(name, TEXT_SIZE, 500)) + GAP;
  const all = metrics.reduce((sum, name) => sum + width(name), 0);
  if (all <= room) return [...metrics];
  let left = room - MENU_WIDTH - width(current);
  return metrics.filter((name) => {
    if (name === current) return true;
    left -= width(name);
    return left >= 0;
  });
}

function useMetricKeys(model: SweepModel): void {
  useShortcuts(
    () =>
      [1, 2, 3, 4].map((place) => ({
        keys: String(place),
        what: words.keys.metric(place),
        run: () => {
          const metric = model.metrics[place - 1];
          if (metric) select({ metric });
        },
      })),
    [model],
  );
}

function LinesSwitch({ model }: { model: SweepModel }) {
  const on = selection.value.view["lines"] === "on";
  const total = count(model.seen.value?.inside ?? 0);
  return (
    <Word
      pressed={on}
      title={on ? words.linesOff : words.linesOn(count(SAMPLE), total)}
      onClick={() => setView("lines", on ? null : "on")}
    >
      {words.lines}
    </Word>
  );
}

function CurveMenu({ along, exported }: { along: Along; exported: Exported }) {
  const smooth = selection.value.view["smooth"] ?? "none";
  const items = [
    ...ALONG.map((each) => ({
      label: words.alongBy(words.xs[each]),
      checked: along === each,
      run: () => setView("x", each === "row" ? null : each),
    })),
    ...(Object.keys(SMOOTH) as Smooth[]).map((each) => ({
      label: words.smoothingOf(words.smoothings[each]),
      checked: smooth === each,
      run: () => setView("smooth", each === "none" ? null : each),
    })),
    ...exportItems(exported),
  ];
  return <Menu label={words.options} items={items} />;
}

function valuesOf(lines: LineTable | null): (string | number)[][] {
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
