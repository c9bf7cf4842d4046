/** The table of runs with its controls. */
import { useMemo } from "preact/hooks";
import { count } from "../../../data/format";
import { sweep as words } from "../../../messages/en.sweep";
import { Section } from "../../../parts/Section";
import { Guard } from "../Guard";
import type { SweepModel } from "../model";
import { ChosenColumns } from "../table/chosen";
import { RunsTable } from "../table/RunsTable";
import { TableRows } from "../table/rows";
import { Tools } from "../table/Tools";

export function RunsPanel({ model }: { model: SweepModel }) {
  const rows = useMemo(() => new TableRows(model), [model]);
  const chosen = useMemo(() => new ChosenColumns(model), [model]);
  return (
    <Section
      id="s-runs"
      title={words.runs}
      note={<Note model={model} chosen={chosen} />}
      controls={<Tools model={model} rows={rows} chosen={chosen} />}
    >
      <Guard>
        <RunsTable model={model} rows={rows} chosen={chosen} />
      </Guard>
    </Section>
  );
}

function Note({ model, chosen }: { model: SweepModel; chosen: ChosenColumns }) {
  const seen = model.seen.value;
  if (!seen) return null;
  const total = seen.table.count;
  const shown = seen.inside === total ? count(total) : words.ofTotal(count(seen.inside), count(total));
  const shownIds = new Set(chosen.shown.value.map((column) => column.id));
  const constants = chosen.all.value.filter((column) => column.kind === "constant" && !shownIds.has(column.id)).length;
  return <>{constants ? `${shown} · ${words.constantsHidden(constants)}` : shown}</>;
}
