import { expect, test } from "vitest";
import { ink } from "./ink";

test("colours are written as charts write theirs, whatever the style sheet computed them from", () => {
  expect(ink("rgb(12, 34, 56)")).toBe("rgb(12,34,56)");
  expect(ink("rgba(12, 34, 56, 0.25)")).toBe("rgba(12,34,56,0.25)");
  expect(ink("color(srgb 0.2 0.4 1)")).toBe("rgb(51,102,255)");
  expect(ink("color(srgb 0.2 0.4 5e-8 / 0.5)")).toBe("rgba(51,102,0,0.5)");
});

test("what lies above makes a colour fainter", () => {
  expect(ink("rgb(12, 34, 56)", 0.75)).toBe("rgba(12,34,56,0.75)");
  expect(ink("rgba(12, 34, 56, 0.5)", 0.5)).toBe("rgba(12,34,56,0.25)");
});

test("what is not seen has no colour", () => {
  expect(ink("rgba(0, 0, 0, 0)")).toBeNull();
  expect(ink("none")).toBeNull();
  expect(ink('url("#gradient")')).toBeNull();
});
