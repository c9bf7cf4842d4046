/** The one selection that links all charts and the table, with its address and its past. */
import { signal } from "@preact/signals";
import { type Field, type Filter, fromSearch, NOTHING, type Selection, toSearch, withFilter } from "../data/selection";
import { onGone, search, setSearch } from "./router";

export const selection = signal<Selection>(fromSearch(search()));
/** The number of the run that is pointed at, or null. */
export const hovered = signal<number | null>(null);

const KEPT = 100;
/** Browsers let a page change its address some hundred times in half a minute, and take a millisecond for each. */
const ADDRESS_MS = 250;
let writing: ReturnType<typeof setTimeout> | undefined;
const past: Selection[] = [];
const future: Selection[] = [];

/** Changes the selection; `undo` brings back what was before. */
export function select(change: Partial<Selection>): void {
  past.push(selection.peek());
  if (past.length > KEPT) past.shift();
  future.length = 0;
  put({ ...selection.peek(), ...change });
}

/** Changes it without a step for undo: what follows from dragging, until it is let go. The address follows a little later. */
export function adjust(change: Partial<Selection>): void {
  selection.value = { ...selection.peek(), ...change };
  writing ??= setTimeout(write, ADDRESS_MS);
}

export function setFilter(on: Field, filter: Filter | null): void {
  select({ filters: withFilter(selection.peek().filters, on, filter) });
}

/** A choice of one view by name (null: as usual). */
export function setView(name: string, value: string | null): void {
  const { [name]: _, ...others } = selection.peek().view;
  select({ view: value === null ? others : { ...others, [name]: value } });
}

/** Takes away pins and filters; what is shown of the runs stays. */
export function clear(): void {
  const { filters, pinned } = selection.peek();
  if (filters.length || pinned.length) select({ filters: NOTHING.filters, pinned: NOTHING.pinned });
  hovered.value = null;
}

export function togglePin(number: number): void {
  select({ pinned: toggled(selection.peek().pinned, number) });
}

export function toggleCompared(number: number): void {
  select({ compared: toggled(selection.peek().compared, number) });
}

/** Whether there was something to undo. */
export function undo(): boolean {
  const before = past.pop();
  if (!before) return false;
  future.push(selection.peek());
  put(before);
  return true;
}

export function redo(): boolean {
  const next = future.pop();
  if (!next) return false;
  past.push(selection.peek());
  put(next);
  return true;
}

function toggled(numbers: readonly number[], number: number): number[] {
  return numbers.includes(number) ? numbers.filter((other) => other !== number) : [...numbers, number];
}

function put(next: Selection): void {
  selection.value = next;
  write();
}

/** Puts the selection into the address. */
function write(): void {
  clearTimeout(writing);
  writing = undefined;
  setSearch(toSearch(selection.peek()));
}

onGone(() => {
  clearTimeout(writing);
  writing = undefined;
  past.length = 0;
  future.length = 0;
  hovered.value = null;
  selection.value = fromSearch(search());
});
