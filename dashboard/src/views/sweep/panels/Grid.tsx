/** Small charts beside each other, which are saved together. */
import { useMemo, useRef } from "preact/hooks";
import type { Chart } from "../../../charts/kit/chart";
import type { Axis } from "../../../charts/types";
import type { SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { type Painter, painterOf, type Shot, sheetOf } from "../shots";
import { useColumns } from "./columnsInSight";

export interface Sheet {
  /** For the element of the grid. */
  ref: (element: HTMLDivElement | null) => void;
  /** How many charts stand in a row. */
  inRow: number;
  /** What each chart drew, by its path. */
  painters: Map<string, Painter>;
  shot: () => Shot | null;
}

export function useSheet(): Sheet {
  const { grid, setGrid, columns } = useColumns();
  const painters = useRef(new Map<string, Painter>()).current;
  return useMemo(
    () => ({ ref: setGrid, inRow: columns, painters, shot: () => grid && sheetOf(grid, painters) }),
    [grid, columns, painters],
  );
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
        onScene={(scene) => sheet.painters.set(axis.path, painterOf(chart, scene))}
      />
    </div>
  );
}
