/** The heads of the columns: pressing one sorts by it. */
import { nextSort } from "../../../data/table";
import { sweep as words } from "../../../messages/en.sweep";
import type { TableRows } from "./rows";
import type { Placed } from "./widths";

export function Head({ columns, rows }: { columns: readonly Placed[]; rows: TableRows }) {
  const sort = rows.sort.value;
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ column, left }) => {
          const sorted = column.id === sort.by;
          const direction = sort.descending ? "descending" : "ascending";
          return (
            <th
              key={column.id}
              scope="col"
              class={`${column.numeric ? "n" : ""} ${left === null ? "" : "stuck"}`}
              style={left === null ? {} : { left: `${left}px` }}
              {...(sorted ? { "aria-sort": direction as "ascending" } : {})}
            >
              {column.kind === "spark" ? (
                <span title={words.sparkTitle}>{column.title}</span>
              ) : (
                <button
                  type="button"
                  title={column.title}
                  onClick={() => rows.sortBy(nextSort(sort, column.id, column.descending))}
                >
                  {column.title}
                  {sorted && <span aria-hidden="true">{sort.descending ? " ↓" : " ↑"}</span>}
                </button>
              )}
            </th>
          );
        })}
        <th scope="col">
          <span class="vh">{words.row.actions}</span>
        </th>
      </tr>
    </thead>
  );
}
