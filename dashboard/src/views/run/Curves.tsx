/** The curves of a run, several metrics beside each other, against the best run and the middle half of all. */
import { useSignal } from "@preact/signals";
import { bands } from "../../charts/kit/quantiles";
import type { Lines as ChartLines } from "../../charts/types";
import { clock, count, runName, metric as written } from "../../data/format";
import type { Lines, LineTable } from "../../data/lines";
import type { Along } from "../../data/runcurves";
import { curveOrder } from "../../data/standing";
import { run as words } from "../../messages/en.run";
import { Choice, Word } from "../../parts/Button";
import { Said } from "../../parts/Said";
import { Section } from "../../parts/Section";
import { remembered } from "../../state/remembered";
import { ExportMenu } from "../saving/Export";
import { curvesShot, valuesOf } from "./curveshot";
import { fileName } from "./fileName";
import { Plot } from "./Plot";
import type { Curve, PlotData } from "./plot";
import { isBest, type Sight } from "./sight";

const AXES: readonly Along[] = ["row", "step", "time"];
const isAlong = (kept: unknown) => AXES.find((axis) => axis === kept);
const isScale = (kept: unknown) => (kept === "log" || kept === "linear" ? kept : undefined);
const along = remembered<Along>("run.along", "row", isAlong);
const scale = remembered<"log" | "linear">("run.scale", "log", isScale);

/** As many charts as fit without scrolling; more are one press away. */
const AT_FIRST = 4;
const HEIGHT = 186;

export function Curves({ sight }: { sight: Sight }) {
  const { run, metric, open, planned } = sight;
  const all = useSignal(false);
  const curves = open.curves.value;
  // In the order in which the script logs them, as far as that is known.
  const logged = [...new Set([...Object.keys(run.ranges), ...(curves?.metrics ?? [])])];
  const metrics = curves ? curveOrder(logged, metric) : [];
  const shown = all.value ? metrics : metrics.slice(0, AT_FIRST);
  const compared = !isBest(sight) && sight.standing?.best != null;
  const rowWord = planned?.epochs ? words.xs.epoch : words.xs.row;
  const axisWord = { row: rowWord, step: words.xs.step, time: words.xs.time };
  return (
    <Section
      id="curves"
      title={words.curves}
      note={
        metrics.length > 0 &&
        run.sweep && (
          <Said
            words={words.legend(compared ? runName(sight.standing?.best ?? 0) : null, (sight.table?.count ?? 0) > 8)}
          />
        )
      }
      controls={
        metrics.length > 0 && (
          <>
            <Choice
              label={words.along}
              value={along.value}
              options={AXES.map((value) => ({ value, label: axisWord[value] }))}
              onChoose={(value) => {
                along.value = value;
              }}
            />
            <ExportMenu
              name={fileName(run, "curves")}
              shot={() =>
                curvesShot(shown.map((metricName) => ({ name: metricName, data: dataOf(sight, metricName) })))
              }
              values={() => (curves ? valuesOf(curves, metrics) : [])}
            />
            <Word
              pressed={scale.value === "log"}
              title={words.scale}
              onClick={() => {
                scale.value = scale.value === "log" ? "linear" : "log";
              }}
            >
              {words.scales.log}
            </Word>
          </>
        )
      }
    >
      <div class={`two ${metrics.length === 1 ? "one" : ""}`}>
        {shown.map((name) => (
          <OneCurve key={name} name={name} sight={sight} />
        ))}
      </div>
      {curves && metrics.length === 0 && <p class="say">{sight.active ? words.noRows : words.neverLogged}</p>}
      {metrics.length > AT_FIRST && (
        <div>
          <Word
            aria-expanded={all.value}
            onClick={() => {
              all.value = !all.value;
            }}
          >
            {all.value ? words.fewerMetrics : words.moreMetrics(metrics.length - AT_FIRST)}
          </Word>
        </div>
      )}
    </Section>
  );
}

