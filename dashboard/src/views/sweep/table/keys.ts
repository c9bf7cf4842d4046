/** J, K, Enter and X: walking through the table without a mouse. */
import { sweep as words } from "../../../messages/en.sweep";
import { useShortcuts } from "../../../parts/hooks";
import { go } from "../../../state/router";
import { adjust, hovered, selection, toggleCompared } from "../../../state/selection";
import type { SweepModel } from "../model";
import type { TableRows } from "./rows";
import type { Virtual } from "./virtual";

export function useTableKeys(model: SweepModel, rows: TableRows, virtual: Virtual): void {
  useShortcuts(
    () => [
      { keys: "j", what: words.keys.next, run: () => step(rows, virtual, 1) },
      { keys: "k", what: words.keys.previous, run: () => step(rows, virtual, -1) },
      { keys: "Enter", what: words.keys.open, run: () => open(model) },
      { keys: "x", what: words.keys.compare, run: () => compare() },
    ],
    [model, rows, virtual],
  );
}

/** The run that keys act on: the last one pinned, else the one pointed at. */
function current(): number | null {
  return selection.value.pinned.at(-1) ?? hovered.value;
}

function step(rows: TableRows, virtual: Virtual, by: 1 | -1): void {
  const found = rows.rows.value;
  if (!found) return;
  const { lines, seen } = found;
  const number = current();
  const row = number === null ? -1 : seen.table.row(number);
  let at = row < 0 ? -1 : lines.indexOf(row);
  if (at < 0) at = by > 0 ? -1 : lines.length;
  do at += by;
  while (at >= 0 && at < lines.length && lines[at]! < 0);
  const next = lines[at];
  if (next === undefined) return;
  adjust({ pinned: [seen.table.number[next]!] });
  virtual.scrollToIndex(at, { align: "auto" });
}

function open(model: SweepModel): void {
  const number = current();
  const sweep = model.sweep.value;
  if (number !== null && sweep) go({ page: "run", ref: sweep.key, number });
}

function compare(): void {
  const number = current();
  if (number !== null) toggleCompared(number);
}
