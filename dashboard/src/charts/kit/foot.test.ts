import { describe, expect, it } from "vitest";
import { foot, spanOf } from "./foot";

const range = [0, 300] as const;
const labels = (options: Partial<Parameters<typeof foot>[1]>, span: [number, number] | null) =>
  foot(span, { xLabel: "", whole: false, ...options }, range).xTicks.map(({ label }) => label);

describe("the foot of curves", () => {
  it("marks whole numbers, up to the end that is known", () => {
    expect(labels({ whole: true, xMost: 15 }, [1, 9])).toEqual(["1", "5", "10", "15"]);
  });

  it("goes by the logarithm from the least that has one", () => {
    expect(spanOf([0, 10, 1000], 3, true)).toEqual([10, 1000]);
    expect(labels({ xLog: true }, [10, 1000])).toContain("100");
  });

  it("stays straight where nothing lies above zero", () => {
    expect(foot(spanOf([-2, 0], 2, true), { xLabel: "", whole: false, xLog: true }, range).x.kind).toBe("linear");
  });

  it("writes times from the start on", () => {
    expect(labels({ xTime: (seconds) => `${seconds / 60} min` }, [40, 600])).toContain("5 min");
  });

  it("is there before there is anything", () => {
    expect(labels({ whole: true }, null)[0]).toBe("1");
  });
});
