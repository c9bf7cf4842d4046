/** What stays chosen from visit to visit, in this browser. A browser that keeps nothing forgets, and works. */
import { effect, type Signal, signal } from "@preact/signals";

/** A signal that is kept under `name`; `read` refuses (undefined) what an older page may have left there. */
export function remembered<T>(name: string, usual: T, read: (kept: unknown) => T | undefined): Signal<T> {
  const value = signal(recall(name, read) ?? usual);
  effect(() => keep(name, value.value));
  return value;
}

export function recall<T>(name: string, read: (kept: unknown) => T | undefined): T | undefined {
  try {
    const text = localStorage.getItem(`varre.${name}`);
    return text === null ? undefined : read(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(`varre.${name}`, JSON.stringify(value));
  } catch {
    // private windows and full disks: the choice holds until the page is left
  }
}
