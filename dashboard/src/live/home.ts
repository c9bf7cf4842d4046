/** All sweeps and agents, kept up to date by the stream. */
import { type Signal, signal } from "@preact/signals";
import { api } from "../api";
import type { AgentView, Change, RunView, Status, SweepView } from "../data/model";
import type { ApiError } from "../source";
import { asApiError } from "./loading";
import { follow } from "./stream";
import { Ticking } from "./ticking";

/** Something that happened while the page was open. */
export interface Happening {
  /** Seconds since the epoch. */
  time: number;
  sweep: SweepView;
  what: "best" | "failed" | "lost" | "state" | "created" | "deleted";
  run: RunView | null;
}

const KEPT = 50;

export class OpenHome {
  readonly sweeps: Signal<SweepView[] | null> = signal(null);
  readonly agents: Signal<AgentView[]> = signal([]);
  readonly status: Signal<Status | null> = signal(null);
  readonly happened: Signal<Happening[]> = signal([]);
  readonly error: Signal<ApiError | null> = signal(null);

  private byKey = new Map<string, SweepView>();
  private readonly ticking = new Ticking(() => {
    this.sweeps.value = [...this.byKey.values()].filter((sweep) => sweep.deleted === null);
  });
  private readonly stop = follow({ change: (change) => this.heard(change), load: () => void this.load() });

  retry(): void {
    void this.load();
  }

  close(): void {
    this.stop();
    this.ticking.close();
  }

  private async load(): Promise<void> {
    try {
      const [sweeps, status] = await Promise.all([api.sweeps(), api.status()]);
      this.byKey = new Map(sweeps.map((sweep) => [sweep.key, sweep]));
      this.status.value = status;
      this.agents.value = status.agents;
      this.error.value = null;
      this.ticking.ring();
    } catch (error) {
      this.error.value = asApiError(error);
    }
  }

  private heard(change: Change): void {
    if (this.sweeps.value === null) return; // what the first answer will tell anyway
    const news: Happening[] = [];
    for (const sweep of change.sweeps) {
      news.push(...happenings(this.byKey.get(sweep.key), sweep, change.runs));
      this.byKey.set(sweep.key, sweep);
    }
    if (change.agents) this.agents.value = change.agents;
    if (news.length) this.happened.value = [...news.reverse(), ...this.happened.value].slice(0, KEPT);
    if (change.sweeps.length) this.ticking.ring();
  }
}

function happenings(before: SweepView | undefined, now: SweepView, runs: readonly RunView[]): Happening[] {
  const at = { time: Date.now() / 1000, sweep: now };
  if (!before) return [{ ...at, what: "created", run: null }];
  const own = runs.filter((run) => run.sweep === now.key);
  const news: Happening[] = [];
  for (const run of own) {
    if (run.state === "failed" && run.ended !== null) news.push({ ...at, time: run.ended, what: "failed", run });
    if (run.state === "preempted" && run.losses > 0) news.push({ ...at, what: "lost", run });
  }
  if (now.best && now.best.value !== before.best?.value) {
    news.push({ ...at, what: "best", run: own.find((run) => run.key === now.best?.run) ?? null });
  }
  if (now.deleted !== null && before.deleted === null) news.push({ ...at, what: "deleted", run: null });
  else if (now.state !== before.state) news.push({ ...at, what: "state", run: null });
  return news;
}
