/** What has happened in a sweep since a time, told from its runs. */
import type { SweepState } from "./model";
import { losses } from "./ranking";
import type { RunTable } from "./runs";

export type What = "best" | "failed" | "lost" | "created" | "deleted" | "state";

export interface Event {
  /** Seconds since the epoch. */
  time: number;
  what: What;
  sweep: { key: string; label: string; state: SweepState; reason: string };
  /** The run it is about. */
  number: number | null;
  /** The new best value, or what ended a run. */
  value: number | null;
  error: string;
}

type Of = Event["sweep"] & {
  created: number;
  ended: number | null;
  objective: { goal: "minimize" | "maximize" } | null;
  name: string;
};

/** Events of a sweep since `since`, in no order. New bests are dated by the end of their run. */
export function eventsOf(sweep: Of, table: RunTable | null, metric: string | null, since: number): Event[] {
  const about = { key: sweep.key, label: sweep.label, state: sweep.state, reason: sweep.reason };
  const event = (time: number, what: What, rest: Partial<Event> = {}): Event => ({
    time,
    what,
    sweep: about,
    number: null,
    value: null,
    error: "",
    ...rest,
  });
  const found: Event[] = [event(sweep.created, "created")];
  if (sweep.ended !== null) found.push(event(sweep.ended, "state"));
  if (table) {
    for (const row of failedRows(table)) {
      found.push(event(table.ended[row]!, "failed", { number: table.number[row]!, error: table.restAt(row).error }));
    }
    if (sweep.objective && metric) {
      for (const best of bests(table, metric, sweep.objective.goal)) {
        found.push(event(best.time, "best", { number: best.number, value: best.value }));
      }
    }
  }
  return found.filter((item) => item.time >= since);
}

function failedRows(table: RunTable): number[] {
  const rows = Array.from({ length: table.count }, (_, row) => row);
  return rows.filter((row) => ["failed", "crashed"].includes(table.stateAt(row)) && table.ended[row]! > 0);
}

interface Best {
  time: number;
  number: number;
  value: number;
}

/** Each run that ended with a better value than all that had ended before it. */
function bests(table: RunTable, metric: string, goal: "minimize" | "maximize"): Best[] {
  const values = table.metric(metric, "best");
  const loss = losses(values, goal, table.count);
  const ended = Array.from(loss, (_, row) => row).filter(
    (row) => loss[row]! < Number.POSITIVE_INFINITY && table.ended[row]! > 0,
  );
  ended.sort((a, b) => table.ended[a]! - table.ended[b]!);
  let least = Number.POSITIVE_INFINITY;
  return ended.flatMap((row) => {
    if (loss[row]! >= least) return [];
    least = loss[row]!;
    return [{ time: table.ended[row]!, number: table.number[row]!, value: values[row]! }];
  });
}

/** Of a sweep that is getting better so many of the new bests are told: the others are behind it. */
const BESTS = 2;

/** The newest first, each thing once. */
export function newestFirst(events: readonly Event[], most: number): Event[] {
  const seen = new Set<string>();
  const distinct = events.filter((event) => {
    const same = `${event.sweep.key} ${event.what} ${event.number} ${event.what === "state" ? event.sweep.state : ""}`;
    return seen.size < seen.add(same).size;
  });
  const bests = new Map<string, number>();
  const worthTelling = distinct
    .sort((a, b) => b.time - a.time)
    .filter((event) => {
      if (event.what !== "best") return true;
      const before = bests.get(event.sweep.key) ?? 0;
      bests.set(event.sweep.key, before + 1);
      return before < BESTS;
    });
  return worthTelling.slice(0, most);
}

/** The last midnight of the reader's clock, in seconds since the epoch. */
export function midnight(now = new Date()): number {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() / 1000;
}
