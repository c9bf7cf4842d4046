/** What the head of the page says of a sweep: progress and the time left. */
import type { Counts, SweepDetail } from "../../data/model";
import { type Remaining, remaining } from "../../data/remaining";
import type { RunTable } from "../../data/runs";

/** How many of the last runs that ended tell how long the next ones take. */
const RECENT = 200;

export interface Outcome {
  finished: number;
  stopped: number;
  failed: number;
  canceled: number;
  running: number;
  waiting: number;
  done: number;
}

export function outcome(counts: Counts): Outcome {
  const failed = counts.failed + counts.crashed;
  const { finished, stopped, canceled } = counts;
  return {
    finished,
    stopped,
    failed,
    canceled,
    running: counts.running,
    waiting: counts.pending + counts.preempted,
    done: finished + stopped + failed + canceled,
  };
}

/** The time left as of `now`, from how long the last runs took. */
export function timeLeft(sweep: SweepDetail, table: RunTable, now: number): Remaining {
  const durations: number[] = [];
  const elapsed: number[] = [];
  for (let row = table.count - 1; row >= 0; row--) {
    const started = table.started[row]!;
    if (Number.isNaN(started)) continue;
    if (table.stateAt(row) === "running") elapsed.push(Math.max(0, now - started));
    else if (durations.length < RECENT && table.ended[row]! > started) durations.push(table.ended[row]! - started);
  }
  return remaining({ total: sweep.total, done: outcome(sweep.counts).done, durations, elapsed });
}

/** Whether agents may still be given runs. */
export function isOpen(sweep: SweepDetail): boolean {
  return sweep.state === "pending" || sweep.state === "running" || sweep.state === "paused";
}
