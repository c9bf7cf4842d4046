/** A table as it was logged. */
import { useSignal } from "@preact/signals";
import { value as written } from "../../data/format";
import type { Table } from "../../data/matrix";
import type { Json } from "../../data/model";
import { run as words } from "../../messages/en.run";
import { Word } from "../../parts/Button";
import { ExportMenu } from "../saving/Export";

const AT_FIRST = 12;

export function LoggedTable({ table, name }: { table: Table; name: string }) {
  const all = useSignal(false);
  const rows = all.value ? table.data : table.data.slice(0, AT_FIRST);
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="scroll tall" tabIndex={0} aria-label={name}>
        <table>
          <thead>
            <tr>
              {table.columns.map((column, i) => (
                <th key={column} scope="col" class={typeof table.data[0]?.[i] === "number" ? "n" : ""}>
                  {String(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={String(table.columns[j])} class={typeof cell === "number" ? "n" : ""}>
                    {cellText(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p class="mute small">
        {words.tableRows(rows.length, table.data.length)}{" "}
        <ExportMenu name={name} values={() => [table.columns, ...table.data.map((row) => row.map(plain))]} />
        {rows.length < table.data.length && (
          <Word
            onClick={() => {
              all.value = true;
            }}
          >
            {words.allRows}
          </Word>
        )}
      </p>
    </>
  );
}

function plain(cell: Json): string | number | boolean | null {
  return typeof cell === "object" && cell !== null ? JSON.stringify(cell) : cell;
}

const LONGEST = 120;

function cellText(cell: Json): string {
  const text = written(cell);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
