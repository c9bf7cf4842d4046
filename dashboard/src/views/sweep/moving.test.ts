import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Filter } from "../../data/selection";
import { follow, held, letGo } from "./moving";

const filters: Filter[] = [{ on: "param:learning_rate", range: [0.001, 0.01] }];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  letGo();
  vi.useRealTimers();
});

it("lets the page of few runs follow each move", () => {
  const take = vi.fn();
  follow(filters, 500, take);
  expect(take).toHaveBeenCalledOnce();
  expect(held.value).toBeNull();
});

it("lets the page of many runs follow when the hand rests, and the chart at hand at once", () => {
  const take = vi.fn();
  for (let move = 0; move < 5; move++) {
    follow(filters, 501, take);
    vi.advanceTimersByTime(100);
  }
  expect(take).not.toHaveBeenCalled();
  expect(held.value).toBe(filters);
  vi.advanceTimersByTime(100);
  expect(take).toHaveBeenCalledOnce();
});

it("forgets what is not taken in when the hand lets go", () => {
  const take = vi.fn();
  follow(filters, 501, take);
  letGo();
  vi.advanceTimersByTime(1000);
  expect(take).not.toHaveBeenCalled();
  expect(held.value).toBeNull();
});
