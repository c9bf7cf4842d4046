/** Short notes about what has just been done, with a way back where there is one. */
import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  kind: "note" | "error";
  undo: (() => void) | null;
}

export const toasts = signal<readonly Toast[]>([]);

/** Long enough to read and to reach: with a way back, longer. */
const SHOWN_MS = 6000;
const SHOWN_WITH_UNDO_MS = 15000;
let next = 1;

export function toast(text: string, options: { undo?: () => void; kind?: Toast["kind"] } = {}): void {
  const made: Toast = { id: next++, text, kind: options.kind ?? "note", undo: options.undo ?? null };
  toasts.value = [...toasts.peek(), made];
  setTimeout(() => dismiss(made.id), made.undo ? SHOWN_WITH_UNDO_MS : SHOWN_MS);
}

export function dismiss(id: number): void {
  toasts.value = toasts.peek().filter((shown) => shown.id !== id);
}
