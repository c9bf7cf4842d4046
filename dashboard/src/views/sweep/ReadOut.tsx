/** The fixed line that reads out the run pointed at, else the one pinned: no tooltip covers data. */
import { metric, runName, value } from "../../data/format";
import { UNRANKED } from "../../data/ranking";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";
import { hovered, selection } from "../../state/selection";
import type { Seen, SweepModel } from "./model";

/** How many parameters the line names, the most important ones. */
const SHOWN = 4;

export function ReadOut({ model }: { model: SweepModel }) {
  const number = hovered.value ?? selection.value.pinned.at(-1) ?? null;
  const seen = model.seen.value;
  const row = number !== null && seen ? seen.table.row(number) : -1;
  if (!seen || row < 0 || number === null) return <span class="read">{seen?.table.count ? hint() : ""}</span>;
  const parameters = model.parameters.value.slice(0, SHOWN);
  const said = parameters.flatMap(({ path }) => {
    const given = seen.table.paramAt(path, row);
    return given === undefined ? [] : [`${path} ${value(given)}`];
  });
  const own = seen.values[row]!;
  return (
    <span class="read">
      <b>{runName(number)}</b> <em>{Number.isNaN(own) ? words.noValue : metric(own)}</em> · {said.join(" · ")} ·{" "}
      {standing(seen, row)}
    </span>
  );
}

function hint(): string {
  return selection.value.filters.length ? "" : words.hint;
}

function standing(seen: Seen, row: number): string {
  const { table, runs } = seen;
  const state = table.stateAt(row);
  const rank = runs.rank[row]!;
  if (state === "running") return words.runningAt(String(table.rows[row]));
  if (state === "failed" || state === "crashed") return table.restAt(row).error || en.states[state];
  const place = rank === UNRANKED ? "" : words.rankOf(rank + 1);
  return state === "finished" ? place : [en.states[state], place].filter(Boolean).join(", ");
}
