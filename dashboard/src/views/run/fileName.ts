/** What the files of a run are called. */
import type { RunView } from "../../data/model";

export function fileName(run: RunView, what: string): string {
  return run.number === null ? `${run.id}-${what}` : `run-${run.number}-${what}`;
}
