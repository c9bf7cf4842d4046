import { describe, expect, it } from "vitest";
import { bell, isLogarithmic, likely } from "./prediction";

describe("likely", () => {
  it("is symmetric for a metric to be maximised", () => {
    const { low, high } = likely({ mean: 0.9, sd: 0.01 }, "maximize");
    expect(high - 0.9).toBeCloseTo(0.9 - low, 12);
    expect(high).toBeCloseTo(0.912816, 5);
  });

  it("never reaches below 0 for a positive loss", () => {
    const { low, high } = likely({ mean: 0.05, sd: 0.2 }, "minimize");
    expect(low).toBeGreaterThan(0);
    expect(low * high).toBeCloseTo(0.05 ** 2, 12);
  });

  it("gives one deviation to each side back as twice the deviation", () => {
    const [first, last] = [
      bell({ mean: 0.05, sd: 0.02 }, "minimize", 1, 2)[0]!,
      bell({ mean: 0.05, sd: 0.02 }, "minimize", 1, 2)[1]!,
    ];
    expect((last.x - first.x) / 2).toBeCloseTo(0.02, 12);
  });

  it("is almost symmetric where the deviation is small", () => {
    const { low, high } = likely({ mean: 1, sd: 0.001 }, "minimize");
    expect(high - 1).toBeCloseTo(1 - low, 5);
  });
});

describe("bell", () => {
  it("has its top at the mean", () => {
    const points = bell({ mean: -3, sd: 1 }, "minimize");
    const top = points.reduce((a, b) => (b.y > a.y ? b : a));
    expect(top).toEqual({ x: -3, y: 1 });
    expect(isLogarithmic({ mean: -3, sd: 1 }, "minimize")).toBe(false);
  });
});
