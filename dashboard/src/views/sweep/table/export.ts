/** The table as a file: the columns shown, every run that the filters let in, values in full. */
import { csv } from "../../../data/csv";
import { valueAt } from "../../../data/fields";
import type { Json } from "../../../data/model";
import { download } from "../../saving/download";
import type { SweepModel } from "../model";
import type { ChosenColumns } from "./chosen";
import { columnsOf, type TableColumn } from "./columns";
import type { TableRows } from "./rows";

type Cell = string | number | boolean | null;

/** Every run and every column there is, as the menu of the sweep exports them. */
export function exportRuns(model: SweepModel): void {
  const sweep = model.sweep.value;
  const seen = model.seen.value;
  if (!sweep || !seen) return;
  const rows = Array.from({ length: seen.table.count }, (_, row) => row);
  save(model, columnsOf(sweep, seen.table, model.parameters.value, model.judged), rows);
}

/** What the table shows. */
export function exportTable(model: SweepModel, rows: TableRows, chosen: ChosenColumns): void {
  const lines = rows.rows.value;
  if (lines) save(model, chosen.shown.value, rows.all(lines));
}

function save(model: SweepModel, columns: readonly TableColumn[], rows: readonly number[]): void {
  const sweep = model.sweep.value;
  if (sweep) download(`${sweep.id}-runs.csv`, csv(tableCells(model, columns, rows)));
}

/** The lines of the file, the first of them the names of the columns. */
export function tableCells(model: SweepModel, columns: readonly TableColumn[], rows: readonly number[]): Cell[][] {
  const table = model.seen.value?.table;
  const kept = columns.filter((column) => column.kind !== "spark");
  const fields = kept.map((column) => model.field(column.id));
  const head = ["state", ...kept.map((column) => (column.id === "number" ? "run" : nameOf(column.id)))];
  const lines = rows.map((row) => [
    table?.stateAt(row) ?? null,
    ...fields.map((field) => (field ? plain(valueAt(field, row)) : null)),
  ]);
  return [head, ...lines];
}

function nameOf(id: string): string {
  return id.includes(":") ? id.slice(id.indexOf(":") + 1) : id;
}

function plain(value: Json): Cell {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}
