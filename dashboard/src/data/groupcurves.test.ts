import { describe, expect, it } from "vitest";
import { groupCurve } from "./groupcurves";

describe("the curve of a group", () => {
  const points = { start: [0, 3, 5], x: [1, 2, 3, 1, 2], y: [1, 2, 9, 3, 4] };

  it("is the mean of the runs that reached each point", () => {
    const { x, mean, low, high } = groupCurve(points, [0, 1]);
    expect([...x]).toEqual([1, 2, 3]);
    expect([...mean]).toEqual([2, 3, 9]);
    expect(low[2]).toBe(9);
    expect(high[2]).toBe(9);
  });

  it("never spreads beyond the runs themselves", () => {
    const { low, high } = groupCurve(points, [0, 1]);
    expect(low[0]).toBeGreaterThanOrEqual(1);
    expect(high[0]).toBeLessThanOrEqual(3);
  });

  it("leaves out what is not a number", () => {
    const { mean } = groupCurve({ start: [0, 2], x: [1, 2], y: [Number.NaN, 5] }, [0]);
    expect([...mean]).toEqual([5]);
  });

  it("lets many different places fall together", () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => i * 0.37);
    const made = groupCurve({ start: [0, 5000], x, y: x }, [0]);
    expect(made.x.length).toBeLessThanOrEqual(201);
    expect(made.mean[0]).toBeCloseTo(made.x[0]!, -1);
  });
});
