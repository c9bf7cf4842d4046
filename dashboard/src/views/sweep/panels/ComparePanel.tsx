/** Runs beside each other, only where they differ. */

import { csv } from "../../../data/csv";
import { compare } from "../../../data/differences";
import { metric, NONE, runName, value } from "../../../data/format";
import type { Json } from "../../../data/model";
import { sweep as words } from "../../../messages/en.sweep";
import { IconButton, Word } from "../../../parts/Button";
import { State } from "../../../parts/State";
import { link } from "../../../state/router";
import { hovered, select, selection, toggleCompared } from "../../../state/selection";
import { download } from "../actions";
import { colourOf } from "../colours";
import type { Seen, SweepModel } from "../model";
import { Swatch } from "../table/cells";

/** How many of the best stand for a choice until there is one. */
const USUAL = 8;

export function ComparePanel({ model }: { model: SweepModel }) {
  const seen = model.seen.value;
  if (!seen) return null;
  const rows = rowsOf(seen);
  const own = selection.value.compared.length > 0;
  if (rows.length < 2) return <p class="say">{words.compare.needsTwo}</p>;
  const paths = model.parameters.value.map(({ path }) => path);
  const made = compare(paths, rows.length, (path, i): Json => seen.table.paramAt(path, rows[i]!) ?? null);
  const first = runName(seen.table.number[rows[0]!]!);
  return (
    <>
      <p class="mute small">
        {own ? words.compare.chosen(rows.length, first) : words.compare.best(rows.length, first)}
        {made.same > 0 && ` ${words.compare.same(made.same)}`}{" "}
        {own && <Word onClick={() => select({ compared: [] })}>{words.clear}</Word>}{" "}
        <Word onClick={() => save(model, seen, rows)}>CSV</Word>
      </p>
      <div class="comparebox">
        <table class="compare">
          <thead>
            <tr>
              <td />
              {rows.map((row) => (
                <RunHead key={row} model={model} seen={seen} row={row} own={own} />
              ))}
            </tr>
          </thead>
          <tbody>
            {model.metrics.map((name) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {rows.map((row) => (
                  <td key={row} class={name === model.objective ? "n med" : "n"}>
                    {metric(measured(model, seen, name, row))}
                  </td>
                ))}
              </tr>
            ))}
            {made.different.map(({ path, values, same }) => (
              <tr key={path}>
                <th scope="row">{path}</th>
                {values.map((each, i) => (
                  <td key={rows[i]} class={i > 0 && same[i] ? "n mute" : "n"}>
                    {i > 0 && same[i] ? words.compare.sameCell : each === null ? NONE : value(each)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function RunHead(props: { model: SweepModel; seen: Seen; row: number; own: boolean }) {
  const { seen, row, own } = props;
  const number = seen.table.number[row]!;
  return (
    <th
      scope="col"
      class="n"
      onPointerEnter={() => {
        hovered.value = number;
      }}
      onPointerLeave={() => {
        hovered.value = null;
      }}
    >
      <Swatch colour={colourOf(seen, row)} />
      <State of={seen.table.stateAt(row)} word={false} />{" "}
      <a href={link({ page: "run", ref: props.model.sweep.value?.key ?? "", number })}>{runName(number)}</a>
      {own && (
        <IconButton icon="x" label={words.compare.remove(runName(number))} onClick={() => toggleCompared(number)} />
      )}
    </th>
  );
}

/** The runs chosen, pinned ones among them; else the best of the selection. */
function rowsOf(seen: Seen): number[] {
  const { compared, pinned } = selection.value;
  if (compared.length === 0 && pinned.length < 2) return Array.from(seen.runs.best).slice(0, USUAL);
  const numbers = [...new Set([...compared, ...pinned])];
  return numbers.map((number) => seen.table.row(number)).filter((row) => row >= 0);
}

function measured(model: SweepModel, seen: Seen, name: string, row: number): number {
  return name === model.objective ? seen.values[row]! : seen.table.metric(name, selection.value.of)[row]!;
}

function save(model: SweepModel, seen: Seen, rows: readonly number[]): void {
  const names = model.metrics;
  const paths = model.parameters.value.map(({ path }) => path);
  const head = ["", ...rows.map((row) => runName(seen.table.number[row]!))];
  const metrics = names.map((name) => [name, ...rows.map((row) => measured(model, seen, name, row))]);
  const params = paths.map((path) => [path, ...rows.map((row) => plain(seen.table.paramAt(path, row)))]);
  download(`${model.sweep.value?.id ?? "sweep"}-compared.csv`, csv([head, ...metrics, ...params]));
}

function plain(given: Json | undefined): string | number | boolean | null {
  if (given === undefined) return null;
  return typeof given === "object" ? JSON.stringify(given) : given;
}
