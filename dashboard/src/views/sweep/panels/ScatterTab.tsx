/** Runs over any two columns: each in the colour of its rank, or the objective smoothed over the ground. */
import { useMemo, useRef } from "preact/hooks";
import { contour } from "../../../charts/contour";
import type { Chart } from "../../../charts/kit/chart";
import { rank } from "../../../charts/rank";
import type { PairInput, PairOptions } from "../../../charts/scatter/pair";
import type { Axis } from "../../../charts/types";
import { sweep as words } from "../../../messages/en.sweep";
import { Choice, Word } from "../../../parts/Button";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { type Shot, shotOf, sizeIn } from "../../saving/shots";
import { columnAxis } from "../axes";
import type { SweepModel } from "../model";
import { RunsChart } from "../RunsChart";

interface Column {
  id: string;
  title: string;
}

/** Which of the two axes; the address says under this name what lies along it. */
type End = "sx" | "sy";

export function ScatterTab({ model }: { model: SweepModel }) {
  const shot = useRef<(() => Shot) | null>(null);
  const columns = columnsOf(model);
  const across = useAxis(model, columns, "sx");
  const up = useAxis(model, columns, "sy");
  const smooth = selection.value.view["smap"] === "on";
  const seen = model.seen.value;
  if (!across || !up) return <p class="say">{words.needsTwoColumns}</p>;
  if (!seen || seen.runs.best.length === 0) return <p class="say">{words.needsValues}</p>;
  const drawn = { model, axis: across, other: up, keep: shot };
  return (
    <>
      <div class="mute small line">
        <AxisChoice columns={columns} end="sy" axis={up} />
        <AxisChoice columns={columns} end="sx" axis={across} />
        <Choice
          label={words.scatterAs}
          options={[
            { value: "runs", label: words.scatterRuns },
            { value: "map", label: words.scatterMap },
          ]}
          value={smooth ? "map" : "runs"}
          onChoose={(chosen) => setView("smap", chosen === "map" ? "on" : null)}
        />
        <span>
          {words.colourBy(model.objective)} <span class="ramp whole" /> {words.worstToBest}
        </span>
        <ExportMenu name={`${model.sweep.value?.id ?? "sweep"}-scatter`} shot={() => shot.current?.() ?? null} />
      </div>
      <div class="wide tall">{smooth ? <Drawn {...drawn} chart={contour} /> : <Drawn {...drawn} chart={rank} />}</div>
    </>
  );
}

function columnsOf(model: SweepModel): Column[] {
  return [
    ...model.parameters.value.map(({ path }) => ({ id: `param:${path}`, title: path })),
    ...model.metrics.map((name) => ({ id: `metric:${name}`, title: name })),
    ...(["number", "rows", "duration"] as const).map((id) => ({ id, title: words.columns[id] })),
  ];
}

/** As chosen, else the first two columns: the two most important parameters, or the only one and the objective. */
function useAxis(model: SweepModel, columns: readonly Column[], end: End): Axis | null {
  const { view } = selection.value;
  const column = columns.find(({ id }) => id === view[end]) ?? columns[end === "sx" ? 0 : 1];
  const scale = view[`${end}s`];
  return useMemo(
    () => (column ? columnAxis(model, column.id, column.title, scale) : null),
    [model.seen.value, column?.id, scale],
  );
}

function AxisChoice({ columns, end, axis }: { columns: readonly Column[]; end: End; axis: Axis }) {
  const label = end === "sx" ? words.acrossIs : words.upwardIs;
  const log = axis.kind === "number" && axis.scale === "log";
  return (
    <span class="line">
      <label class="pick">
        <span class="vh">{label("")}</span>
        <select value={axis.path} onChange={(event) => setView(end, event.currentTarget.value)}>
          {columns.map(({ id, title }) => (
            <option key={id} value={id}>
              {label(title)}
            </option>
          ))}
        </select>
      </label>
      {axis.kind === "number" && (
        <Word pressed={log} onClick={() => setView(`${end}s`, log ? "linear" : "log")}>
          {words.log}
        </Word>
      )}
    </span>
  );
}

interface DrawnProps<Scene> {
  model: SweepModel;
  chart: Chart<PairInput, PairOptions, Scene>;
  axis: Axis;
  other: Axis;
  keep: { current: (() => Shot) | null };
}

function Drawn<Scene>({ model, chart, axis, other, keep }: DrawnProps<Scene>) {
  const runs = model.seen.value?.runs ?? EMPTY;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const scale = model.scale.value;
  const input = useMemo(() => ({ axis, other, runs, better }) as const, [axis, other, runs, better]);
  const options = useMemo(() => ({ scale, labelled: true }), [scale]);
  return (
    <RunsChart
      model={model}
      chart={chart}
      input={input}
      options={options}
      onScene={(scene) => {
        keep.current = () => shotOf(chart, scene, sizeIn("tab-body"));
      }}
    />
  );
}

const EMPTY = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };
