import { describe, expect, it } from "vitest";
import { type Aggregate, groupCurve } from "./groupcurves";

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

  it("may be its mean within the standard error, or from the least to the greatest", () => {
    const four = { start: [0, 1, 2, 3, 4], x: [1, 1, 1, 1], y: [1, 2, 4, 9] };
    const of = (as: Aggregate) => {
      const { low, mean, high } = groupCurve(four, [0, 1, 2, 3], as);
      return [low[0]!, mean[0]!, high[0]!];
    };
    expect(of("range")).toEqual([1, 4, 9]);
    const [low, mean, high] = of("error");
    expect([mean, high! - mean!]).toEqual([4, mean! - low!]);
    expect(high! - mean!).toBeCloseTo(Math.sqrt(38 / 3) / 2, 6);
  });

  it("may be the median between the quartiles, which one bad run does not move", () => {
    const five = { start: [0, 1, 2, 3, 4, 5], x: [1, 1, 1, 1, 1], y: [1, 2, 3, 4, 1e6] };
    const { low, mean, high } = groupCurve(five, [0, 1, 2, 3, 4], "median");
    expect([low[0], mean[0], high[0]]).toEqual([2, 3, 4]);
  });
});
