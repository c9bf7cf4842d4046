import { describe, expect, it } from "vitest";
import { allAt, bands, firstBand, needed, numberIn, peersAt, ruleIn } from "./hyperband";
import { LineTable } from "./lines";
import { RunTable } from "./runs";

const YAML = "method: bayes\nearly_terminate:\n  eta: 3.0\n  min_iter: 3\n  type: hyperband\nretries: 1\n";
const JSON_TEXT = '{"early_terminate": {"type": "hyperband", "max_iter": 27, "s": 2, "eta": 3.0}, "max_retries": 3}';

describe("ruleIn", () => {
  it("reads both forms of a sweep file", () => {
    expect(ruleIn(YAML)).toEqual({ eta: 3, minIter: 3, maxIter: null, s: null });
    expect(ruleIn(JSON_TEXT)).toEqual({ eta: 3, minIter: null, maxIter: 27, s: 2 });
    expect(ruleIn("method: grid")).toBeNull();
  });

  it("does not take one key for another", () => {
    expect(numberIn(JSON_TEXT, "retries")).toBeNull();
    expect(numberIn(YAML, "retries")).toBe(1);
  });
});

describe("bands", () => {
  it("grow from min_iter, or shrink from max_iter", () => {
    expect(bands({ eta: 3, minIter: 3, maxIter: null, s: null }, 30)).toEqual([3, 9, 27]);
    expect(bands({ eta: 3, minIter: null, maxIter: 27, s: 2 }, 100)).toEqual([3, 9]);
    expect(bands({ eta: 3, minIter: 3, maxIter: null, s: null }, 2)).toEqual([]);
  });

  it("begin somewhere, however the rule is given", () => {
    expect(firstBand({ eta: 3, minIter: 3, maxIter: null, s: null })).toBe(3);
    expect(firstBand({ eta: 3, minIter: null, maxIter: 27, s: 2 })).toBe(3);
    expect(firstBand({ eta: 3, minIter: null, maxIter: null, s: null })).toBeNull();
  });
});

function scene(curves: { [number: number]: number[] }, started: { [number: number]: number }) {
  const runs = new RunTable("s", [], ["loss"], "loss");
  const lines = new LineTable("loss");
  for (const [key, values] of Object.entries(curves)) {
    const number = Number(key);
    runs.apply({
      number,
      key: `r${number}`,
      params: {},
      ranges: {},
      summary: {},
      best_row: {},
      started: started[number],
      deleted: null,
      state: "stopped",
    } as never);
    const rows = values.map((value, i) => ({ step: i, time: 0, runtime: i + 1, values: { loss: value } }));
    lines.append(number, { run: `r${number}`, sweep: "s", attempt: 1, rows }, 1);
  }
  return { runs, lines };
}

describe("peersAt", () => {
  const { runs, lines } = scene(
    { 1: [0.5, 0.3], 2: [0.4, 0.2], 3: [0.6, 0.4], 4: [0.1] },
    { 1: 0, 2: 100, 3: 50, 4: 0 },
  );

  it("counts the runs that were there by then, best first, this one included", () => {
    expect(peersAt(lines, runs, 3, 2, "minimize")).toEqual([
      { number: 1, value: expect.closeTo(0.3, 6) },
      { number: 3, value: expect.closeTo(0.4, 6) },
    ]);
  });

  it("turns round where more is better", () => {
    expect(allAt(lines, runs, 2, "maximize").map((peer) => peer.number)).toEqual([3, 1, 2]);
  });
});

describe("needed", () => {
  it("is the value at index floor(n / eta) of those there and the one to come", () => {
    const peers = [0.1, 0.2, 0.3, 0.4, 0.5].map((value, i) => ({ number: i + 1, value }));
    expect(needed(peers, 3)).toBe(0.3);
    expect(needed([], 3)).toBeNull();
    expect(needed(peers.slice(0, 1), 3)).toBe(0.1);
  });
});
