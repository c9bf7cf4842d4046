/** Parallel coordinates: every parameter and the objective, filtered on the axes themselves. */
import { useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import { HUGE, SAMPLE } from "../../../charts/kit/runs";
import { type ParallelOptions, type ParallelScene, parallel } from "../../../charts/parallel";
import { Handles } from "../../../charts/parallel/Handles";
import { axesTool } from "../../../charts/parallel/tool";
import type { Axis, Filter as AxisFilter, Filters } from "../../../charts/types";
import { count } from "../../../data/format";
import { sweep as words } from "../../../messages/en.sweep";
import { Word } from "../../../parts/Button";
import { Section } from "../../../parts/Section";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { shotOf, sizeIn } from "../../saving/shots";
import { AxesChooser } from "../AxesChooser";
import { axesOf, chosenAxes } from "../axes";
import { brush, filtersFor } from "../brush";
import type { SweepModel } from "../model";
import { held, useMoving } from "../moving";
import { Popover } from "../Popover";
import { RunsChart } from "../RunsChart";
import { columnsOf } from "../table/columns";
import { tableCells } from "../table/export";

export function ParallelPanel({ model }: { model: SweepModel }) {
  const scene = useSignal<ParallelScene | null>(null);
  const seen = model.atHand.value;
  const chosen = chosenAxes.value;
  const axes = useMemo(
    () => axesOf(model, chosen),
    [seen?.table, seen?.values, model.parameters.value, model.importance.value.value, chosen],
  );
  const latest = useRef<readonly Axis[]>(axes);
  latest.current = axes;
  const runs = seen?.runs;
  const input = useMemo(() => ({ axes, runs: runs ?? EMPTY }), [axes, runs]);
  const onFilter = useMemo(
    () => (path: string, filter: AxisFilter | null, isMoving: boolean) =>
      brush(model, latest.current, path, filter, isMoving),
    [model],
  );
  const options = useOptions(model, axes, chosen.flipped);
  const tool = useMemo(() => axesTool(onFilter), [onFilter]);
  return (
    <Section
      id="s-par"
      title={words.parallel}
      note={<Note model={model} scene={scene.value} />}
      controls={
        <>
          <Popover label={words.axes} pressed={chosen.isOwn}>
            <AxesChooser model={model} />
          </Popover>
          <ExportMenu
            name={`${model.sweep.value?.id ?? "sweep"}-parallel`}
            shot={() => scene.value && shotOf(parallel, scene.value, sizeIn("s-par"))}
            values={() => valuesOf(model)}
          />
        </>
      }
    >
      <RunsChart
        model={model}
        chart={parallel}
        input={input}
        options={options}
        label={words.parallel}
        tool={tool}
        speaks={(seen?.table.count ?? 0) > 0}
        onScene={(made) => {
          scene.value = made;
        }}
      >
        {scene.value && <Handles scene={scene.value} onFilter={onFilter} />}
      </RunsChart>
    </Section>
  );
}

const EMPTY = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };

function useOptions(model: SweepModel, axes: readonly Axis[], flipped: ReadonlySet<string>): ParallelOptions {
  const { filters: taken, view } = selection.value;
  const all = held.value ?? taken;
  const moving = useMoving();
  const every = view["all"] === "on";
  const filters: Filters = useMemo(() => filtersFor(model, axes, all), [model, axes, all]);
  return useMemo(() => ({ filters, flipped, moving, all: every }), [filters, flipped, moving, every]);
}

function Note({ model, scene }: { model: SweepModel; scene: ParallelScene | null }) {
  const seen = model.seen.value;
  const all = selection.value.view["all"] === "on";
  if (!seen || seen.table.count === 0) return <>{words.eachRunALine}</>;
  if (seen.table.count > HUGE && scene) {
    const total = count(scene.total);
    const some = scene.drawn < scene.total;
    return (
      <>
        {some ? words.drawn(count(scene.drawn), total) : words.allDrawn(total)}{" "}
        <Word onClick={() => setView("all", all ? null : "on")}>
          {all ? words.drawSome(count(SAMPLE)) : words.drawAll}
        </Word>
      </>
    );
  }
  if (chosenAxes.value.isOwn) return <>{words.ownOrder}</>;
  if (!model.ordered.value) return <>{words.untilKnown}</>;
  return <>{scene?.ground.side ? words.byImportanceRight : words.byImportanceTop}</>;
}

function valuesOf(model: SweepModel) {
  const seen = model.seen.value;
  const sweep = model.sweep.value;
  if (!seen || !sweep) return [];
  const columns = columnsOf(sweep, seen.table, model.parameters.value, model.judged).filter(
    ({ kind }) => kind === "run" || kind === "param" || kind === "objective",
  );
  const rows = Array.from({ length: seen.table.count }, (_, row) => row);
  return tableCells(
    model,
    columns,
    rows.filter((row) => !seen.runs.selected || seen.runs.selected[row] === 1),
  );
}
