/** One run, open on a page, kept up to date by the stream. Its sweep is open beside it, where it has one. */
import { type Signal, signal } from "@preact/signals";
import { api } from "../api";
import type { Change, FileView, Gauge, Logged, RunView } from "../data/model";
import { RunCurves } from "../data/runcurves";
import type { ApiError } from "../source";
import { OpenConsole } from "./console";
import { asApiError } from "./loading";
import { follow } from "./stream";
import { type OpenSweep, openSweep } from "./sweep";
import { Ticking } from "./ticking";

export type RunRef = { sweep: string; number: number } | { key: string };

/** No curve is wider than so many points on a screen. */
const PIXELS = 1200;
const GAUGES_AGAIN_MS = 10_000;
const LAST_WORDS_S = 20;

export class OpenRun {
  readonly run: Signal<RunView | null> = signal(null);
  readonly sweep: Signal<OpenSweep | null> = signal(null);
  readonly curves: Signal<RunCurves | null> = signal(null);
  readonly gauges: Signal<Gauge[] | null> = signal(null);
  readonly files: Signal<FileView[] | null> = signal(null);
  readonly console: Signal<OpenConsole | null> = signal(null);
  readonly error: Signal<ApiError | null> = signal(null);
  /** Grows when rows have come, at most four times a second. */
  readonly tick = signal(0);

  private readonly ticking = new Ticking(() => {
    this.tick.value += 1;
  });
  private readonly stop = follow({ change: (change) => this.heard(change), load: () => void this.load() });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(private readonly of: RunRef) {
    if ("sweep" in of) this.sweep.value = openSweep(of.sweep);
  }

  /** Whether its process may still write: a stopped one does for a while. */
  private get mayWrite(): boolean {
    const ended = this.run.peek()?.ended ?? null;
    return this.running || (ended !== null && Date.now() / 1000 - ended < LAST_WORDS_S);
  }

  /** The console of one attempt; null for all of it. */
  openConsole(attempt: number | null): void {
    const run = this.run.peek();
    if (!run) return;
    this.console.peek()?.close();
    this.console.value = new OpenConsole(run.key, attempt, () => this.mayWrite);
  }

  get running(): boolean {
    return this.run.peek()?.state === "running";
  }

  retry(): void {
    void this.load();
  }

  /** Takes in what a call has answered, before the stream tells it. */
  learn(run: RunView): void {
    const before = this.run.peek();
    this.run.value = run;
    this.sweep.peek()?.learnRun(run);
    if (before && (before.state !== run.state || before.attempt !== run.attempt)) void this.loadParts(run);
  }

  close(): void {
    this.closed = true;
    this.stop();
    this.ticking.close();
    this.console.peek()?.close();
    clearTimeout(this.timer);
  }

  private async load(): Promise<void> {
    try {
      const { of } = this;
      const run = await ("sweep" in of ? api.runOf(of.sweep, of.number) : api.run(of.key));
      if (this.closed) return;
      if (run.sweep && !this.sweep.peek()) this.sweep.value = openSweep(run.sweep);
      this.run.value = run;
      this.error.value = null;
      await this.loadParts(run);
    } catch (error) {
      this.error.value = asApiError(error);
    }
  }

  /** The parts load each for itself: one that fails leaves the others. */
  private async loadParts(run: RunView): Promise<void> {
    if (this.console.peek()) void this.console.peek()?.read();
    else this.openConsole(null);
    await Promise.all([this.loadCurves(run), this.loadFiles(run), this.loadGauges(run)]);
  }

  private async loadCurves(run: RunView): Promise<void> {
    const metrics = Object.keys(run.ranges).sort();
    try {
      const frame = metrics.length ? await api.runCurves(run.key, metrics, PIXELS) : null;
      this.curves.value = frame ? RunCurves.from(frame) : new RunCurves();
    } catch {
      this.curves.value ??= new RunCurves();
    }
    this.ticking.ring();
  }

  private async loadFiles(run: RunView): Promise<void> {
    const files = await api.files(run.key).catch(() => null);
    if (this.closed) return;
    this.files.value = files ?? this.files.peek() ?? [];
  }

  private async loadGauges(run: RunView): Promise<void> {
    clearTimeout(this.timer);
    this.gauges.value = await api.gauges(run.key).catch(() => this.gauges.peek() ?? []);
    if (!this.closed && this.running) this.timer = setTimeout(() => void this.loadGauges(run), GAUGES_AGAIN_MS);
  }

  private heard(change: Change): void {
    const known = this.run.peek();
    if (!known) return;
    const run = change.runs.find((view) => view.key === known.key);
    if (!run) return;
    const logged = change.rows.find((rows) => rows.run === run.key);
    const another = run.attempt !== known.attempt || (run.state !== known.state && known.state !== "pending");
    this.run.value = run;
    if (another || logged?.more) void this.loadParts(run);
    else if (known.state !== run.state) void this.loadParts(run);
    else if (logged) this.append(run, logged);
  }

  private append(run: RunView, logged: Logged): void {
    const rows = logged.rows ?? [];
    this.curves.peek()?.append(rows, run.rows - rows.length + 1);
    this.ticking.ring();
  }
}
