/// <reference lib="webworker" />
/**
 * The shared worker that holds the one event stream of all tabs of a browser.
 *
 * Browsers open six connections a host: with a stream a tab, the seventh tab would never load.
 */
import { Feed, type FeedEvent } from "./feed";

const ports = new Set<MessagePort>();
let latest: FeedEvent | null = null;

const feed = new Feed((event) => {
  if (event.kind === "live" || event.kind === "lost") latest = event;
  else if (latest?.kind === "live") latest = { ...latest, cursor: cursorOf(event) };
  for (const port of ports) port.postMessage(event);
});

function cursorOf(event: Exclude<FeedEvent, { kind: "lost" }>): number {
  return event.kind === "change" ? event.change.cursor : event.cursor;
}

(self as unknown as SharedWorkerGlobalScope).onconnect = (connect) => {
  const port = connect.ports[0];
  if (!port) return;
  if (ports.size === 0 && latest === null) feed.open();
  ports.add(port);
  port.onmessage = (message) => {
    if (message.data === "bye") ports.delete(port);
  };
  if (latest) port.postMessage(latest);
};
