/** What rules other than Hyperband had to go by when they stopped a run. */
import type { StopReason } from "../../data/model";
import { stopping as words } from "../../messages/en.stopping";
import type { Words } from "../../messages/rich";

/** Rules that hold a run's value at a row against a threshold among the others' there, which can be drawn. */
export const DRAWN = ["hyperband", "asha"];

export function ruleWords(stop: StopReason): Words {
  const { source, rung, value, threshold, peers, kept, note, chance, until } = stop;
  const row = rung ?? 0;
  if (value === null || threshold === null) return words.other(source, row, value, threshold);
  switch (source) {
    case "asha":
      return words.asha(row, peers ?? 0, value, threshold, kept ?? 1);
    case "median":
      return words.median(row, peers ?? 0, value, threshold);
    case "patience":
      return words.patience(row, value, threshold, note);
    case "curve":
      return words.curve(row, until ?? row, peers ?? 0, value, threshold, words.chance(chance ?? 0));
    default:
      return words.other(source, row, value, threshold);
  }
}
