/** What a hand is moving on the page: charts draw less while it moves, and all when it lets go. */
import { signal } from "@preact/signals";
import type { Filter } from "../../data/selection";

export const moving = signal(false);

/**
 * The filters as the hand has them, where the page has too many runs to follow each move: the chart that it moves in
 * shows them at once, the others when it rests. Null while the page keeps up.
 */
export const held = signal<readonly Filter[] | null>(null);

/** More runs than these cannot be filtered in all charts between two frames. */
const KEEPS_UP = 500;
/** How long a hand must be still to rest. */
const REST_MS = 150;

let resting: ReturnType<typeof setTimeout> | undefined;

/** Lets the page follow a move: at once, or when the hand rests. */
export function follow(filters: readonly Filter[], runs: number, take: () => void): void {
  clearTimeout(resting);
  if (runs <= KEEPS_UP) {
    take();
    return;
  }
  held.value = filters;
  resting = setTimeout(take, REST_MS);
}

/** The hand has let go. */
export function letGo(): void {
  clearTimeout(resting);
  held.value = null;
}

export function useMoving(): boolean {
  return moving.value;
}
