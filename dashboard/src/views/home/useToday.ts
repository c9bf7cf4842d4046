/** What happened today: told from the runs of the sweeps that changed, and from what the stream has told since. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import type { SweepView } from "../../data/model";
import { RunTable } from "../../data/runs";
import { type Event, eventsOf, midnight, newestFirst } from "../../data/today";
import type { Happening, OpenHome } from "../../live/home";
import { labelOf } from "./list";

const SHOWN = 10;
/** The runs of so many sweeps are looked through, and only of those that are not very large. */
const MOST_SWEEPS = 6;
const MOST_RUNS = 3000;

export function useToday(open: OpenHome, sweeps: readonly SweepView[]): Event[] {
  const [tables, setTables] = useState<ReadonlyMap<string, RunTable>>(new Map());
  const since = midnight();
  const changed = sweeps.filter((sweep) => sweep.changed >= since).sort((a, b) => b.changed - a.changed);
  const wanted = changed.filter((sweep) => sizeOf(sweep) <= MOST_RUNS).slice(0, MOST_SWEEPS);
  useEffect(() => {
    let gone = false;
    for (const sweep of wanted.filter((one) => !tables.has(one.key))) {
      api.snapshot(sweep.key).then(
        (frame) => gone || setTables((known) => new Map(known).set(sweep.key, RunTable.from(frame))),
        () => {},
      );
    }
    return () => {
      gone = true;
    };
  }, [wanted.map((sweep) => sweep.key).join(" ")]);
  const told = changed.flatMap((sweep) =>
    eventsOf({ ...about(sweep), ...sweep }, tables.get(sweep.key) ?? null, sweep.objective?.name ?? null, since),
  );
  return newestFirst([...open.happened.value.map(eventOf), ...told], SHOWN);
}

function sizeOf(sweep: SweepView): number {
  return Object.values(sweep.counts).reduce((sum, n) => sum + n, 0);
}

function about(sweep: SweepView): Event["sweep"] {
  return { key: sweep.key, label: labelOf(sweep), state: sweep.state, reason: sweep.state_reason };
}

function eventOf({ time, sweep, what, run }: Happening): Event {
  const best = what === "best" ? sweep.best : null;
  return {
    time,
    what,
    sweep: about(sweep),
    number: run?.number ?? best?.number ?? null,
    value: best?.value ?? null,
    error: run?.error ?? "",
  };
}
