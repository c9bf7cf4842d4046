/** The row of one run. It alone is drawn anew when it is pointed at, pinned or compared. */
import { useComputed } from "@preact/signals";
import { runName } from "../../../data/format";
import { canChange, type OpenSweep } from "../../../live/sweep";
import { sweep as words } from "../../../messages/en.sweep";
import { Menu, type MenuItem } from "../../../parts/Menu";
import { go } from "../../../state/router";
import { hovered, selection, toggleCompared, togglePin } from "../../../state/selection";
import { removeRun, retryRun, stopRun } from "../actions";
import { type CellContext, cell } from "./cells";
import type { Placed } from "./widths";

interface Props {
  open: OpenSweep;
  row: number;
  /** Place in the table, from 1: for readers of the page that see only part of it. */
  place: number;
  columns: readonly Placed[];
  context: CellContext;
}

export function RunRow({ open, row, place, columns, context }: Props) {
  const { table } = context.seen;
  const number = table.number[row]!;
  const pointed = useComputed(() => hovered.value === number);
  const pinned = useComputed(() => selection.value.pinned.includes(number));
  const compared = useComputed(() => selection.value.compared.includes(number));
  const look = [pointed.value && "h", pinned.value && "pin", compared.value && "cmp"].filter(Boolean).join(" ");
  return (
    <tr
      class={look}
      aria-rowindex={place + 1}
      aria-selected={pinned.value}
      onPointerEnter={() => {
        hovered.value = number;
      }}
      onClick={(event) => {
        if (!(event.target as Element).closest("a, button")) togglePin(number);
      }}
    >
      {columns.map(({ column, left }) => (
        <td
          key={column.id}
          class={`${column.kind} ${column.numeric ? "n" : ""} ${left === null ? "" : "stuck"}`}
          style={left === null ? {} : { left: `${left}px` }}
        >
          {cell(column, row, context)}
        </td>
      ))}
      <td class="acts">{pointed.value || pinned.value ? <RowMenu open={open} row={row} context={context} /> : null}</td>
    </tr>
  );
}

function RowMenu({ open, row, context }: Pick<Props, "open" | "row" | "context">) {
  const { table } = context.seen;
  const number = table.number[row]!;
  const key = table.keys[row] ?? "";
  const state = table.stateAt(row);
  const isRunning = state === "running";
  const items: MenuItem[] = [
    { label: words.row.open, run: () => go({ page: "run", ref: context.sweep, number }) },
    {
      label: words.row.compare,
      checked: selection.value.compared.includes(number),
      run: () => toggleCompared(number),
    },
  ];
  if (canChange) {
    if (isRunning || state === "pending") {
      items.push({ label: words.stop, icon: "stop", run: () => void stopRun(open, key, number) });
    } else {
      items.push({ label: words.row.retry, icon: "redo", run: () => void retryRun(open, key) });
    }
    items.push({
      label: words.row.remove,
      icon: "trash",
      kind: "danger",
      disabled: isRunning,
      run: () => void removeRun(open, key, number),
    });
  }
  return <Menu label={words.row.more(runName(number))} items={items} />;
}
