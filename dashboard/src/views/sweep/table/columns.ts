/** The columns of the runs table: what there is, what is shown unless the user says otherwise, how wide it is. */
import { NONE, value } from "../../../data/format";
import type { Known } from "../../../data/layout";
import { lengthParameter } from "../../../data/length";
import type { ParameterView, SweepDetail } from "../../../data/model";
import type { RunTable } from "../../../data/runs";
import { sweep as words } from "../../../messages/en.sweep";

export type Kind =
  | "run"
  | "spark"
  | "objective"
  | "metric"
  | "param"
  | "constant"
  | "rows"
  | "duration"
  | "time"
  | "text";

export interface TableColumn extends Known {
  /** As filters call it: `param:lr`, `metric:val_loss`, `number`. */
  id: string;
  title: string;
  kind: Kind;
  /** Stands to the right, digits under digits. */
  numeric: boolean;
  /** Pixels, before what is left is divided. */
  width: number;
  /** Whether the first press sorts the greatest first. */
  descending: boolean;
}

/** All columns there are, in their usual order. */
export function columnsOf(sweep: SweepDetail, table: RunTable, varying: readonly ParameterView[]): TableColumn[] {
  const objective = sweep.objective?.name ?? table.metrics[0] ?? "";
  const others = table.metrics.filter((name) => name !== objective);
  const constants = sweep.parameters.filter((parameter) => parameter.kind === "constant");
  const length = lengthParameter(table, varying);
  return [
    column("number", words.columns.run, "run", { width: 64 }),
    column("spark", words.columns.curve, "spark", { width: 50 }),
    ...(objective ? [column(`metric:${objective}`, objective, "objective", goalOf(sweep))] : []),
    ...others.map((name) =>
      column(`metric:${name}`, name, "metric", { numeric: true, width: 64, optional: !isSibling(name, objective) }),
    ),
    ...varying.map((parameter) => paramColumn(parameter, table)),
    column("rows", words.columns.rows, "rows", { numeric: true, width: 52, optional: length !== null }),
    column("duration", words.columns.duration, "duration", { numeric: true, width: 48 }),
    column("started", words.columns.started, "time", { numeric: true, width: 76, optional: true }),
    ...TEXTS.map((id) => column(id, words.columns[id], "text", { width: 110, optional: true })),
    ...constants.map((parameter) =>
      column(`param:${parameter.path}`, parameter.path, "constant", { width: 80, optional: true }),
    ),
  ];
}

const TEXTS = ["agent", "tag", "notes", "name", "error"] as const;

function column(id: string, title: string, kind: Kind, more: Partial<TableColumn>): TableColumn {
  const made = { id, title, kind, numeric: false, optional: false, descending: false, width: 70, ...more };
  return { ...made, width: Math.max(made.width, textWidth(title, 10.5) + 16) };
}

function goalOf(sweep: SweepDetail): Partial<TableColumn> {
  return { numeric: true, width: 72, descending: sweep.objective?.goal === "maximize" };
}

/** Of the other metrics, those of the same data are shown: `val_accuracy` beside `val_loss`, `test/f1` beside `test/loss`. */
function isSibling(name: string, objective: string): boolean {
  const part = /^(.*[_/.])[^_/.]+$/.exec(objective)?.[1];
  return part !== undefined ? name.startsWith(part) : true;
}

const FEWEST_WIDE = 44;
const MOST_WIDE = 160;

function paramColumn(parameter: ParameterView, table: RunTable): TableColumn {
  const numeric = parameter.values ? parameter.values.every((level) => typeof level === "number") : true;
  const widest = Math.max(...(parameter.values ?? ["0.000000"]).map((level) => textWidth(value(level), 12)));
  const found = table.param(parameter.path)?.kind === "number" || numeric;
  const width = Math.min(MOST_WIDE, Math.max(FEWEST_WIDE, widest + 16));
  return column(`param:${parameter.path}`, parameter.path, "param", { numeric: found, width });
}

/** About as wide as a text is: exact would need the page. */
function textWidth(text: string, size: number): number {
  return Math.ceil(text.length * size * 0.56);
}

/** What a cell shows of a parameter. */
export function paramText(table: RunTable, path: string, row: number): string {
  const given = table.paramAt(path, row);
  return given === undefined ? NONE : value(given);
}
