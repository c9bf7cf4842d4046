/** What this page hears of changes. Whoever follows them takes snapshots once the stream stands. */
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

export interface Follower {
  change(change: Change): void;
  /** Takes snapshots: at first, and anew when too much has changed to be told, or there is a new server. */
  load(): void;
  /** Takes them while the stream is not there yet: gives the cursor as of which they are, null if there are none. */
  early?(): Promise<number | null>;
}

const followers = new Set<Follower>();
let standing: Promise<void> | null = null;
let server: string | null = null;
/** Everything after this cursor is told, once the stream stands. */
let told: number | null = null;

/** Follows what changes until the returned function is called. What is loaded misses nothing: the stream stands then. */
export function follow(follower: Follower): () => void {
  followers.add(follower);
  // A little later: who follows may not be made in full yet.
  const early = standing !== null && told === null ? Promise.resolve().then(() => follower.early?.()) : null;
  void connect().then(async () => {
    const loaded = (await early) ?? null;
    const misses = loaded === null || told === null || loaded < told;
    if (misses && followers.has(follower)) follower.load();
  });
  return () => followers.delete(follower);
}

/** Makes the stream stand, so that the page knows whether the server is there. A report has none. */
export function connect(): Promise<void> {
  if (import.meta.env.MODE === "report") return Promise.resolve();
  standing ??= start();
  return standing;
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
      if (server !== null && server !== event.server) for (const follower of followers) follower.load();
      server = event.server;
      told = event.cursor;
      connection.value = { state: "live", since: null };
      break;
    case "lost":
      if (connection.value.state !== "lost") connection.value = { state: "lost", since: Date.now() };
      break;
    case "reset":
      for (const follower of followers) follower.load();
      break;
    case "change":
      for (const follower of followers) follower.change(event.change);
  }
}