function linesOf({ openSweep, run }: Sight, name: string): LineTable | null {
  return openSweep && run.number !== null ? openSweep.lines(name).value.value : null;
}

function dataOf(sight: Sight, name: string): PlotData {
  return plotData(sight, name, linesOf(sight, name));
}

function OneCurve({ name, sight }: { name: string; sight: Sight }) {
  const pointed = useSignal<number | null>(null);
  const { open } = sight;
  const curves = open.curves.value;
  const lines = linesOf(sight, name);
  const values = curves?.of(name) ?? [];
  const data = plotData(sight, name, lines);
  const finite = values.filter(Number.isFinite);
  return (
    <div class="curve">
      <h3>
        {name}
        <span class="read">{pointed.value !== null && readOut(data, pointed.value)}</span>
      </h3>
      {finite.length > 0 ? (
        <Plot
          data={data}
          version={(curves?.version ?? 0) + (lines?.version ?? 0) + open.tick.value}
          height={HEIGHT}
          label={words.curveLabel(name, written(finite.at(-1)), finite.length)}
          onPoint={(x) => {
            pointed.value = x;
          }}
        />
      ) : (
        <p class="mute">{words.noCurve}</p>
      )}
    </div>
  );
}

function plotData(sight: Sight, name: string, lines: LineTable | null): PlotData {
  const { run, metric, goal, standing, open } = sight;
  const axis = along.value;
  const best = standing?.best ?? null;
  const bestLine = best !== null && best !== run.number ? lines?.line(best) : undefined;
  const bestCurve = bestLine && {
    x: bestLine[axis].subarray(0, bestLine.length),
    y: bestLine.y.subarray(0, bestLine.length),
  };
  return {
    own: { x: open.curves.value?.along(axis) ?? [], y: open.curves.value?.of(name) ?? [] },
    number: run.number ?? 0,
    best: bestCurve ? { ...bestCurve, label: runName(best ?? 0), number: best ?? 0 } : null,
    middle: lines ? middleHalf(lines.flat(), axis) : null,
    better: name === metric ? (goal === "minimize" ? "lower" : "higher") : likelyBetter(name),
    scale: scale.value,
    time: axis === "time",
    state: run.state,
    formatX: axis === "time" ? clock : count,
  };
}

/** An accuracy is spaced by its error also where it is not the objective. */
function likelyBetter(name: string): "lower" | "higher" | null {
  return /acc|auc|f1|precision|recall|r2/i.test(name) ? "higher" : null;
}

const middles = new WeakMap<Lines, Map<Along, PlotData["middle"]>>();

/** Between the quartiles of the runs still going at each place; kept, because all charts ask for it at each change. */
function middleHalf(lines: Lines, axis: Along): PlotData["middle"] {
  const kept = middles.get(lines) ?? new Map<Along, PlotData["middle"]>();
  middles.set(lines, kept);
  if (!kept.has(axis)) kept.set(axis, quartiles(lines, axis));
  return kept.get(axis) ?? null;
}

function quartiles(lines: Lines, axis: Along): PlotData["middle"] {
  const places = Array.from({ length: lines.count }, (_, i) => i);
  const drawn: ChartLines = { count: lines.count, run: places, start: lines.start, x: lines[axis], y: lines.y };
  const { x, at } = bands(drawn, places);
  const [, low, , high] = at;
  return x.length > 1 && low && high ? { x, low, high } : null;
}

function readOut(data: PlotData, x: number): string {
  const parts = [`${data.formatX(x)}: ${written(valueAt(data.own, x))}`];
  if (data.best) parts.push(`${data.best.label} ${written(valueAt(data.best, x))}`);
  return parts.join(" · ");
}

function valueAt(curve: Curve, x: number): number {
  for (let i = 0; i < curve.x.length; i++)
    if (Math.abs(curve.x[i]! - x) < 1e-6 * Math.max(1, Math.abs(x))) return curve.y[i]!;
  return Number.NaN;
}
