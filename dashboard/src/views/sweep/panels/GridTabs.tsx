/** Small charts beside each other, one for each parameter: slices, ranks, contours. */
import { useMemo } from "preact/hooks";
import { contour } from "../../../charts/contour";
import type { Chart } from "../../../charts/kit/chart";
import { rank } from "../../../charts/rank";
import type { PairInput, PairOptions } from "../../../charts/scatter/pair";
import { slices } from "../../../charts/slices";
import type { Axis } from "../../../charts/types";
import { sweep as words } from "../../../messages/en.sweep";
import { axisOf } from "../axes";
import type { SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { useColumns } from "./columnsInSight";

interface Props {
  model: SweepModel;
}

function useAxes(model: SweepModel): readonly Axis[] {
  const seen = model.seen.value;
  const parameters = model.parameters.value;
  return useMemo(() => parameters.map((parameter) => axisOf(model, parameter)), [seen, parameters]);
}

const EMPTY = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };

export function SlicesTab({ model }: Props) {
  const axes = useAxes(model);
  const [grid, inRow] = useColumns();
  return (
    <div class="slices" ref={grid}>
      {axes.map((axis, place) => (
        <Slice key={axis.path} model={model} axis={axis} labelled={place % inRow === 0} />
      ))}
    </div>
  );
}

function Slice({ model, axis, labelled }: Props & { axis: Axis; labelled: boolean }) {
  const runs = model.seen.value?.runs ?? EMPTY;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const scale = model.scale.value;
  const input = useMemo(() => ({ axis, runs, better }) as const, [axis, runs, better]);
  const options = useMemo(() => ({ scale, labelled }), [scale, labelled]);
  return (
    <div class={labelled ? "slice labelled" : "slice"}>
      <h3 title={axis.path}>{axis.label}</h3>
      <RunsChart model={model} chart={slices} input={input} options={options} />
    </div>
  );
}

export function RankTab({ model }: Props) {
  return <Pairs model={model} chart={rank} say={words.rankSays} />;
}

export function ContourTab({ model }: Props) {
  return <Pairs model={model} chart={contour} say={words.contourSays} />;
}

interface PairsProps<Scene> extends Props {
  chart: Chart<PairInput, PairOptions, Scene>;
  say: (other: string, metric: string) => string;
}

/** The most important parameter upward, against each of the others. */
function Pairs<Scene>({ model, chart, say }: PairsProps<Scene>) {
  const [other, ...axes] = useAxes(model);
  const [grid, inRow] = useColumns();
  const seen = model.seen.value;
  if (!seen || !other) return null;
  if (axes.length === 0) return <p class="say">{words.needsTwoParameters}</p>;
  if (seen.runs.best.length === 0) return <p class="say">{words.needsValues}</p>;
  return (
    <>
      <p class="mute small">
        {say(other.label, model.objective)} <span class="ramp whole" /> {words.worstToBest}
      </p>
      <div class="slices" ref={grid}>
        {axes.map((axis, place) => (
          <PairChart key={axis.path} {...{ model, chart, axis, other }} labelled={place % inRow === 0} />
        ))}
      </div>
    </>
  );
}

interface PairProps<Scene> extends Props {
  chart: Chart<PairInput, PairOptions, Scene>;
  axis: Axis;
  other: Axis;
  labelled: boolean;
}

function PairChart<Scene>({ model, chart, axis, other, labelled }: PairProps<Scene>) {
  const runs = model.seen.value?.runs ?? EMPTY;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const scale = model.scale.value;
  const input = useMemo(() => ({ axis, other, runs, better }) as const, [axis, other, runs, better]);
  const options = useMemo(() => ({ scale, labelled }), [scale, labelled]);
  return (
    <div class={labelled ? "slice labelled" : "slice"}>
      <h3 title={axis.path}>{axis.label}</h3>
      <RunsChart model={model} chart={chart} input={input} options={options} />
    </div>
  );
}
