import { expect, it } from "vitest";
import { GAP, rowsOf } from "./columns";
import { theSweep } from "./testing/answers";

const parameters = theSweep().parameters;

it.each([340, 362, 728, 1240, 1880])("puts every parameter in its order into rows that fit %i pixels", (width) => {
  const rows = rowsOf(parameters, width);
  expect(rows.flat().map(({ parameter }) => parameter.path)).toEqual(parameters.map(({ path }) => path));
  for (const row of rows) {
    const taken = row.reduce((sum, column) => sum + column.width, 0) + GAP * (row.length - 1);
    expect(taken).toBeLessThanOrEqual(width);
    expect(row.map(({ labelled }) => labelled)).toEqual(row.map((_, i) => i === 0));
    for (const column of row) expect(column.width).toBeGreaterThanOrEqual(80);
  }
});

it("needs one row on a desktop, and no row with a lonely chart on a tablet", () => {
  expect(rowsOf(parameters, 1240)).toHaveLength(1);
  expect(Math.min(...rowsOf(parameters, 728).map((row) => row.length))).toBeGreaterThan(1);
});

it("does not stretch a single parameter over a wall, and waits for a width", () => {
  expect(rowsOf(parameters.slice(0, 1), 3000)[0]![0]!.width).toBeLessThan(600);
  expect(rowsOf(parameters, 0)).toEqual([]);
});
