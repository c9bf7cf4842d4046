/**
 * The event stream, and its way to whoever listens.
 *
 * A feed survives what happens to connections: `EventSource` comes back by itself with the cursor of the last event,
 * and where a refused connection makes it give up it is opened anew. The server then sends what has changed since.
 */
import type { Change } from "../data/model";

export type FeedEvent =
  | { kind: "live"; cursor: number; server: string }
  | { kind: "change"; change: Change }
  | { kind: "reset"; cursor: number }
  | { kind: "lost" };

const AGAIN_MS = 2000;

interface Hello {
  cursor: number;
  server: string;
}

export class Feed {
  private events: EventSource | null = null;
  private cursor: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly tell: (event: FeedEvent) => void) {}

  open(): void {
    const since = this.cursor === null ? "" : `?since=${this.cursor}`;
    const events = new EventSource(`/api/events${since}`);
    this.events = events;
    events.addEventListener("hello", (message) => {
      const hello = JSON.parse(message.data as string) as Hello;
      this.cursor ??= hello.cursor;
      this.tell({ kind: "live", cursor: this.cursor, server: hello.server });
    });
    events.addEventListener("change", (message) => {
      const change = JSON.parse(message.data as string) as Change;
      this.cursor = change.cursor;
      this.tell({ kind: "change", change });
    });
    events.addEventListener("reset", (message) => {
      this.cursor = (JSON.parse(message.data as string) as Hello).cursor;
      this.tell({ kind: "reset", cursor: this.cursor });
    });
    events.addEventListener("error", () => this.lost(events));
  }

  close(): void {
    clearTimeout(this.timer);
    this.events?.close();
  }

  private lost(events: EventSource): void {
    this.tell({ kind: "lost" });
    if (events.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), AGAIN_MS);
  }
}
