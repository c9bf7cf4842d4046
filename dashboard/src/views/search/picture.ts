/** Which portrait is shown: the latest there is, also while a newer one or one of another choice is on its way. */
import { computed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Portrait } from "../../data/model";
import type { OpenSweep } from "../../live/sweep";
import type { ApiError } from "../../source";
import { selection, setView } from "../../state/selection";

/** Where the other parameters stand along each one: as in the best run, averaged over, or as in the run of a number. */
export type Others = "best" | "average" | number;

export interface Picture {
  portrait: Portrait | null;
  /** Whether what is shown is not yet what was asked for. */
  waits: boolean;
  error: ApiError | null;
}

export const chosenOthers = computed<Others>(() => othersOf(selection.value.view["others"]));

export function othersOf(text: string | undefined): Others {
  if (text === "average") return text;
  return text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : "best";
}

export function chooseOthers(others: Others): void {
  setView("others", others === "best" ? null : String(others));
}

export function usePicture(open: OpenSweep): Picture {
  const found = open.model(String(chosenOthers.value)).value;
  const former = useRef<Portrait | null>(null);
  if (found.value) former.current = found.value;
  return { portrait: former.current, waits: found.value === null && found.error === null, error: found.error };
}
