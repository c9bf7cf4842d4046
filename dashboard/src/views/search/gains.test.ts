import { expect, it } from "vitest";
import { Columns } from "../../data/columns";
import { RunTable } from "../../data/runs";
import { gainsOf, lately } from "./gains";
import { theRuns } from "./testing/answers";
import { unitOf } from "./unit";

const table = RunTable.from(Columns.decode(theRuns()));
const values = table.metric("val_loss", "best").slice(0, table.count);
const gains = gainsOf(table, values, "minimize", unitOf(values, "minimize"));

it("tells of the runs that the model suggested, and of no others", () => {
  expect(gains.map(({ number }) => number)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  expect(gains.every(({ running }) => !running)).toBe(true);
});

it("measures what each brought against the best run that had ended when it was suggested", () => {
  for (const { run, got } of gains) {
    let best = Number.POSITIVE_INFINITY;
    for (let other = 0; other < table.count; other++) {
      if (table.ended[other]! <= table.created[run]!) best = Math.min(best, values[other]!);
    }
    expect(got).toBeCloseTo(Math.max(0, best - values[run]!) / best, 9);
  }
  expect(gains.filter(({ got }) => got > 0).map(({ number }) => number)).toContain(16);
});

it("says how it goes now by the last few that ended", () => {
  const last = lately(gains)!;
  expect(last.n).toBe(5);
  expect(last.expected).toBeCloseTo(gains.slice(-5).reduce((sum, { expected }) => sum + expected, 0) / 5, 9);
  expect(lately([{ ...gains[0]!, running: true }])).toBeNull();
});
