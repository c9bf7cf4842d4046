import { describe, expect, it } from "vitest";
import { SMOOTHINGS, smoothed } from "./smooth";

const rounded = (values: Float32Array) => [...values].map((value) => Number(value.toFixed(4)));

describe("smoothing", () => {
  const xs = [0, 1, 2, 3, 4];

  it.each(SMOOTHINGS)("by %s leaves what is the same, and passes over what is no number", (method) => {
    const made = smoothed({ method, strength: 0.9 }, xs, [3, 3, Number.NaN, 3, 3], 0, 5);
    expect(rounded(made)).toEqual([3, 3, Number.NaN, 3, 3]);
  });

  it.each(SMOOTHINGS)("by %s is nothing at strength 0", (method) => {
    expect([...smoothed({ method, strength: 0 }, xs, [0, 5, 1, 4], 1, 4)]).toEqual([5, 1, 4]);
  });

  it.each(SMOOTHINGS)("by %s brings neighbours together", (method) => {
    const ys = [0, 10, 0, 10, 0];
    const made = smoothed({ method, strength: 0.6 }, xs, ys, 0, 5);
    expect(Math.abs(made[3]! - made[2]!)).toBeLessThan(10);
  });

  it("by time is that by points where points lie evenly, and forgets over a long gap", () => {
    const of = (method: "ema" | "time", at: number[]) => smoothed({ method, strength: 0.5 }, at, [0, 0, 8], 0, 3)[2]!;
    expect(of("time", [0, 1, 2])).toBeCloseTo(of("ema", [0, 1, 2]), 6);
    expect(of("time", [0, 1, 9])).toBeGreaterThan(of("ema", [0, 1, 9]));
  });

  it("as a plain mean takes as many neighbours on each side as the strength says", () => {
    expect(rounded(smoothed({ method: "average", strength: 0.5 }, xs, [0, 3, 6, 0, 0], 0, 5))).toEqual([
      1.5, 3, 3, 2, 0,
    ]);
  });
});
