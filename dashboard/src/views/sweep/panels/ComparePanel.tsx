/** Runs beside each other, only where they differ. */

import { compare, type Difference } from "../../../data/differences";
import { metric, NONE, runName, value } from "../../../data/format";
import type { Json } from "../../../data/model";
import { sweep as words } from "../../../messages/en.sweep";
import { IconButton, Word } from "../../../parts/Button";
import { State } from "../../../parts/State";
import { link } from "../../../state/router";
import { hovered, select, selection, setView, toggleCompared } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { colourOf } from "../colours";
import type { Seen, SweepModel } from "../model";
import { Swatch } from "../table/cells";

export function ComparePanel({ model }: { model: SweepModel }) {
  const seen = model.seen.value;
  if (!seen) return null;
  const rows = rowsOf(seen);
  if (rows.length < 2) return <p class="say">{words.compare.needsTwo}</p>;
  const own = selection.value.compared.length > 0;
  const every = selection.value.view["same"] === "on";
  const made = compared(model, seen, rows);
  const exported = { model, seen, rows, shown: every ? made.all : made.different };
  return (
    <>
      <p class="mute small line">
        <Said rows={rows} seen={seen} own={own} every={every} same={made.same} />
        <ExportMenu
          name={`${model.sweep.value?.id ?? "sweep"}-compared`}
          values={() => valuesOf(model, seen, rows)}
          written={() => writtenOf(exported)}
        />
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
            {exported.shown.map((difference) => (
              <Different key={difference.path} of={difference} rows={rows} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface SaidProps {
  rows: readonly number[];
  seen: Seen;
  own: boolean;
  every: boolean;
  same: number;
}

/** Which runs these are, and how much is not shown because it is the same in all. */
function Said({ rows, seen, own, every, same }: SaidProps) {
  const first = runName(seen.table.number[rows[0]!]!);
  return (
    <span>
      {own ? words.compare.chosen(rows.length, first) : words.compare.best(rows.length, first)}
      {same > 0 && ` ${words.compare.same(same)}`}{" "}
      {same > 0 && (
        <Word pressed={every} onClick={() => setView("same", every ? null : "on")}>
          {every ? words.compare.hideSame : words.compare.showSame}
        </Word>
      )}{" "}
      {own && <Word onClick={() => select({ compared: [] })}>{words.clear}</Word>}
    </span>
  );
}

function Different({ of: { path, values, same }, rows }: { of: Difference; rows: readonly number[] }) {
  return (
    <tr>
      <th scope="row">{path}</th>
      {values.map((each, i) => (
        <td key={rows[i]} class={i > 0 && same[i] ? "n mute" : "n"}>
          {i > 0 && same[i] ? words.compare.sameCell : written(each)}
        </td>
      ))}
    </tr>
  );
}

function written(given: Json): string {
  return given === null ? NONE : value(given);
}

function compared(model: SweepModel, seen: Seen, rows: readonly number[]) {
  const paths = model.parameters.value.map(({ path }) => path);
  return compare(paths, rows.length, (path, i): Json => seen.table.paramAt(path, rows[i]!) ?? null);
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

/** The runs chosen, pinned ones among them; else those that are coloured, the best of the selection. */
function rowsOf(seen: Seen): number[] {
  const { compared, pinned } = selection.value;
  if (compared.length === 0 && pinned.length < 2) return Array.from(seen.runs.best);
  const numbers = [...new Set([...compared, ...pinned])];
  return numbers.map((number) => seen.table.row(number)).filter((row) => row >= 0);
}

function measured(model: SweepModel, seen: Seen, name: string, row: number): number {
  return name === model.objective ? seen.values[row]! : seen.table.metric(name, selection.value.of)[row]!;
}

/** Every metric and parameter, values in full. */
function valuesOf(model: SweepModel, seen: Seen, rows: readonly number[]) {
  const head = ["", ...rows.map((row) => runName(seen.table.number[row]!))];
  const metrics = model.metrics.map((name) => [name, ...rows.map((row) => measured(model, seen, name, row))]);
  const params = model.parameters.value.map(({ path }) => [
    path,
    ...rows.map((row) => plain(seen.table.paramAt(path, row))),
  ]);
  return [head, ...metrics, ...params];
}

/** What the table shows, as it writes it; what is the same as in the first run stands there too. */
function writtenOf(of: { model: SweepModel; seen: Seen; rows: readonly number[]; shown: readonly Difference[] }) {
  const { model, seen, rows, shown } = of;
  const head = ["", ...rows.map((row) => runName(seen.table.number[row]!))];
  const metrics = model.metrics.map((name) => [name, ...rows.map((row) => metric(measured(model, seen, name, row)))]);
  return [head, ...metrics, ...shown.map(({ path, values }) => [path, ...values.map(written)])];
}

function plain(given: Json | undefined): string | number | boolean | null {
  if (given === undefined) return null;
  return typeof given === "object" ? JSON.stringify(given) : given;
}
