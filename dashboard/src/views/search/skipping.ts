/** Setting a suggestion aside, so that the next free agent gets another one. */
import { api } from "../../api";
import { runName } from "../../data/format";
import { connection } from "../../live/stream";
import { canChange } from "../../live/sweep";
import { search as words } from "../../messages/en.search";
import { confirm } from "../../parts/Dialog";
import { attempt } from "../../state/attempt";
import { toast } from "../../state/toasts";
import type { Sight } from "./sight";

/** A configuration that failed comes again in the end, whatever one does. */
export function canSkip({ open, portrait }: Sight): boolean {
  return canChange && open && portrait.next !== null && portrait.next.reason.source !== "retry";
}

export function isLost(): boolean {
  return connection.value.state === "lost";
}

/** It cannot be taken back, so it is asked first. */
export async function skip({ page, sweep, nextNumber }: Sight): Promise<void> {
  if (!(await confirm({ ...words.ask, action: words.skip }))) return;
  await attempt(words.skip, async () => {
    await api.skipSuggestion(sweep.key);
    page.open.recompute();
    toast(words.skipped(runName(nextNumber)));
  });
}
