/** A confusion matrix in which only the mistakes are coloured. */
import { percent } from "../../data/format";
import { type Matrix as Counts, matrixFrom } from "../../data/matrix";
import type { Media } from "../../data/media";
import { run as words } from "../../messages/en.run";
import { Section } from "../../parts/Section";
import { ExportMenu } from "../saving/Export";
import { shotIn } from "../saving/page";
import { LoggedTable } from "./LoggedTable";
import { useTable } from "./logged";

/** More classes than this do not fit a page: they are shown as a table. */
const MOST_CLASSES = 40;

export function MatrixSection({ runKey, media }: { runKey: string; media: Extract<Media, { kind: "table" }> }) {
  const table = useTable(runKey, media.path);
  const matrix = table ? matrixFrom(table, media.fields) : null;
  const id = `matrix-${media.name}`;
  const drawn = matrix && matrix.labels.length <= MOST_CLASSES ? matrix : null;
  return (
    <Section
      id={id}
      title={words.matrix}
      note={drawn && noteOf(drawn)}
      controls={drawn && <ExportMenu name={media.name} shot={shotIn(id, "table.cm")} values={() => valuesOf(drawn)} />}
    >
      {table === null && <p class="say">{words.mediaFailed}</p>}
      {drawn ? <Matrix matrix={drawn} /> : table && <LoggedTable table={table} name={media.name} />}
    </Section>
  );
}

/** True classes down, those they were taken for across. */
function valuesOf({ labels, counts }: Counts): (string | number)[][] {
  return [["", ...labels], ...counts.map((row, i) => [labels[i]!, ...row])];
}

function noteOf({ worst }: Counts): string {
  return worst ? words.matrixNote(worst.actual, worst.predicted, worst.count) : words.matrixPerfect;
}

function Matrix({ matrix }: { matrix: Counts }) {
  const { labels, counts, right, worst } = matrix;
  return (
    <div class="scroll">
      <table
        class="cm"
        style={{
          "--classes": String(labels.length),
          "--label": `${Math.min(12, Math.max(2, ...labels.map((label) => label.length)))}ch`,
        }}
      >
        <thead>
          <tr>
            <td />
            {labels.map((label) => (
              <th key={label} scope="col" title={label}>
                {label}
              </th>
            ))}
            <th scope="col" class="n">
              {words.right}
            </th>
          </tr>
        </thead>
        <tbody>
          {counts.map((row, i) => (
            <tr key={labels[i]}>
              <th scope="row" title={labels[i]}>
                {labels[i]}
              </th>
              {row.map((n, j) => (
                <Cell
                  key={labels[j]}
                  n={n}
                  right={i === j}
                  share={n / (worst?.count ?? 1)}
                  title={words.readAs(labels[i]!, labels[j]!, n)}
                />
              ))}
              <td class="n">{Number.isNaN(right[i]!) ? "" : percent(right[i]!, 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ n, right, share, title }: { n: number; right: boolean; share: number; title: string }) {
  if (right) return <td class="right">{n}</td>;
  if (n === 0) return <td class="none">·</td>;
  return (
    <td title={title} style={{ "--share": `${Math.round(Math.max(4, 54 * share))}%` }}>
      {n}
    </td>
  );
}
