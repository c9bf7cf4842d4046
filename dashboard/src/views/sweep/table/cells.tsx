/** What stands in the cells of a run's row. */
import { clock, fullTime, metric, moment, NONE, runName, value } from "../../../data/format";
import { sweep as words } from "../../../messages/en.sweep";
import { State } from "../../../parts/State";
import { link } from "../../../state/router";
import type { Seen } from "../model";
import type { TableColumn } from "./columns";
import { paramText } from "./columns";
import { Spark } from "./Spark";
import type { Sparks } from "./sparks";

export interface CellContext {
  seen: Seen;
  sweep: string;
  /** Values of the metric columns by id. */
  metrics: ReadonlyMap<string, ArrayLike<number>>;
  /** The parameter that says how many rows a run logs. */
  length: string | null;
  /** Decimals of the columns of floats, by path. */
  decimals: ReadonlyMap<string, number>;
  constants: ReadonlyMap<string, string>;
  sparks: Sparks | null;
  /** The colour of a run that is among the best. */
  colour: (row: number) => string | null;
  /** Seconds since the epoch, for runs that go on. */
  now: number;
}

export function cell(column: TableColumn, row: number, context: CellContext) {
  const { table } = context.seen;
  switch (column.kind) {
    case "run":
      return <Name row={row} context={context} />;
    case "spark":
      return (
        context.sparks && <Spark sparks={context.sparks} number={table.number[row]!} colour={context.colour(row)} />
      );
    case "objective":
      return <Objective row={row} context={context} />;
    case "metric":
      return metricText(context.metrics.get(column.id)?.[row]);
    case "param":
      return <Param path={column.id.slice(6)} row={row} context={context} />;
    case "constant":
      return context.constants.get(column.id) ?? NONE;
    case "rows":
      return table.rows[row];
    case "duration":
      return <span class="mute">{clock((table.ended[row] || context.now) - table.started[row]!)}</span>;
    case "time":
      return <span title={fullTime(table.started[row]!)}>{moment(table.started[row])}</span>;
    case "text":
      return textOf(column.id, row, context);
  }
}

function Name({ row, context }: { row: number; context: CellContext }) {
  const { table } = context.seen;
  const number = table.number[row]!;
  return (
    <>
      <State of={table.stateAt(row)} word={false} />{" "}
      <a href={link({ page: "run", ref: context.sweep, number })}>{runName(number)}</a>
    </>
  );
}

function Objective({ row, context }: { row: number; context: CellContext }) {
  const { seen } = context;
  const state = seen.table.stateAt(row);
  if (state === "failed" || state === "crashed") return <span class="fail">{words.failedCell}</span>;
  const own = seen.values[row]!;
  return (
    <>
      <Swatch colour={context.colour(row)} />
      <span class={state === "running" ? "so-far" : "own"} title={state === "running" ? words.soFar : undefined}>
        {metricText(own)}
      </span>
    </>
  );
}

/** The colour of a run in all charts; empty for one that is not among the best. */
export function Swatch({ colour }: { colour: string | null }) {
  return <i class="swatch" style={colour === null ? {} : { background: colour }} />;
}

function Param({ path, row, context }: { path: string; row: number; context: CellContext }) {
  const { table } = context.seen;
  const given = table.paramAt(path, row);
  const short = path === context.length && typeof given === "number" && table.rows[row]! < given;
  if (short) {
    return (
      <>
        <span class="mute">{table.rows[row]} / </span>
        {value(given)}
      </>
    );
  }
  const faint = given === undefined || given === false;
  return <span class={faint ? "mute" : undefined}>{paramText(table, path, row, context.decimals.get(path) ?? 0)}</span>;
}

function metricText(number: number | undefined) {
  return number === undefined || Number.isNaN(number) ? "" : metric(number);
}

function textOf(id: string, row: number, { seen }: CellContext): string {
  const rest = seen.table.restAt(row);
  const texts: Record<string, string> = {
    agent: rest.agent,
    tag: rest.tags.join(", "),
    notes: rest.notes,
    name: rest.name,
    error: rest.error,
  };
  return texts[id] ?? "";
}
