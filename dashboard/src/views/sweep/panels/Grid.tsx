/** Small charts beside each other, which are saved together. */
import { useMemo } from "preact/hooks";
import type { Chart } from "../../../charts/kit/chart";
import type { Axis } from "../../../charts/types";
import { type GridShot, useGridShot } from "../../saving/grid";
import type { SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { useColumns } from "./columnsInSight";

export interface Sheet extends GridShot {
  /** For the element of the grid. */
  ref: (element: HTMLDivElement | null) => void;
  /** How many charts stand in a row. */
  inRow: number;
}

export function useSheet(): Sheet {
  const { setGrid, columns } = useColumns();
  const saved = useGridShot("tab-body", ".slices");
  return useMemo(() => ({ ref: setGrid, inRow: columns, ...saved }), [setGrid, columns, saved]);
}

interface CellProps<Input, Options, Scene> {
  model: SweepModel;
  sheet: Sheet;
  axis: Axis;
  /** Whether the upright axis is labelled: that of the first chart of a row is. */
  labelled: boolean;
  chart: Chart<Input, Options, Scene>;
  input: Input;
  options: Options;
}

export function Cell<Input, Options, Scene>(props: CellProps<Input, Options, Scene>) {
  const { axis, chart, sheet, labelled } = props;
  return (
    <div class={labelled ? "slice labelled" : "slice"} data-chart={axis.path}>
      <h3 title={axis.path}>{axis.label}</h3>
      <RunsChart
        model={props.model}
        chart={chart}
        input={props.input}
        options={props.options}
        onScene={(scene) => sheet.keep(axis.path, chart, scene)}
      />
    </div>
  );
}
