/** How long a sweep will take to its end, estimated from the runs that have ended. Times in seconds. */

export interface Progress {
  /** How many runs there will be; null without a limit. */
  total: number | null;
  /** Runs that have ended, whatever their end. */
  done: number;
  /** How long each of the last runs that ended took, stopped and failed ones too: those to come will be as mixed. */
  durations: readonly number[];
  /** How long each run that goes on has taken so far. */
  elapsed: readonly number[];
}

export type Remaining = { kind: "unlimited" | "done" | "unknown" | "idle" } | { kind: "about"; seconds: number };

/** Fewer ended runs than this say too little. */
const FEWEST = 3;

/** The time left if the slots that are busy now stay busy and the runs to come last as long as those before. */
export function remaining({ total, done, durations, elapsed }: Progress): Remaining {
  if (total === null) return { kind: "unlimited" };
  const toDo = total - done;
  if (toDo <= 0) return { kind: "done" };
  if (elapsed.length === 0) return { kind: "idle" };
  if (durations.length < FEWEST) return { kind: "unknown" };
  const mean = durations.reduce((sum, duration) => sum + duration, 0) / durations.length;
  const fresh = Math.max(0, toDo - elapsed.length) * mean;
  const going = elapsed.map((time) => expectedRest(time, durations));
  // The last run sets the end: with few left, the work cannot be divided evenly.
  const seconds = Math.max((fresh + sum(going)) / elapsed.length, ...going);
  return { kind: "about", seconds };
}

/** What is left of a run that has lasted so long: the mean over the runs that lasted longer, from there on. */
function expectedRest(time: number, durations: readonly number[]): number {
  const longer = durations.filter((duration) => duration > time);
  return longer.length ? sum(longer) / longer.length - time : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
