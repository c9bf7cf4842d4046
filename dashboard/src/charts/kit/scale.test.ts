import { describe, expect, it } from "vitest";
import { random } from "../testing/sweep";
import type { ScaleKind } from "./scale";
import { band, extent, fitting, opened, padded, scale, scaleOf, suits } from "./scale";
import { linearTicks, ticks, wholeTicks } from "./ticks";

const KINDS: [ScaleKind, number, number][] = [
  ["linear", -3, 12],
  ["log", 1e-4, 0.1],
  ["error", 0.1, 0.9985],
];

describe("a scale", () => {
  it.each(KINDS)("%s takes its domain to its range and back, in order", (kind, low, high) => {
    const made = scale(kind, [low, high], [200, 10]);
    expect(made.at(low)).toBeCloseTo(200);
    expect(made.at(high)).toBeCloseTo(10);
    const u = random(1);
    let last = Number.POSITIVE_INFINITY;
    for (const value of Array.from({ length: 200 }, () => low + (high - low) * u()).sort((a, b) => a - b)) {
      expect(made.invert(made.at(value))).toBeCloseTo(value, 9);
      expect(made.at(value)).toBeLessThanOrEqual(last);
      last = made.at(value);
    }
  });

  it("spaces an accuracy by the logarithm of its error", () => {
    const { at } = scale("error", [0.9, 0.99], [0, 100]);
    expect(at(1 - 10 ** -1.5)).toBeCloseTo(50);
  });

  it("has no place for what its kind cannot show", () => {
    expect(scale("log", [1, 10], [0, 1]).at(0)).toBeNaN();
    expect(scale("error", [0.5, 0.9], [0, 1]).at(1.5)).toBeNaN();
    expect(scale("linear", [0, 1], [0, 1]).at(Number.NaN)).toBeNaN();
  });

  it("puts a domain of one value into the middle", () => {
    const made = scale("linear", [3, 3], [10, 20]);
    expect([made.at(3), made.invert(12)]).toEqual([15, 3]);
  });
});

describe("the choice of a scale", () => {
  it("is by error for accuracies, by logarithm for losses, else linear", () => {
    expect(fitting("log", "higher", [0.1, 0.99])).toBe("error");
    expect(fitting("log", "higher", [0.1, 27])).toBe("log");
    expect(fitting("log", "lower", [0.1, 0.9])).toBe("log");
    expect(fitting("log", "lower", [0, 2])).toBe("linear");
    expect(fitting("linear", "higher", [0.1, 0.99])).toBe("linear");
  });

  it("is by logarithm from two decades on", () => {
    expect([scaleOf([1e-4, 0.1]), scaleOf([16, 64]), scaleOf([0, 1e6])]).toEqual(["log", "linear", "linear"]);
    expect([suits("error", 0, 1), suits("error", 0, 1.1), suits("linear", -1, 1)]).toEqual([true, false, true]);
  });
});

describe("a domain", () => {
  it("is what the finite values span", () => {
    expect(extent([3, Number.NaN, 1, Number.POSITIVE_INFINITY])).toEqual([1, 3]);
    expect(extent([5, 1, 9], 1)).toEqual([5, 5]);
    expect(extent([Number.NaN])).toBeNull();
  });

  it("gets room on its own scale", () => {
    const [low, high] = padded("log", [1, 100], 0.5);
    expect([low, high].map((value) => Math.log10(value))).toEqual([-1, 3]);
    for (const [kind, value] of [
      ["linear", 0],
      ["log", 2],
      ["error", 0.9],
      ["error", 1],
    ] as const) {
      const [least, most] = opened(kind, [value, value]);
      expect(least).toBeLessThan(value);
      expect(most).toBeGreaterThanOrEqual(value);
    }
  });

  it("is cut into slots of equal width", () => {
    const { width, start } = band(4, [10, 50]);
    expect([width, start(0), start(3)]).toEqual([10, 10, 40]);
  });
});

describe("ticks", () => {
  it.each(KINDS)("of %s lie inside, apart from each other, in order", (kind, low, high) => {
    const found = ticks(scale(kind, [low, high], [300, 20]), 18);
    expect(found.length).toBeGreaterThan(2);
    for (let i = 0; i < found.length; i++) {
      expect(found[i]!.at).toBeGreaterThanOrEqual(20 - 1e-6);
      expect(found[i]!.at).toBeLessThanOrEqual(300 + 1e-6);
      if (i) expect(found[i]!.at - found[i - 1]!.at).toBeGreaterThanOrEqual(18);
    }
  });

  it("are round, the tens of a logarithm first", () => {
    const labels = (kind: ScaleKind, low: number, high: number, gap: number) =>
      ticks(scale(kind, [low, high], [0, 200]), gap).map(({ label }) => label);
    expect(labels("log", 1e-4, 0.1, 50)).toEqual(["0.0001", "0.001", "0.01", "0.1"]);
    expect(labels("log", 0.02, 2, 18)).toEqual(["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]);
    expect(labels("error", 0.9, 0.99, 18)).toEqual(["0.9", "0.93", "0.95", "0.97", "0.98", "0.985", "0.99"]);
    expect(linearTicks(0.1, 0.72, 5)).toEqual([0.2, 0.4, 0.6]);
  });

  it.each([
    ["log", 5e-324, 1.7e308],
    ["log", 0.5, 1.7e308],
    ["log", 5e-324, 5e-324],
    ["linear", -1.7e308, 1.7e308],
    ["linear", 1e308, 1e308],
    ["linear", 0, 5e-324],
  ] as const)("of %s are few and inside up to the ends of what numbers there are: %d to %d", (kind, low, high) => {
    const made = scale(kind, padded(kind, opened(kind, [low, high]), 0.06), [300, 20]);
    expect(made.at(low)).toBeGreaterThanOrEqual(20);
    expect(made.at(high)).toBeLessThanOrEqual(300);
    const found = ticks(made, 18);
    expect(found.length).toBeLessThan(20);
    for (const { at } of found) expect(at).toBeGreaterThan(0);
  });

  it("of a domain of one value are that value", () => {
    expect(linearTicks(3, 3)).toEqual([3]);
    expect(linearTicks(Number.NaN, Number.NaN)).toEqual([]);
  });

  it("of whole numbers are whole, with the first", () => {
    const found = wholeTicks(scale("linear", [1, 15], [0, 300]), 60);
    expect(found.map(({ label }) => label)).toEqual(["1", "5", "10", "15"]);
    expect(wholeTicks(scale("linear", [1, 2], [0, 300]), 40).map(({ label }) => label)).toEqual(["1", "2"]);
  });
});
