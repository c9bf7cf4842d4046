import { describe, expect, it } from "vitest";
import { alongOf, metricAlong, overClock, overMetric } from "./along";
import type { Lines } from "./lines";

function lines(curves: { number: number; step: number[]; y: number[] }[]): Lines {
  const start = [0];
  for (const { step } of curves) start.push(start.at(-1)! + step.length);
  const flat = (pick: (curve: { step: number[]; y: number[] }) => number[]) => Float32Array.from(curves.flatMap(pick));
  return {
    count: curves.length,
    number: Int32Array.from(curves, ({ number }) => number),
    start: Uint32Array.from(start),
    row: flat(({ step }) => step.map((_, i) => i + 1)),
    step: flat(({ step }) => step),
    time: flat(({ step }) => step.map((at) => 10 * at)),
    y: flat(({ y }) => y),
  };
}

describe("what curves run along", () => {
  it("is read from an address, and rows where that says nothing", () => {
    expect([alongOf(undefined), alongOf("clock"), alongOf("metric:loss"), alongOf("?")]).toEqual([
      "row",
      "clock",
      "metric:loss",
      "row",
    ]);
    expect([metricAlong("metric:a:b"), metricAlong("step")]).toEqual(["a:b", null]);
  });

  it("may be the clock: the later a run began, the further along its curve is", () => {
    const two = lines([
      { number: 1, step: [1, 2], y: [5, 4] },
      { number: 2, step: [1], y: [3] },
    ]);
    const made = overClock(two, (number) => (number === 1 ? 1_700_000_000 : 1_700_000_500));
    expect([...Array.from(made.x)]).toEqual([10, 20, 510]);
  });

  it("may be another metric, where both were logged at the same step", () => {
    const own = lines([
      { number: 1, step: [1, 2, 3], y: [10, 20, 30] },
      { number: 2, step: [1], y: [40] },
      { number: 3, step: [2], y: [50] },
    ]);
    const other = lines([
      { number: 3, step: [1, 2], y: [7, 8] },
      { number: 1, step: [2, 3, 4], y: [1, 2, 3] },
    ]);
    const made = overMetric(own, other);
    expect([...Array.from(made.start)]).toEqual([0, 2, 2, 3]);
    expect([made.x, made.y]).toEqual([
      [1, 2, 8],
      [20, 30, 50],
    ]);
  });
});
