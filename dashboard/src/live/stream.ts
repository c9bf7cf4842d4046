/** What this page hears of changes. Whoever listens learns first that the stream stands, then takes snapshots. */
import { signal } from "@preact/signals";
import type { Change } from "../data/model";
import { source } from "../source";
import { Feed, type FeedEvent } from "./feed";

export interface Connection {
  state: "connecting" | "live" | "lost" | "frozen";
  /** When the connection was lost, in milliseconds since the epoch. */
  since: number | null;
}

/** Whether changes arrive. */
export const connection = signal<Connection>({ state: source.frozen ? "frozen" : "connecting", since: null });

export interface Listener {
  change(change: Change): void;
  /** Too much has changed to be told, or a new server: snapshots are to be taken anew. */
  reset(): void;
}

const listeners = new Set<Listener>();
let standing: Promise<void> | null = null;
let server: string | null = null;

/** Listens from now on; resolves when the stream stands, so that a snapshot taken then misses nothing. */
export async function listen(listener: Listener): Promise<() => void> {
  listeners.add(listener);
  if (import.meta.env.MODE !== "report") {
    standing ??= start();
    await standing;
  }
  return () => listeners.delete(listener);
}

/** Lets the page know whether the server is there, also where nothing is shown that changes. */
export function connect(): void {
  if (import.meta.env.MODE !== "report") standing ??= start();
}

function start(): Promise<void> {
  return new Promise((stands) => {
    const hear = (event: FeedEvent) => {
      take(event);
      // Also without a stream the page must show its data, or say why it cannot.
      stands();
    };
    if (typeof SharedWorker === "undefined") new Feed(hear).open();
    else share(hear);
  });
}

function share(hear: (event: FeedEvent) => void): void {
  const hub = new SharedWorker(new URL("./hub.ts", import.meta.url), { type: "module", name: "varre" });
  hub.port.onmessage = (message) => hear(message.data as FeedEvent);
  hub.port.start();
  addEventListener("pagehide", () => hub.port.postMessage("bye"));
  // A page that comes back from the browser's memory was told nothing meanwhile.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

function take(event: FeedEvent): void {
  switch (event.kind) {
    case "live":
      if (server !== null && server !== event.server) for (const listener of listeners) listener.reset();
      server = event.server;
      connection.value = { state: "live", since: null };
      break;
    case "lost":
      if (connection.value.state !== "lost") connection.value = { state: "lost", since: Date.now() };
      break;
    case "reset":
      for (const listener of listeners) listener.reset();
      break;
    case "change":
      for (const listener of listeners) listener.change(event.change);
  }
}
