import { expect, it } from "vitest";
import { shareOf, unitOf } from "./unit";

it("measures gains of a loss by the best value", () => {
  const unit = unitOf([0.5, 0.04, Number.NaN], "minimize");
  expect(unit.kind).toBe("value");
  expect(shareOf(0.002, unit, 0.04)).toBeCloseTo(0.05);
});

it("measures gains of an accuracy by the error that is left", () => {
  const unit = unitOf([0.9, 0.98], "maximize");
  expect(unit.kind).toBe("error");
  expect(shareOf(0.005, unit, 0.98)).toBeCloseTo(0.25);
  expect(shareOf(0.005, unit, 1)).toBe(0);
});

it.each([
  ["minimize", [4, -2, 1]],
  ["maximize", [-300, -100, -200]],
] as const)("measures what can be negative (%s) by the way from the middle run to the best", (goal, values) => {
  const unit = unitOf(values, goal);
  expect(unit.kind).toBe("way");
  expect(unit.of(0)).toBe(goal === "minimize" ? 3 : 100);
});

it("has no gain where there is nothing that it could be a share of", () => {
  expect(shareOf(1, unitOf([], "maximize"), 1)).toBe(0);
  expect(shareOf(1, unitOf([-1], "minimize"), -1)).toBe(0);
});
