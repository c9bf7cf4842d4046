/** One sweep, open on a page: its runs, curves and what is computed from them, kept up to date by the stream. */
import { type Signal, signal } from "@preact/signals";
import { type Aim, api, type Method, OBJECTIVE } from "../api";
import { LineTable } from "../data/lines";
import type { Change, Importance, Logged, Portrait, RunView, SweepDetail } from "../data/model";
import { RunTable } from "../data/runs";
import { type ApiError, source } from "../source";
import { asApiError, failed, type Loading, loading, ready } from "./loading";
import { Reckoned } from "./reckoned";
import { follow } from "./stream";
import { Ticking } from "./ticking";

/** No screen shows more points of a curve beside each other. */
const PIXELS = 1200;
/** How long after a run has started or ended what is computed from all runs is computed anew. */
const COMPUTE_AGAIN_MS = 2000;
const LINES_AGAIN_MS = 2000;

export class OpenSweep {
  readonly sweep: Signal<SweepDetail | null> = signal(null);
  readonly runs: Signal<RunTable | null> = signal(null);
  /** Grows when something has changed, at most four times a second: read it to draw anew. */
  readonly tick = signal(0);
  readonly state = signal<"loading" | "ready" | "error">("loading");
  readonly error = signal<ApiError | null>(null);

