/** A chart of runs on this page: what it points at and picks is the page's one selection. */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { Chart, type Tool } from "../../charts/Chart";
import type { Chart as Drawn } from "../../charts/kit/chart";
import { byRank } from "../../charts/kit/runs";
import { NOTHING } from "../../charts/types";
import { sweep as words } from "../../messages/en.sweep";
import { Word } from "../../parts/Button";
import { CopyCommand } from "../../parts/Copy";
import { Message } from "../../parts/Section";
import { adjust, hovered, select, selection, togglePin } from "../../state/selection";
import { chartTheme } from "./colours";
import { Guard } from "./Guard";
import type { Seen, SweepModel } from "./model";

interface Props<Input, Options, Scene> {
  model: SweepModel;
  chart: Drawn<Input, Options, Scene>;
  input: Input;
  options: Options;
  label?: string;
  tool?: Tool<Scene>;
  onScene?: (scene: Scene) => void;
  /** Whether this is the place to say that there are no runs, or that none fits. */
  speaks?: boolean;
  children?: ComponentChildren;
}

export function RunsChart<Input, Options, Scene>(props: Props<Input, Options, Scene>) {
  const { model } = props;
  const rows = useComputed(() => pointedRows(model.seen.value));
  const key = rows.value.join();
  const pointed = useMemo(() => rows.value, [key]);
  // Axes of no data would say something that is not so.
  if (!model.seen.value) return <div class="chart" aria-busy="true" />;
  return (
    <Guard>
      <Chart
        chart={props.chart}
        input={props.input}
        options={props.options}
        theme={chartTheme.value}
        pointed={pointed}
        {...(props.label ? { label: props.label } : {})}
        {...(props.tool ? { tool: props.tool } : {})}
        {...(props.onScene ? { onScene: props.onScene } : {})}
        onPoint={(run) => point(model, run)}
        onPick={(run) => pick(model, run)}
        onStep={(by) => step(model, by)}
      >
        {props.children}
        {props.speaks && <Silence model={model} />}
      </Chart>
    </Guard>
  );
}

/** The rows of the runs that are pinned, and of the one pointed at, which comes last. */
function pointedRows(seen: Seen | null): number[] {
  if (!seen) return [];
  const numbers = [...selection.value.pinned, ...(hovered.value === null ? [] : [hovered.value])];
  return [...new Set(numbers.map((number) => seen.table.row(number)))].filter((row) => row >= 0);
}

function point(model: SweepModel, run: number): void {
  hovered.value = run === NOTHING ? null : (model.seen.peek()?.table.number[run] ?? null);
}

function pick(model: SweepModel, run: number): void {
  const number = model.seen.peek()?.table.number[run];
  if (run !== NOTHING && number !== undefined) togglePin(number);
  else if (selection.peek().pinned.length) select({ pinned: [] });
}

/** To the next better or worse run of the selection. */
function step(model: SweepModel, by: -1 | 1): void {
  const seen = model.seen.peek();
  if (!seen) return;
  const { runs, table } = seen;
  const order = byRank(runs).filter((row) => !runs.selected || runs.selected[row] === 1);
  const now = table.row(selection.peek().pinned.at(-1) ?? hovered.peek() ?? -1);
  const at = now < 0 ? (by > 0 ? -1 : order.length) : order.indexOf(now);
  const next = order[Math.max(0, Math.min(order.length - 1, at + by))];
  if (next !== undefined) adjust({ pinned: [table.number[next]!] });
}

/** What stands in a chart without runs. */
function Silence({ model }: { model: SweepModel }) {
  const seen = model.seen.value;
  const sweep = model.sweep.value;
  if (!seen || !sweep) return null;
  if (seen.table.count === 0) {
    return (
      <Message>
        {words.noRunsStart}
        <CopyCommand text={sweep.agent_command} />
      </Message>
    );
  }
  if (seen.inside > 0) return null;
  return (
    <Message>
      {words.nothingFits} <Word onClick={() => select({ filters: [] })}>{words.showAll}</Word>
    </Message>
  );
}
