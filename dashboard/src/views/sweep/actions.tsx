/** What can be done with a sweep and its runs, each with its question, its way back and its refusal. */
import { api } from "../../api";
import { runName } from "../../data/format";
import type { Action, RunView, SweepDetail } from "../../data/model";
import type { OpenSweep } from "../../live/sweep";
import { sweep as words } from "../../messages/en.sweep";
import { toClipboard } from "../../parts/Copy";
import { confirm } from "../../parts/Dialog";
import { attempt } from "../../state/attempt";
import { go } from "../../state/router";
import { toast } from "../../state/toasts";
import { outcome } from "./progress";

/** Pauses, resumes, stops or cancels. What cannot be taken back is asked first; by a key all is. */
export async function control(open: OpenSweep, action: Action, byKey = false): Promise<void> {
  const sweep = open.sweep.value;
  if (!sweep) return;
  const final = action === "stop" || action === "cancel";
  if ((final || byKey) && !(await confirm(questionOf(sweep, action)))) return;
  await attempt(words[action], async () => {
    open.learnSweep(await api.control(sweep.key, action));
    toast(words.done[action], action === "pause" ? { undo: () => void control(open, "resume") } : {});
  });
}

function questionOf(sweep: SweepDetail, action: Action) {
  const { title, body } = words.ask[action];
  const text = typeof body === "string" ? body : body(outcome(sweep.counts).running);
  return { title, body: text, action: words[action], danger: action === "cancel" };
}

export async function removeSweep(sweep: SweepDetail): Promise<void> {
  await attempt(words.menu.remove, async () => {
    await api.deleteSweep(sweep.key);
    const back = () =>
      void attempt(words.menu.undo, async () => {
        await api.restoreSweep(sweep.key);
        toast(words.menu.restored);
        go({ page: "sweep", ref: sweep.key });
      });
    toast(words.menu.removed(sweep.name || sweep.id), { undo: back });
    go({ page: "home" });
  });
}

export async function copyFile(sweep: SweepDetail): Promise<void> {
  if (await toClipboard(sweep.text)) toast(words.menu.copied);
}

// -- runs ------------------------------------------------------------------------------------------------------------

export async function stopRun(open: OpenSweep, key: string, number: number): Promise<void> {
  const { title, body } = words.ask.stopRun;
  if (!(await confirm({ title: title(runName(number)), body, action: words.stop, danger: true }))) return;
  await attempt(words.stop, async () => open.learnRun(await api.stopRun(key)));
}

export async function retryRun(open: OpenSweep, key: string): Promise<void> {
  await attempt(words.row.retry, async () => {
    const run = await api.retryRun(key);
    open.learnRun(run);
    toast(words.enqueue.added(runName(run.number ?? 0)));
  });
}

export async function removeRun(open: OpenSweep, key: string, number: number): Promise<void> {
  await attempt(words.row.remove, async () => {
    open.learnRun(await api.deleteRun(key));
    const back = () =>
      void attempt(words.menu.undo, async () => {
        const run: RunView = await api.restoreRun(key);
        open.learnRun(run);
      });
    toast(words.menu.removed(runName(number)), { undo: back });
  });
}
