/** The bar that stays in sight: what the marks mean, and what is said of the run that is pointed at. */
import type { ComponentChildren } from "preact";
import { metric, runName, value } from "../../data/format";
import { search as texts } from "../../messages/en.search";
import { hovered, selection } from "../../state/selection";
import type { Sight } from "./sight";

const words = texts.key;

export function Key({ sight }: { sight: Sight | null }) {
  return (
    <section class="bar" aria-label={words.label}>
      {sight && sight.runs.count > 0 && <Marks sight={sight} />}
      <span class="read">{sight && <ReadOut sight={sight} />}</span>
    </section>
  );
}

function Mark({ children, text }: { children: ComponentChildren; text: string }) {
  return (
    <span class="key">
      <svg viewBox="0 0 14 12" aria-hidden="true">
        {children}
      </svg>
      {text}
    </span>
  );
}

function Marks({ sight }: { sight: Sight }) {
  const { model, best, portrait, nextNumber, sweep } = sight;
  const average = model?.slices.every(({ likeness }) => likeness.length === 0);
  return (
    <>
      <b class="med nowrap">{texts.facts.runs(sight.runs.count)}</b>
      {model && (
        <Mark text={average ? words.average : words.band}>
          <rect class="shade" x="0" y="1" width="14" height="10" />
          <path class="mean" d="M0 6h14" />
        </Mark>
      )}
      <Mark text={model && !average ? words.paler : words.run}>
        <circle class="dot" cx="7" cy="6" r="2.6" />
      </Mark>
      {best && (
        <Mark text={words.best(runName(best.number))}>
          <circle class="first" cx="7" cy="6" r="4" />
        </Mark>
      )}
      {model && portrait.next && (
        <Mark text={words.next(runName(nextNumber))}>
          <path class="next" d="M7 1.5 11.5 6 7 10.5 2.5 6z" />
        </Mark>
      )}
      {sweep.counts.running > 0 && (
        <Mark text={words.running}>
          <circle class="going" cx="7" cy="6" r="3" />
        </Mark>
      )}
    </>
  );
}

/** How many parameters of a run are read out where nothing was predicted of it. */
const SHOWN = 3;

function ReadOut({ sight }: { sight: Sight }) {
  const number = hovered.value ?? selection.value.pinned.at(-1) ?? null;
  const table = sight.page.seen.value?.table;
  const row = number !== null && table ? table.row(number) : -1;
  if (number === null || row < 0) return <>{sight.runs.count > 0 && words.hint}</>;
  const own = sight.runs.value[row]!;
  return (
    <>
      <b>{runName(number)}</b> <em>{Number.isNaN(own) ? words.noValue : metric(own)}</em> · {more(sight, number)}
    </>
  );
}

function more({ model, page, sweep }: Sight, number: number): string {
  const left = model?.left_out.find((run) => run.number === number);
  if (left) {
    const { mean, low, high } = left.predicted;
    return words.without(metric(mean), metric(low), metric(high));
  }
  const table = page.seen.value?.table;
  const paths = (model?.slices ?? sweep.parameters.filter(({ kind }) => kind !== "constant")).map(({ path }) => path);
  const said = paths.slice(0, SHOWN).map((path) => `${path} ${value(table?.paramAt(path, table.row(number)))}`);
  return said.join(" · ");
}
