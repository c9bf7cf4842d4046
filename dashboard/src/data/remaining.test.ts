import { describe, expect, it } from "vitest";
import { remaining } from "./remaining";

const base = { total: 10, done: 4, durations: [60, 60, 60, 60], elapsed: [30, 30] };

describe("the time left", () => {
  it("divides the work to come among the slots that are busy", () => {
    // 4 fresh runs of 60 s and 2 halves of 60 s, in 2 slots
    expect(remaining(base)).toEqual({ kind: "about", seconds: (4 * 60 + 2 * 30) / 2 });
  });

  it("is at least what the longest of the running ones needs", () => {
    expect(remaining({ ...base, done: 8, elapsed: [10, 59] })).toEqual({ kind: "about", seconds: 50 });
  });

  it("counts a run that outlasts all others as about to end", () => {
    expect(remaining({ ...base, done: 9, elapsed: [500] })).toEqual({ kind: "about", seconds: 0 });
  });

  it("is not made up where too little is known", () => {
    expect(remaining({ ...base, durations: [60, 60] }).kind).toBe("unknown");
    expect(remaining({ ...base, total: null }).kind).toBe("unlimited");
    expect(remaining({ ...base, elapsed: [] }).kind).toBe("idle");
    expect(remaining({ ...base, done: 10 }).kind).toBe("done");
  });
});
