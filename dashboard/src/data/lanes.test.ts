import { describe, expect, it } from "vitest";
import { lanesOf } from "./lanes";

const agents = ["a", "b", "a", "a", "a"];
const made = (start: number[], end: number[]) => lanesOf(start.length, (run) => agents[run]!, start, end);

describe("lanes", () => {
  it("are as many as an agent had runs at the same time", () => {
    const { lanes, lane } = made([0, 0, 5, 20, 40], [10, 30, 15, 30, 50]);
    expect(lanes).toEqual([
      { agent: "a", place: 0 },
      { agent: "a", place: 1 },
      { agent: "b", place: 0 },
    ]);
    expect([...lane]).toEqual([0, 2, 1, 0, 0]);
  });

  it("leave out runs that have not started", () => {
    const { lanes, lane } = made([0, Number.NaN, 5], [3, Number.NaN, 9]);
    expect([...lane]).toEqual([0, -1, 0]);
    expect(lanes).toHaveLength(1);
  });

  it("take a run that begins as another ends for the next in the same lane", () => {
    expect(made([0, 0, 9.8], [10, 1, 12]).lanes).toHaveLength(2);
  });
});
