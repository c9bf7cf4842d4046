/** The colours of the theme as values, for what is coloured by the objective outside of charts. */
import { computed } from "@preact/signals";
import { placeColour } from "../../charts/kit/colour";
import { themeOf } from "../../charts/kit/theme";
import { theme } from "../../state/theme";
import type { Seen } from "./model";

export const chartTheme = computed(() => {
  document.documentElement.dataset["theme"] = theme.value; // the theme's values are read from the page
  return themeOf(document.documentElement);
});

/** The colour of a run that is among the best of the selection; null for the rest. */
export function colourOf(seen: Seen, row: number): string | null {
  const place = seen.place.get(row);
  return place === undefined ? null : placeColour(chartTheme.value, place, seen.place.size);
}