  private readonly curves = new Map<string, Signal<Loading<LineTable>>>();
  private readonly importances = new Map<string, Reckoned<Importance>>();
  private readonly models = new Map<string, Reckoned<Portrait>>();
  private readonly ticking = new Ticking(() => {
    this.tick.value += 1;
  });
  private readonly stop = follow({
    change: (change) => this.heard(change),
    load: () => void this.snapshot(),
    early: () => this.snapshot(),
  });
  /** Changes that came while a snapshot was on its way. */
  private early: Change[] | null = [];
  private again: ReturnType<typeof setTimeout> | undefined;
  private linesAgain: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly ref: string) {}

  /** The curves of a metric; loaded when first asked for. */
  lines(metric: string): Signal<Loading<LineTable>> {
    let found = this.curves.get(metric);
    if (!found) {
      found = signal(loading<LineTable>());
      this.curves.set(metric, found);
      void this.loadLines(metric);
    }
    return found;
  }

  /** What mattered, by one method: to the objective, or to what is aimed at. */
  importance(method: Method, stopped: boolean, aim: Aim = OBJECTIVE): Signal<Loading<Importance>> {
    const key = `${method} ${stopped} ${aim.which} ${aim.goal} ${aim.metric ?? ""}`;
    return reckoned(this.importances, key, () => api.importance(this.ref, method, stopped, aim));
  }

  /** What the model believes; `others`: `best`, `average` or a run's number. */
  model(others: string): Signal<Loading<Portrait>> {
    return reckoned(this.models, others, () => api.model(this.ref, others));
  }

  /** Loads everything again, after an error. */
  retry(): void {
    if (this.state.value === "error") void this.snapshot();
    for (const [metric, lines] of this.curves) if (lines.value.state === "error") void this.loadLines(metric);
    for (const found of [...this.importances.values(), ...this.models.values()]) {
      if (found.value.peek().state === "error") found.renew();
    }
  }

  /** Asks again for what is computed from all runs; with a cursor only for what knows them less far. */
  recompute(cursor?: number): void {
    for (const found of [...this.importances.values(), ...this.models.values()]) found.renew(cursor);
  }

  /** Takes in what a call has answered, before the stream tells it. */
  learnRun(run: RunView): void {
    this.runs.value?.apply(run);
    this.ticking.ring();
  }

  learnSweep(sweep: Partial<SweepDetail>): void {
    const known = this.sweep.value;
    if (known) this.sweep.value = { ...known, ...sweep, parameters: kept(known.parameters, sweep.parameters) };
  }

  close(): void {
    this.stop();
    this.ticking.close();
    clearTimeout(this.again);
    clearTimeout(this.linesAgain);
  }

  // -- loading ---------------------------------------------------------------------------------------------------

  /** Gives the cursor as of which all that was loaded is at least; null if it could not be. */
  private async snapshot(): Promise<number | null> {
    this.early ??= [];
    let cursor: number;
    try {
      const [sweep, columns] = await Promise.all([api.sweep(this.ref), api.snapshot(this.ref)]);
      this.sweep.value = sweep;
      this.runs.value = RunTable.from(columns);
      cursor = this.runs.value.cursor;
      this.state.value = "ready";
      this.error.value = null;
    } catch (error) {
      this.error.value = asApiError(error);
      if (this.state.value === "loading") this.state.value = "error";
      return null;
    } finally {
      this.catchUp();
    }
    await Promise.all([...this.curves.keys()].map((metric) => this.loadLines(metric)));
    this.recompute(this.runs.value.cursor);
    return cursor;
  }

  private catchUp(): void {
    const early = this.early ?? [];
    this.early = null;
    for (const change of early) this.heard(change);
  }

  private async loadLines(metric: string): Promise<void> {
    const found = this.curves.get(metric);
    if (!found) return;
    found.value = loading(found.value.value);
    try {
      const columns = await api.curves(this.ref, metric, PIXELS);
      found.value = ready(LineTable.from(columns));
    } catch (error) {
      found.value = failed(error, found.value.value);
    }
  }

  // -- what the stream says --------------------------------------------------------------------------------------

  private heard(change: Change): void {
    if (this.early) {
      this.early.push(change);
      return;
    }
    const table = this.runs.value;
    const key = this.sweep.value?.key;
    if (!table || !key || change.cursor <= table.cursor) return;
    const sweep = change.sweeps.find((view) => view.key === key);
    if (sweep) this.learnSweep(sweep);
    const runs = change.runs.filter((run) => run.sweep === key);
    // A run that starts has taken the suggestion that there was; one that ends teaches something.
    const learnt = runs.some((run) => run.ended !== null || table.row(run.number ?? 0) < 0);
    for (const run of runs) if (this.beginsAnew(run, table)) this.forget(run);
    for (const run of runs) table.apply(run);
    for (const logged of change.rows) if (logged.sweep === key) this.logged(logged, runs);
    if (runs.length || sweep) this.ticking.ring();
    if (learnt) this.computeAgain();
  }

  private logged(logged: Logged, runs: readonly RunView[]): void {
    const run = runs.find((view) => view.key === logged.run);
    if (!run || run.number === null || run.attempt !== logged.attempt) return;
    if (logged.more || !logged.rows) {
      this.loadLinesAgain();
      return;
    }
    const first = run.rows - logged.rows.length + 1;
    for (const lines of this.curves.values()) lines.peek().value?.append(run.number, logged, first);
  }

  private beginsAnew(run: RunView, table: RunTable): boolean {
    const row = table.row(run.number ?? 0);
    return run.deleted !== null || (row >= 0 && table.attempt[row] !== run.attempt);
  }

  private forget(run: RunView): void {
    if (run.number !== null) for (const lines of this.curves.values()) lines.peek().value?.remove(run.number);
  }

  private computeAgain(): void {
    this.again ??= setTimeout(() => {
      this.again = undefined;
      this.recompute();
    }, COMPUTE_AGAIN_MS);
  }

  private loadLinesAgain(): void {
    this.linesAgain ??= setTimeout(() => {
      this.linesAgain = undefined;
      for (const metric of this.curves.keys()) void this.loadLines(metric);
    }, LINES_AGAIN_MS);
  }
}

/** What is known already where nothing in it has changed: charts are drawn anew for a new one. */
function kept<T>(known: T, told: T | undefined): T {
  return told === undefined || JSON.stringify(told) === JSON.stringify(known) ? known : told;
}

function reckoned<T extends { cursor: number }>(
  kept: Map<string, Reckoned<T>>,
  key: string,
  ask: () => Promise<T>,
): Signal<Loading<T>> {
  const found = kept.get(key) ?? new Reckoned(ask);
  kept.set(key, found);
  return found.value;
}

/** The sweeps that are open on this page, so that going from one page of a sweep to another loads nothing twice. */
let open: OpenSweep | null = null;

export function openSweep(ref: string): OpenSweep {
  if (open?.ref === ref) return open;
  open?.close();
  open = new OpenSweep(ref);
  return open;
}

export const canChange = !source.frozen;
