/** The columns of the runs table: what there is, what is shown unless the user says otherwise, how wide it is. */
import { NONE, runName, value } from "../../../data/format";
import type { Judged } from "../../../data/judged";
import type { Known } from "../../../data/layout";
import { lengthParameter } from "../../../data/length";
import type { ParameterView, SweepDetail } from "../../../data/model";
import type { RunTable } from "../../../data/runs";
import { sweep as words } from "../../../messages/en.sweep";
import { textWidth } from "../measure";

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
export function columnsOf(
  sweep: SweepDetail,
  table: RunTable,
  varying: readonly ParameterView[],
  judged: Judged,
): TableColumn[] {
  const objective = judged.name;
  const own = sweep.objective?.name;
  const others = table.metrics.filter((name) => name !== objective);
  const constants = sweep.parameters.filter((parameter) => parameter.kind === "constant");
  const length = lengthParameter(table, varying);
  return [
    column("number", words.columns.run, "run", { width: runWidth(table) }),
    column("spark", words.columns.curve, "spark", { width: 43 }),
    ...(objective ? [column(`metric:${objective}`, objective, "objective", goalOf(judged))] : []),
    ...others.map((name) =>
      column(`metric:${name}`, name, "metric", {
        numeric: true,
        width: 52,
        optional: name !== own && !isSibling(name, objective),
      }),
    ),
    ...varying.map((parameter) => paramColumn(parameter, table)),
    column("rows", words.columns.rows, "rows", { numeric: true, width: 52, optional: length !== null }),
    column("duration", words.columns.duration, "duration", { numeric: true, width: 44 }),
    column("started", words.columns.started, "time", { numeric: true, width: 67, optional: true }),
    ...TEXTS.map((id) => column(id, words.columns[id], "text", { width: 110, optional: true })),
    ...constants.map((parameter) =>
      column(`param:${parameter.path}`, parameter.path, "constant", { width: 80, optional: true }),
    ),
  ];
}

const TEXTS = ["agent", "tag", "notes", "name", "error"] as const;

function column(id: string, title: string, kind: Kind, more: Partial<TableColumn>): TableColumn {
  const made = { id, title, kind, numeric: false, optional: false, descending: false, width: 70, ...more };
  return { ...made, width: Math.ceil(Math.max(made.width, textWidth(title, HEAD_SIZE) + (made.numeric ? 8 : 10))) };
}

/** The mark of the state, then as many digits as the last run has. */
function runWidth(table: RunTable): number {
  return 29 + textWidth(runName(table.number[table.count - 1] ?? 0), CELL_SIZE);
}

function goalOf({ goal }: Judged): Partial<TableColumn> {
  return { numeric: true, width: 67, descending: goal === "maximize" };
}

/** Of the other metrics, those of the same data are shown: `val_accuracy` beside `val_loss`, `test/f1` beside `test/loss`. */
function isSibling(name: string, objective: string): boolean {
  const part = /^(.*[_/.])[^_/.]+$/.exec(objective)?.[1];
  return part !== undefined ? name.startsWith(part) : true;
}

/** Pixels of the fonts, as the style sheet has them. */
const HEAD_SIZE = 10.5;
const CELL_SIZE = 12;
const FEWEST_WIDE = 36;
const MOST_WIDE = 160;

function paramColumn(parameter: ParameterView, table: RunTable): TableColumn {
  const numeric = parameter.values ? parameter.values.every((level) => typeof level === "number") : true;
  const widest = Math.max(
    ...(parameter.values?.map(value) ?? [`0.${"0".repeat(decimalsOf(parameter) || 4)}`]).map((text) =>
      textWidth(text, CELL_SIZE),
    ),
  );
  const found = table.param(parameter.path)?.kind === "number" || numeric;
  const width = Math.min(MOST_WIDE, Math.max(FEWEST_WIDE, widest + 11));
  return column(`param:${parameter.path}`, parameter.path, "param", { numeric: found, width });
}

/** What a cell shows of a parameter; `decimals` are those of its column, so that points stand under points. */
export function paramText(table: RunTable, path: string, row: number, decimals: number): string {
  const given = table.paramAt(path, row);
  if (given === undefined) return NONE;
  const text = value(given);
  if (typeof given !== "number" || decimals === 0 || !/^[\d−.]+$/.test(text)) return text;
  const own = text.includes(".") ? text.length - text.indexOf(".") - 1 : -1;
  return text + FIGURE_SPACE.repeat(Math.max(0, decimals - own));
}

const FIGURE_SPACE = "\u2007";
const FIGURES = 3;
const MOST_DECIMALS = 7;

/** How many decimals the smallest value of a float needs for three figures. */
export function decimalsOf({ kind, min, max }: ParameterView): number {
  if (kind !== "float" || min === null || max === null) return 0;
  const least = min > 0 ? min : Math.abs(max) / 1000;
  return Math.max(0, Math.min(MOST_DECIMALS, FIGURES - 1 - Math.floor(Math.log10(least))));
}
