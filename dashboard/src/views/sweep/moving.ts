/** Whether a brush is being moved: then charts draw less, and all when it is let go. */
import { signal } from "@preact/signals";

export const moving = signal(false);

export function useMoving(): boolean {
  return moving.value;
}
