import { describe, expect, it } from "vitest";
import type { Field } from "./fields";
import { valueAt } from "./fields";
import { groupRows, stats, tableLines } from "./groups";
import { maskedRows, nextSort, sortRows } from "./table";

const all = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
const numbers = (...values: number[]): Field => ({ kind: "number", values });
const categories = (levels: (string | number | boolean)[], ...codes: number[]): Field => ({
  kind: "category",
  codes,
  levels,
  absent: 65535,
});

describe("the order of rows", () => {
  it("puts what has no value last in both directions", () => {
    const field = numbers(3, Number.NaN, 1, Number.POSITIVE_INFINITY, 2);
    expect([...sortRows(all(5), field, false)]).toEqual([2, 4, 0, 1, 3]);
    expect([...sortRows(all(5), field, true)]).toEqual([0, 4, 2, 1, 3]);
  });

  it("sorts levels by their nature, not by their codes", () => {
    expect([...sortRows(all(3), categories([64, 16, 128], 0, 1, 2), false)]).toEqual([1, 0, 2]);
    expect([...sortRows(all(3), categories(["b10", "b9"], 0, 65535, 1), false)]).toEqual([2, 0, 1]);
    expect([...sortRows(all(2), categories([true, false], 0, 1), false)]).toEqual([1, 0]);
  });

  it("keeps equal rows as they were", () => {
    expect([...sortRows(Uint32Array.of(2, 0, 1), numbers(5, 5, 5), true)]).toEqual([2, 0, 1]);
  });

  it("sorts words, empty ones last", () => {
    const words = ["zebra", "", "apple"];
    expect([...sortRows(all(3), { kind: "text", text: (i) => words[i]! }, false)]).toEqual([2, 0, 1]);
  });

  it("lists the rows inside the mask", () => {
    expect([...maskedRows(Uint8Array.of(0, 1, 1, 1), 3)]).toEqual([1, 2]);
  });

  it("turns round when the same head is pressed again", () => {
    const first = nextSort({ by: "number", descending: false }, "loss", false);
    expect(first).toEqual({ by: "loss", descending: false });
    expect(nextSort(first, "loss", false).descending).toBe(true);
  });
});

describe("groups", () => {
  it("have count, mean, least, greatest and standard deviation of the runs with a value", () => {
    const objective = [1, 3, Number.NaN, 10];
    const groups = groupRows(all(4), categories(["adam", "sgd"], 0, 0, 0, 1), objective);
    expect(groups.map((group) => [group.key, group.rows.length])).toEqual([
      ['"adam"', 3],
      ['"sgd"', 1],
    ]);
    expect(groups[0]!.stats).toEqual({ n: 2, mean: 2, min: 1, max: 3, std: Math.SQRT2 });
    expect(groups[1]!.stats.std).toBeNaN();
  });

  it("put the runs without the value last", () => {
    const groups = groupRows(all(3), numbers(Number.NaN, 2, 1), [1, 1, 1]);
    expect(groups.map((group) => group.key)).toEqual(["1", "2", "absent"]);
  });

  it("put many numbers into intervals that hold each of them once", () => {
    const values = Array.from({ length: 500 }, (_, i) => 10 ** (-4 + (i / 499) * 3));
    for (const log of [false, true]) {
      const groups = groupRows(all(500), numbers(...values), values, log);
      expect(groups.length).toBeLessThanOrEqual(12);
      expect(groups.reduce((sum, group) => sum + group.rows.length, 0)).toBe(500);
      for (const { label, rows } of groups) {
        if (label.kind !== "between") throw new Error("not an interval");
        for (const row of rows) expect(values[row]! >= label.from && values[row]! <= label.to).toBe(true);
      }
    }
  });

  it("do not lose digits when values are large and close together", () => {
    const { std } = stats([0, 1, 2], [1e9 + 1, 1e9 + 2, 1e9 + 3]);
    expect(std).toBeCloseTo(1, 9);
  });

  it("show their runs unless they are closed", () => {
    const groups = groupRows(all(3), categories(["a", "b"], 0, 1, 0), [1, 1, 1]);
    expect([...tableLines(groups, new Set())]).toEqual([~0, 0, 2, ~1, 1]);
    expect([...tableLines(groups, new Set(['"a"']))]).toEqual([~0, ~1, 1]);
  });
});

describe("a value", () => {
  it("is null where there is none", () => {
    expect(valueAt(numbers(Number.NaN), 0)).toBeNull();
    expect(valueAt(categories(["x"], 65535), 0)).toBeNull();
    expect(valueAt({ kind: "text", text: () => "" }, 0)).toBeNull();
  });
});
