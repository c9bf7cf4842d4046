/** Keys of the whole page: clear, fewer or more coloured, log or linear; and its commands in the palette. */
import { sweep as words } from "../../messages/en.sweep";
import { useCommands, useShortcuts } from "../../parts/hooks";
import { go } from "../../state/router";
import { adjust, clear, selection, setView } from "../../state/selection";
import type { SweepModel } from "./model";
import { useRunCommands } from "./runcommands";
import { exportRuns } from "./table/export";

export function usePageKeys(model: SweepModel): void {
  useRunCommands(model.open);
  useShortcuts(
    () => [
      { keys: "Escape", what: words.keys.clear, run: clearAll },
      { keys: "[", what: words.keys.fewer, run: () => colour(model, -1) },
      { keys: "]", what: words.keys.moreColoured, run: () => colour(model, 1) },
      { keys: "l", what: words.keys.scale, run: () => turnScale() },
    ],
    [model],
  );
  useCommands(
    () => [
      { id: "clear", title: words.keys.clear, section: words.section, keys: "Esc", run: clearAll },
      { id: "scale", title: words.keys.scale, section: words.section, keys: "L", run: turnScale },
      { id: "csv", title: words.menu.exportRuns, section: words.section, run: () => exportRuns(model) },
      { id: "search", title: words.search, section: words.section, run: () => toSearch(model) },
    ],
    [model],
  );
}

/** Pins and filters, and the part of the curves that is looked at. */
function clearAll(): void {
  clear();
  if (selection.value.view["zoom"]) setView("zoom", null);
}

function colour(model: SweepModel, by: number): void {
  const seen = model.seen.value;
  if (seen) adjust({ best: Math.max(0, Math.min(seen.table.count, seen.k + by)) });
}

/** Of the curves, which is what people mean by it. */
function turnScale(): void {
  setView("y", selection.value.view["y"] === "linear" ? null : "linear");
}

function toSearch(model: SweepModel): void {
  const sweep = model.sweep.value;
  if (sweep) go({ page: "search", ref: sweep.key });
}
