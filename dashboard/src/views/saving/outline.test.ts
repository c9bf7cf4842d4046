import { expect, test } from "vitest";
import { outlinesOf, traced } from "./outline";

function shape(markup: string): Element {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.innerHTML = markup;
  return svg.firstElementChild!;
}

test("a whisker is three strokes", () => {
  const strokes = traced("M20 8v6m0-3H60m0-3v6").map(({ points }) => points);
  expect(strokes).toEqual([
    [
      [20, 8],
      [20, 14],
    ],
    [
      [20, 11],
      [60, 11],
    ],
    [
      [60, 8],
      [60, 14],
    ],
  ]);
});

test("steps stay at their height until the next one", () => {
  expect(traced("M1.5 2H30V-4.25")[0]?.points).toEqual([
    [1.5, 2],
    [30, 2],
    [30, -4.25],
  ]);
});

test("pairs after a command go on as lines, and a closed path begins anew where it began", () => {
  const [first, second] = traced("M0 0 4 0 4 4Zm1 1l2-1");
  expect(first).toEqual({
    points: [
      [0, 0],
      [4, 0],
      [4, 4],
    ],
    closed: true,
  });
  expect(second?.points).toEqual([
    [1, 1],
    [3, 0],
  ]);
});

test("boxes, lines and polygons are outlines too", () => {
  expect(outlinesOf(shape('<rect x="1" y="2" width="3" height="4"/>'))[0]?.points.slice(0, 4)).toEqual([
    [1, 2],
    [4, 2],
    [4, 6],
    [1, 6],
  ]);
  expect(outlinesOf(shape('<line x1="1" x2="2" y1="3" y2="4"/>'))[0]?.points).toEqual([
    [1, 3],
    [2, 4],
  ]);
  const polygon = outlinesOf(shape('<polygon points="0,5 1.5,2 3,5"/>'))[0];
  expect(polygon).toEqual({
    points: [
      [0, 5],
      [1.5, 2],
      [3, 5],
    ],
    closed: true,
  });
});
