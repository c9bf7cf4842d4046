/** The configuration beside the best run's: what differs in bold, in order of importance, constants at the end. */

import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import { type ConfigRow, configRows } from "../../data/configuration";
import { decimals, runName, value as written } from "../../data/format";
import type { Json, RunView } from "../../data/model";
import { run as words } from "../../messages/en.run";
import { Section } from "../../parts/Section";
import { link } from "../../state/router";
import { ExportMenu } from "../saving/Export";
import { fileName } from "./fileName";
import { isBest, type Sight } from "./sight";

export function Config({ sight }: { sight: Sight }) {
  const { run, standing, sweep, openSweep } = sight;
  const best = standing?.best ?? null;
  const other = useRunOf(run.sweep, isBest(sight) ? null : best);
  const importance = openSweep && run.number !== null ? openSweep.importance("fanova", true).value.value : null;
  const weights = importance?.parameters.length
    ? new Map(importance.parameters.map((item) => [item.path, item.importance]))
    : null;
  const searched = sweep?.parameters.filter((item) => item.kind !== "constant").map((item) => item.path) ?? [];
  const rows = configRows(run, other, searched, weights);
  return (
    <Section
      id="configuration"
      title={words.configuration}
      note={note(sight, rows, other !== null)}
      controls={rows.length > 0 && <ExportMenu name={fileName(run, "config")} values={() => valuesOf(rows)} />}
    >
      {rows.length === 0 ? (
        <p class="say mute">{words.noConfig}</p>
      ) : (
        <Table rows={rows} sight={sight} other={other ? best : null} weighed={weights !== null} />
      )}
    </Section>
  );
}

function valuesOf(rows: readonly ConfigRow[]): (string | number | boolean | null)[][] {
  return [["parameter", "value"], ...rows.map(({ path, value }) => [path, plain(value ?? null)])];
}

function plain(given: Json): string | number | boolean | null {
  return typeof given === "object" && given !== null ? JSON.stringify(given) : given;
}

/** Another run of the sweep, asked for when it is first wanted; null until it is there. */
function useRunOf(sweep: string | null, number: number | null): RunView | null {
  const [found, setFound] = useState<RunView | null>(null);
  useEffect(() => {
    if (sweep === null || number === null) return;
    let gone = false;
    api.runOf(sweep, number).then(
      (run) => gone || setFound(run),
      () => gone || setFound(null),
    );
    return () => {
      gone = true;
    };
  }, [sweep, number]);
  return found?.number === number ? found : null;
}

function note(sight: Sight, rows: readonly ConfigRow[], compared: boolean): string {
  const { configNote } = words;
  if (isBest(sight)) return configNote.isBest;
  if (!compared) return rows.length ? configNote.alone(rows.length) : "";
  const searched = rows.filter((row) => row.searched);
  const differing = searched.filter((row) => row.differs).length;
  return configNote.differ(differing, searched.length, runName(sight.standing?.best ?? 0));
}

function Table({
  rows,
  sight,
  other,
  weighed,
}: {
  rows: ConfigRow[];
  sight: Sight;
  other: number | null;
  weighed: boolean;
}) {
  return (
    <div class="scroll">
      <table class="config">
        <thead>
          <tr>
            <th scope="col">{words.heads.parameter}</th>
            <th scope="col">{words.heads.this}</th>
            {other !== null && sight.run.sweep && (
              <th scope="col">
                <a href={link({ page: "run", ref: sight.run.sweep, number: other })}>{runName(other)}</a>
              </th>
            )}
            {weighed && (
              <th scope="col" class="n">
                {words.heads.importance}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.path} row={row} compared={other !== null} weighed={weighed} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, compared, weighed }: { row: ConfigRow; compared: boolean; weighed: boolean }) {
  const quiet = compared ? !row.differs : !row.searched;
  const other = row.differs ? shown(row.other) : row.searched ? words.same : "";
  return (
    <tr class={quiet ? "quiet" : compared ? "diff" : ""}>
      <th scope="row" title={row.path}>
        {row.path}
      </th>
      <td title={titleOf(row.value)}>{shown(row.value)}</td>
      {compared && <td title={titleOf(row.other)}>{other}</td>}
      {weighed && <td class="n">{row.importance === null ? "" : decimals(row.importance, 2)}</td>}
    </tr>
  );
}

function shown(value: ConfigRow["value"]): string {
  return value === undefined ? words.absent : written(value);
}

function titleOf(value: ConfigRow["value"]): string {
  return value === undefined ? "" : JSON.stringify(value);
}
