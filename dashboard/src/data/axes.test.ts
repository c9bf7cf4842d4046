import { describe, expect, it } from "vitest";
import { isLogAxis, parameterAxis } from "./axes";
import { ABSENT } from "./growing";
import type { ParameterView } from "./model";

const base: ParameterView = {
  path: "p",
  kind: "float",
  distribution: "uniform",
  scale: "linear",
  min: null,
  max: null,
  values: null,
  value: null,
  when: null,
};

describe("the axis of a parameter", () => {
  it("is logarithmic where the distribution is, or the range spans two decades", () => {
    expect(isLogAxis({ ...base, min: 0.0001, max: 0.1 })).toBe(true);
    expect(isLogAxis({ ...base, min: 0.1, max: 1 })).toBe(false);
    expect(isLogAxis({ ...base, min: 0.5, max: 1, scale: "log" })).toBe(true);
    expect(isLogAxis({ ...base, min: 0, max: 1000, scale: "log" })).toBe(false);
  });

  it("has large values and true at the top, words as the file has them", () => {
    const levels = (values: ParameterView["values"]) => {
      const axis = parameterAxis({ ...base, kind: "categorical", values }, undefined, 0);
      return axis.kind === "category" ? axis.levels : [];
    };
    expect(levels([16, 64, 32])).toEqual([64, 32, 16]);
    expect(levels([false, true])).toEqual([true, false]);
    expect(levels(["small", "large"])).toEqual(["small", "large"]);
  });

  it("tells levels that the space does not know, and runs without a value", () => {
    const column = { kind: "category" as const, codes: Uint16Array.of(0, 1, ABSENT), levels: ["new", "a"] };
    const axis = parameterAxis({ ...base, kind: "categorical", values: ["a", "b"] }, column, 3);
    expect(axis).toMatchObject({ levels: ["a", "b", "new"], codes: Uint16Array.of(2, 0, ABSENT) });
  });

  it("takes numbers that came as numbers for the levels that they are", () => {
    const column = { kind: "number" as const, values: Float64Array.of(16, Number.NaN, 64) };
    const axis = parameterAxis({ ...base, kind: "categorical", values: [16, 64] }, column, 3);
    expect(axis).toMatchObject({ codes: Uint16Array.of(1, ABSENT, 0) });
  });
});
