/** The controls of the runs table: query, filter, group, columns, comparison, export. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { withFilter } from "../../../data/selection";
import { sweep as words } from "../../../messages/en.sweep";
import { Word } from "../../../parts/Button";
import { useShortcuts } from "../../../parts/hooks";
import { select, selection, setView } from "../../../state/selection";
import type { SweepModel } from "../model";
import { Popover } from "../Popover";
import { ColumnChooser } from "./ColumnChooser";
import type { ChosenColumns } from "./chosen";
import { exportTable } from "./export";
import { FilterBuilder } from "./FilterBuilder";
import { ask, queried, sayProblem } from "./queried";
import type { TableRows } from "./rows";

interface Props {
  model: SweepModel;
  rows: TableRows;
  chosen: ChosenColumns;
}

export function Tools({ model, rows, chosen }: Props) {
  const compared = selection.value.compared.length;
  return (
    <span class="sw tools">
      <QueryBox model={model} />
      <Popover label={words.filter.title} pressed={selection.value.filters.length > 0}>
        <FilterBuilder model={model} />
      </Popover>
      <GroupBy model={model} chosen={chosen} rows={rows} />
      <Popover label={words.columnsTitle}>
        <ColumnChooser chosen={chosen} />
      </Popover>
      <Word class={compared ? "on" : ""} title={words.compareTitle} onClick={showComparison}>
        {words.compareCount(compared)}
      </Word>
      <Word title={words.csvTitle} onClick={() => exportTable(model, rows, chosen)}>
        CSV
      </Word>
    </span>
  );
}

function showComparison(): void {
  setView("tab", "compare");
  requestAnimationFrame(() => document.getElementById("s-tabs")?.scrollIntoView({ block: "nearest" }));
}

function QueryBox({ model }: { model: SweepModel }) {
  const field = useRef<HTMLInputElement>(null);
  const problem = useSignal("");
  useShortcuts(() => [{ keys: "/", what: words.keys.filter, run: () => field.current?.focus() }]);
  const apply = (event: Event) => {
    event.preventDefault();
    const input = field.current;
    if (!input) return;
    const { filters, problem: found } = ask(input.value, queried(model));
    problem.value = found ? sayProblem(found) : "";
    if (found || !filters.length) return;
    select({ filters: filters.reduce((kept, made) => withFilter(kept, made.on, made), selection.value.filters) });
    input.value = "";
  };
  return (
    <form class="query" onSubmit={apply}>
      <input
        ref={field}
        class="field"
        type="search"
        aria-label={words.filter.query}
        aria-invalid={problem.value !== ""}
        placeholder={words.filter.queryExample}
        title={words.filter.queryTitle}
        list="query-names"
        onInput={() => {
          problem.value = "";
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <datalist id="query-names">
        {queried(model).map(({ name, levels }) => (
          <option key={name} value={levels ? `${name}=` : `${name}<`} />
        ))}
      </datalist>
      {problem.value && (
        <span class="problem" role="alert">
          {problem.value}
        </span>
      )}
    </form>
  );
}

function GroupBy({ model, chosen, rows }: Props) {
  const by = rows.groupedBy.value;
  const can = chosen.all.value.filter(
    (column) => column.kind !== "spark" && column.kind !== "constant" && column.id !== "number",
  );
  return (
    <label class={by ? "pick on" : "pick"}>
      <span class="vh">{words.group.title}</span>
      <select
        value={by ?? ""}
        title={words.group.title}
        onChange={(event) => setView("group", event.currentTarget.value || null)}
        disabled={!model.seen.value?.table.count}
      >
        <option value="">{words.group.none}</option>
        <option value="state">{words.columns.state}</option>
        {can.map((column) => (
          <option key={column.id} value={column.id}>
            {column.title}
          </option>
        ))}
      </select>
    </label>
  );
}
