/** Keys of the page, and its commands in the palette. */
import { search as words } from "../../messages/en.search";
import { sweep as sweepWords } from "../../messages/en.sweep";
import { useCommands, useShortcuts } from "../../parts/hooks";
import { go } from "../../state/router";
import { clear } from "../../state/selection";
import type { Sight } from "./sight";
import { canSkip, skip } from "./skipping";

export function useSearchKeys(sight: Sight | null): void {
  const skippable = sight !== null && canSkip(sight);
  useShortcuts(() => [{ keys: "Escape", what: sweepWords.keys.clear, run: clear }]);
  useCommands(
    () => [
      ...(sight
        ? [
            {
              id: "overview",
              title: sweepWords.overview,
              section: words.section,
              run: () => go({ page: "sweep", ref: sight.sweep.key }),
            },
          ]
        : []),
      ...(sight && skippable
        ? [{ id: "skip", title: words.skip, section: words.section, run: () => void skip(sight) }]
        : []),
    ],
    [sight, skippable],
  );
}
