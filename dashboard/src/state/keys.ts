/** Keyboard shortcuts: who wants which key, and the one listener that hears them. */
import { signal } from "@preact/signals";
import { remembered } from "./remembered";

export interface Shortcut {
  /** A key (`j`, `Enter`, `?`), one with Ctrl or Cmd (`mod+k`), or two after each other (`g h`). */
  keys: string;
  what: string;
  run: () => void;
}

/** Whether keys without Ctrl act. Some readers' tools and voices type letters (WCAG 2.2, 2.1.4). */
export const singleKeys = remembered("singleKeys", true, (kept) => (typeof kept === "boolean" ? kept : undefined));

/** The shortcuts of what is on the page now, the newest first. */
export const shortcuts = signal<readonly Shortcut[]>([]);

/** Adds shortcuts until the returned function is called; of two for one key the newer acts. */
export function addShortcuts(added: readonly Shortcut[]): () => void {
  shortcuts.value = [...added, ...shortcuts.peek()];
  return () => {
    shortcuts.value = shortcuts.peek().filter((shortcut) => !added.includes(shortcut));
  };
}

const PAIR_MS = 1000;
const TYPED_INTO =
  "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";

let first: { key: string; at: number } | null = null;

export function hearKeys(): void {
  document.addEventListener("keydown", heard);
}

function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  // An open dialog has the keyboard to itself: Escape closes it, and nothing acts behind it.
  if (document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const withMod = event.ctrlKey || event.metaKey;
  const typing = (event.target as Element | null)?.closest?.(TYPED_INTO) != null;
  if (withMod ? typing && key !== "k" : typing || (!singleKeys.value && key !== "Escape")) return;
  const found = find(withMod ? `mod+${event.shiftKey ? "shift+" : ""}${key}` : key, event.timeStamp);
  if (!found || (key === "Enter" && presses(event.target))) return;
  event.preventDefault();
  found.run();
}

function find(keys: string, now: number): Shortcut | undefined {
  const pair = first && now - first.at < PAIR_MS ? `${first.key} ${keys}` : null;
  first = { key: keys, at: now };
  const matching = (wanted: string | null) => shortcuts.peek().find((shortcut) => shortcut.keys === wanted);
  return matching(pair) ?? matching(keys);
}

/** Whether Enter already means something where the focus is. */
function presses(target: EventTarget | null): boolean {
  return (target as Element | null)?.closest?.("button, a[href], summary, [role=button], [role=option]") != null;
}
