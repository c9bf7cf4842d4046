/** A small chart for each parameter: slices, ranks, contours. */
import { useMemo } from "preact/hooks";
import { contour } from "../../../charts/contour";
import type { Chart } from "../../../charts/kit/chart";
import { rank } from "../../../charts/rank";
import type { PairInput, PairOptions } from "../../../charts/scatter/pair";
import { slices } from "../../../charts/slices";
import type { Axis } from "../../../charts/types";
import { sweep as words } from "../../../messages/en.sweep";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { axisOf } from "../axes";
import type { SweepModel } from "../model";
import { Cell, type Sheet, useSheet } from "./Grid";

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
  const sheet = useSheet();
  return (
    <>
      <p class="mute small line">
        {words.slicesSay(model.objective)}
        <ExportMenu name={`${model.sweep.value?.id ?? "sweep"}-slices`} shot={sheet.shot} />
      </p>
      <div class="slices" ref={sheet.ref}>
        {axes.map((axis, place) => (
          <Slice key={axis.path} {...{ model, sheet, axis }} labelled={place % sheet.inRow === 0} />
        ))}
      </div>
    </>
  );
}

interface OneProps extends Props {
  sheet: Sheet;
  axis: Axis;
  labelled: boolean;
}

function Slice({ model, sheet, axis, labelled }: OneProps) {
  const runs = model.seen.value?.runs ?? EMPTY;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const scale = model.scale.value;
  const input = useMemo(() => ({ axis, runs, better }) as const, [axis, runs, better]);
  const options = useMemo(() => ({ scale, labelled }), [scale, labelled]);
  return <Cell {...{ model, sheet, axis, labelled, input, options }} chart={slices} />;
}

export function RankTab({ model }: Props) {
  return <Pairs model={model} chart={rank} name="rank" say={words.rankSays} />;
}

export function ContourTab({ model }: Props) {
  return <Pairs model={model} chart={contour} name="contour" say={words.contourSays} />;
}

interface PairsProps<Scene> extends Props {
  chart: Chart<PairInput, PairOptions, Scene>;
  name: string;
  say: (metric: string) => string;
}

/** One parameter upward, the most important one unless another is chosen, against each of the others. */
function Pairs<Scene>({ model, chart, name, say }: PairsProps<Scene>) {
  const all = useAxes(model);
  const sheet = useSheet();
  const seen = model.seen.value;
  const other = all.find(({ path }) => path === selection.value.view["up"]) ?? all[0];
  if (!seen || !other) return null;
  const axes = all.filter((axis) => axis !== other);
  if (axes.length === 0) return <p class="say">{words.needsTwoParameters}</p>;
  if (seen.runs.best.length === 0) return <p class="say">{words.needsValues}</p>;
  return (
    <>
      <p class="mute small line">
        <Upward all={all} chosen={other} />
        <span>
          {say(model.objective)} <span class="ramp whole" /> {words.worstToBest}
        </span>
        <ExportMenu name={`${model.sweep.value?.id ?? "sweep"}-${name}`} shot={sheet.shot} />
      </p>
      <div class="slices" ref={sheet.ref}>
        {axes.map((axis, place) => (
          <PairChart key={axis.path} {...{ model, sheet, chart, axis, other }} labelled={place % sheet.inRow === 0} />
        ))}
      </div>
    </>
  );
}

function Upward({ all, chosen }: { all: readonly Axis[]; chosen: Axis }) {
  return (
    <label class="pick">
      <span class="vh">{words.upward}</span>
      <select
        value={chosen.path}
        title={words.upward}
        onChange={(event) =>
          setView("up", event.currentTarget.value === all[0]?.path ? null : event.currentTarget.value)
        }
      >
        {all.map(({ path, label }) => (
          <option key={path} value={path}>
            {words.upwardIs(label)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PairProps<Scene> extends OneProps {
  chart: Chart<PairInput, PairOptions, Scene>;
  other: Axis;
}

function PairChart<Scene>({ model, sheet, chart, axis, other, labelled }: PairProps<Scene>) {
  const runs = model.seen.value?.runs ?? EMPTY;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const scale = model.scale.value;
  const input = useMemo(() => ({ axis, other, runs, better }) as const, [axis, other, runs, better]);
  const options = useMemo(() => ({ scale, labelled }), [scale, labelled]);
  return <Cell {...{ model, sheet, chart, axis, labelled, input, options }} />;
}
