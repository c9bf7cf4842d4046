/** What can be done with a run, each with its question, its way back and its refusal. */
import { api, type Edit } from "../../api";
import { runName } from "../../data/format";
import type { RunView } from "../../data/model";
import type { OpenRun } from "../../live/run";
import { run as words } from "../../messages/en.run";
import { toClipboard } from "../../parts/Copy";
import { confirm } from "../../parts/Dialog";
import { attempt } from "../../state/attempt";
import { go } from "../../state/router";
import { toast } from "../../state/toasts";

export function nameOf(run: Pick<RunView, "number" | "name" | "id">): string {
  return run.number === null ? run.name || run.id : runName(run.number);
}

export async function stopRun(open: OpenRun, run: RunView): Promise<void> {
  const { title, body, action } = words.asked.stop;
  if (!(await confirm({ title, body, action, danger: true }))) return;
  await attempt(words.stop, async () => {
    open.learn(await api.stopRun(run.key));
    toast(words.stopped);
  });
}

/** Puts the configuration into the queue once more. */
export async function runAgain(open: OpenRun, run: RunView): Promise<void> {
  await attempt(words.again, async () => {
    const made = await api.retryRun(run.key);
    open.sweep.peek()?.learnRun(made);
    toast(words.queued(nameOf(made)));
  });
}

export async function editRun(open: OpenRun, run: RunView, edit: Edit): Promise<void> {
  open.learn(await api.editRun(run.key, edit));
}

export async function restoreRun(open: OpenRun, run: RunView): Promise<void> {
  await attempt(words.restore, async () => {
    open.learn(await api.restoreRun(run.key));
    toast(words.restored(nameOf(run)));
  });
}

/** Deletes, with a way back, and goes where there is something to see. */
export async function removeRun(open: OpenRun, run: RunView): Promise<void> {
  await attempt(words.remove, async () => {
    const gone = await api.deleteRun(run.key);
    open.learn(gone);
    toast(words.removed(nameOf(run)), { undo: () => void restoreRun(open, run) });
    if (run.sweep) go({ page: "sweep", ref: run.sweep });
    else go({ page: "home" });
  });
}

export async function copyConfig(run: RunView): Promise<void> {
  await toClipboard(JSON.stringify(run.config, null, 2));
}
