/** The console of a run, read from its end on and followed while the run goes on. */
import { type Signal, signal } from "@preact/signals";
import { api } from "../api";
import { ConsoleLines } from "../data/console";
import { type ApiError, source } from "../source";
import { asApiError } from "./loading";

const AGAIN_MS = 1500;

export class OpenConsole {
  readonly lines = new ConsoleLines();
  /** Grows when lines were added: read it to draw anew. */
  readonly version = signal(0);
  /** Bytes before the first line that is shown. */
  readonly skipped = signal(0);
  readonly state: Signal<"loading" | "ready" | "error"> = signal("loading");
  readonly error: Signal<ApiError | null> = signal(null);

  /** The byte from which on to read; null for the last part of what there is. */
  private offset: number | null = source.frozen ? 0 : null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private reading = false;

  constructor(
    private readonly key: string,
    /** Which attempt's part; null for all of it. */
    private readonly attempt: number | null,
    /** Whether more may still be written. */
    private readonly goesOn: () => boolean,
  ) {
    void this.read();
  }

  /** Reads everything from the beginning. */
  readAll(): void {
    this.lines.clear();
    this.offset = 0;
    this.skipped.value = 0;
    void this.read();
  }

  retry(): void {
    void this.read();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** Reads what was written since. */
  async read(): Promise<void> {
    if (this.reading || this.closed) return;
    this.reading = true;
    clearTimeout(this.timer);
    try {
      await this.toTheEnd();
      this.state.value = "ready";
      this.error.value = null;
    } catch (error) {
      this.error.value = asApiError(error);
      if (this.state.value === "loading") this.state.value = "error";
    } finally {
      this.reading = false;
      if (!this.closed && this.goesOn()) this.timer = setTimeout(() => void this.read(), AGAIN_MS);
    }
  }

  private async toTheEnd(): Promise<void> {
    for (;;) {
      const part = await api.console(this.key, this.offset, this.attempt);
      if (this.offset === null) this.skipped.value = part.start ?? 0;
      const fresh = part.offset > (this.offset ?? -1);
      this.offset = part.offset;
      if (part.text) this.lines.append(part.text);
      if (part.text) this.version.value += 1;
      if (part.end || !fresh || this.closed) return;
    }
  }
}
