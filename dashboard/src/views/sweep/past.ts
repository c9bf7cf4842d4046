/** Whether the selection has been changed since the page was opened, so that there is something to undo. */
import { computed } from "@preact/signals";
import { selection } from "../../state/selection";

const first = selection.peek();
export const hasPast = computed(
  () => selection.value !== first && JSON.stringify(selection.value) !== JSON.stringify(first),
);
