import { describe, expect, it } from "vitest";
import { random } from "../testing/sweep";
import { NOTHING } from "../types";
import { distanceToCurve, distanceToSegment, firstAbove, nearestPoint } from "./hit";

const u = random(8);
const xs = Float32Array.from({ length: 500 }, () => u() * 300).sort();
const ys = Float32Array.from({ length: 500 }, () => u() * 100);
const all = Array.from(xs, (_, i) => i);

describe("the nearest point", () => {
  it("is the one that looking at all of them finds", () => {
    for (let i = 0; i < 100; i++) {
      const [x, y] = [u() * 300, u() * 100];
      const distances = all.map((point) => Math.hypot(xs[point]! - x, ys[point]! - y));
      const least = Math.min(...distances);
      const found = nearestPoint(xs, ys, all, x, y, 12);
      expect(found).toBe(least < 12 ? distances.indexOf(least) : NOTHING);
    }
  });

  it("is one of those that are asked about", () => {
    expect(nearestPoint([0, 1], [0, 0], [1], 0, 0)).toBe(1);
    expect(nearestPoint([0, Number.NaN], [0, 0], [1], 0, 0)).toBe(NOTHING);
  });
});

describe("the distance to a curve", () => {
  it("is the least distance to one of its segments, within reach", () => {
    for (let i = 0; i < 200; i++) {
      const [x, y] = [u() * 320 - 10, u() * 120 - 10];
      const [from, to] = [40, 340];
      let least = Number.POSITIVE_INFINITY;
      for (let point = from; point + 1 < to; point++) {
        least = Math.min(least, distanceToSegment(xs[point]!, ys[point]!, xs[point + 1]!, ys[point + 1]!, x, y));
      }
      const found = distanceToCurve(xs, ys, from, to, x, y, 12);
      if (least <= 12) expect(found).toBeCloseTo(least, 6);
      else expect(found).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it("of one point is that to the point", () => {
    expect(distanceToCurve([3], [4], 0, 1, 0, 0, 12)).toBe(5);
    expect(distanceToCurve([30], [40], 0, 1, 0, 0, 12)).toBe(Number.POSITIVE_INFINITY);
  });
});

it("halving finds the first greater value", () => {
  expect([0, 1, 2.5, 9].map((value) => firstAbove([1, 1, 2, 3], 0, 4, value))).toEqual([0, 2, 3, 4]);
});
