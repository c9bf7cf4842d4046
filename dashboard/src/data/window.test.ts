import { expect, test } from "vitest";
import { windowBetween, windowOf, windowText, within } from "./window";

const CURVES = {
  count: 4,
  start: [0, 5, 7, 8, 8],
  x: [1, 2, 3, 4, 5, 1, 2, 5],
  y: [10, 20, 30, 40, 50, 11, 21, 51],
};

test("a curve keeps what lies in the window, and goes on to its edges", () => {
  const { count, start, x, y } = within(CURVES, [3, 4]);
  expect(count).toBe(4);
  expect(Array.from(start)).toEqual([0, 4, 4, 4, 4]); // the second ended before it, the third began after it
  expect(Array.from(x)).toEqual([2, 3, 4, 5]);
  expect(Array.from(y)).toEqual([20, 30, 40, 50]);
});

test("at its ends a curve has nothing to go on to", () => {
  expect(Array.from(within(CURVES, [1, 2]).x)).toEqual([1, 2, 3, 1, 2]);
  expect(Array.from(within(CURVES, [5, 9]).x)).toEqual([4, 5, 5]);
});

test("an address names the window and what it is a part of", () => {
  expect(windowOf(windowText("row", [5, 10]), "row")).toEqual([5, 10]);
  expect(windowOf(windowText("time", [0.5, 1e3]), "time")).toEqual([0.5, 1000]);
  expect(windowOf("row 5..10", "time")).toBeNull();
  for (const text of [undefined, "", "row", "row 5", "row 10..5", "row 5..5", "row a..b", "row 1..Infinity"]) {
    expect(windowOf(text, "row")).toBeNull();
  }
});

test("a hand means whole rows, and three digits of a time", () => {
  expect(windowBetween(9.6, 4.7, true)).toEqual([5, 10]);
  expect(windowBetween(4.7, 5.2, true)).toBeNull();
  expect(windowBetween(12.3456, 78.9123, false)).toEqual([12.3, 78.9]);
});
