/** Words about stopping early. */
import { count, metric, plural } from "../data/format";
import { said, strong, type Words } from "./rich";

export const stopping = {
  row: "row",
  /** `Hyperband from epoch 3`; without a row where it is not known. */
  rule: (name: string, what: string, from: number | null) => {
    const called = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return from === null ? called : `${called} from ${what} ${count(from)}`;
  },

  // -- why a run was stopped
  asha: (row: number, there: number, value: number, threshold: number, kept: number): Words =>
    said`${strong(`Successive halving, row ${count(row)}.`)} Of the ${plural(there, "run", "runs")} that had reached this row, ${kept === 1 ? "only the best goes" : `the best ${count(kept)} go`} on: ${strong(metric(threshold))} was needed, its best was ${metric(value)}.`,
  median: (row: number, there: number, value: number, threshold: number): Words =>
    said`${strong(`Median rule, row ${count(row)}.`)} Its best was ${metric(value)}, worse than ${strong(metric(threshold))}: the median of what ${plural(there, "finished run", "finished runs")} had on average until this row.`,
  patience: (row: number, value: number, threshold: number, note: string): Words =>
    said`${strong(`Out of patience, row ${count(row)}:`)} ${note}. The best of them was ${metric(value)}, better than ${strong(metric(threshold))} was needed.`,
  curve: (row: number, until: number, there: number, expected: number, best: number, chance: string): Words =>
    said`${strong(`Learning curve, row ${count(row)}.`)} After the ways of ${plural(there, "finished run", "finished runs")} it was expected to come to ${metric(expected)} by row ${count(until)}; the best was ${strong(metric(best))}, and its chance to beat that ${strong(chance)}.`,
  other: (name: string, row: number, value: number | null, threshold: number | null): Words =>
    said`${strong(`${name}, row ${count(row)}.`)}${value === null ? "" : ` It had ${metric(value)}.`}${threshold === null ? "" : ` ${metric(threshold)} was needed.`}`,
  chance: (share: number) => (share < 0.0005 ? "under 0.1%" : `${(100 * share).toFixed(1)}%`),
};
