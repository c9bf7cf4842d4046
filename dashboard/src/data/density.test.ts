import { describe, expect, it } from "vitest";
import { shapeOf, spansDecades } from "./density";
import type { ParameterView } from "./model";

function parameter(change: Partial<ParameterView>): ParameterView {
  return {
    path: "p",
    kind: "float",
    distribution: "uniform",
    scale: "linear",
    min: 0,
    max: 1,
    values: null,
    value: null,
    when: null,
    ...change,
  };
}

describe("shapeOf", () => {
  it("is flat for even distributions, also on a logarithmic scale", () => {
    expect(new Set(shapeOf(parameter({}))!.heights)).toEqual(new Set([1]));
    const log = shapeOf(parameter({ distribution: "log_uniform_values", scale: "log", min: 1e-4, max: 0.1 }))!;
    expect(new Set(log.heights)).toEqual(new Set([1]));
    expect(log).toMatchObject({ log: true, from: 1e-4, to: 0.1 });
  });

  it("is a bell for a normal one, without ends", () => {
    const { heights, from, to } = shapeOf(parameter({ distribution: "q_normal", min: null, max: null }))!;
    expect(Math.max(...heights)).toBe(heights[(heights.length - 1) / 2]);
    expect([from, to]).toEqual([null, null]);
  });

  it("is nothing for what has values", () => {
    expect(shapeOf(parameter({ kind: "categorical", values: [1] }))).toBeNull();
    expect(shapeOf(parameter({ kind: "constant", value: 1 }))).toBeNull();
  });
});

describe("spansDecades", () => {
  it("doubts an even search over two decades, and nothing else", () => {
    expect(spansDecades(parameter({ min: 1e-4, max: 0.1 }))).toBe(true);
    expect(spansDecades(parameter({ min: 0.1, max: 1 }))).toBe(false);
    expect(spansDecades(parameter({ min: 0, max: 1 }))).toBe(false);
    expect(spansDecades(parameter({ distribution: "log_uniform_values", min: 1e-4, max: 1 }))).toBe(false);
  });
});
