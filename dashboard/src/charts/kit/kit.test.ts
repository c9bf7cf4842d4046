import { describe, expect, it } from "vitest";
import { random, selecting, sweep } from "../testing/sweep";
import { theme } from "../testing/theme";
import { UNRANKED } from "../types";
import { css, placeColour, ramp, rankColour } from "./colour";
import { CELL, cellAlpha, cells } from "./density";
import { short } from "./format";
import { outcomeOf } from "./marks";
import { bands, quantile } from "./quantiles";
import { remembered } from "./remembered";
import { byRank, places, sample, selectedCount } from "./runs";
import { apart, fitted, widthOf } from "./text";

describe("colours", () => {
  it("run from the worst to the best, and are cut at the ends", () => {
    expect([ramp(theme, -1), ramp(theme, 2)]).toEqual([css(theme.seq[0]!), css(theme.seq[8]!)]);
    expect(rankColour(theme, 0, 10)).toBe(ramp(theme, 1));
    expect(rankColour(theme, 9, 10)).toBe(ramp(theme, 0));
  });

  it("of the best k stay away from the page", () => {
    expect(placeColour(theme, 0, 5)).toBe(ramp(theme, 1));
    expect(placeColour(theme, 4, 5)).toBe(ramp(theme, 1 - 0.56));
    expect(placeColour(theme, 0, 1)).toBe(ramp(theme, 1));
  });
});

describe("density", () => {
  it("counts every point once, into cells of two pixels", () => {
    const u = random(3);
    const [x, y] = [0, 0].map(() => Float32Array.from({ length: 2000 }, () => u() * 90)) as [
      Float32Array,
      Float32Array,
    ];
    x[7] = Number.NaN;
    const made = cells(
      x,
      y,
      Array.from({ length: 2000 }, (_, i) => i),
    );
    expect(made.count.reduce((sum, count) => sum + count, 0)).toBe(1999);
    expect(made.x.every((at) => at % CELL === 0)).toBe(true);
    expect(new Set(Array.from(made.x, (at, i) => `${at} ${made.y[i]}`)).size).toBe(made.x.length);
  });

  it("gives the mean of what points weigh", () => {
    const made = cells([1, 1, 9], [1, 1, 1], [0, 1, 2], [2, 4, 8]);
    expect([...made.mean]).toEqual([3, 8]);
  });

  it("grows with the logarithm of the count, up to a limit", () => {
    expect(cellAlpha(1, 0.2)).toBeCloseTo(0.2);
    expect(cellAlpha(4, 0.2) - cellAlpha(2, 0.2)).toBeCloseTo(cellAlpha(2, 0.2) - cellAlpha(1, 0.2));
    expect(cellAlpha(1e9, 0.2)).toBe(0.85);
  });
});

describe("quantiles", () => {
  it("are values at shares of the sorted ones", () => {
    expect([0, 0.1, 0.5, 1].map((share) => quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], share))).toEqual([1, 2, 6, 10]);
  });

  it("of curves are those of the curves still going, in order at each place", () => {
    const { lines } = sweep(200);
    const found = bands(
      lines.val_loss,
      Array.from({ length: 200 }, (_, i) => i),
    );
    expect([...found.x].slice(0, 3)).toEqual([1, 2, 3]);
    found.x.forEach((_, i) => {
      for (let q = 1; q < found.at.length; q++) expect(found.at[q]![i]!).toBeGreaterThanOrEqual(found.at[q - 1]![i]!);
    });
    const { start, x, y } = lines.val_loss;
    const tenth = Array.from({ length: 200 }, (_, i) => i)
      .filter((i) => start[i + 1]! - start[i]! >= 10)
      .map((i) => y[start[i]! + 9]!)
      .sort((a, b) => a - b);
    expect(x[start[0]!]).toBe(1);
    expect(found.at[2]![9]).toBe(quantile(tenth, 0.5));
  });

  it("between the points of a curve lie on its line", () => {
    const count = 12;
    const x = Float32Array.from({ length: count * 200 }, (_, i) => (i % 200) + Math.floor(i / 200) / 24);
    const lines = { count, run: [], start: Array.from({ length: count + 1 }, (_, i) => i * 200), x, y: x };
    const found = bands(
      lines,
      Array.from({ length: count }, (_, i) => i),
    );
    found.x.forEach((at, i) => {
      expect(found.at[2]![i]!).toBeCloseTo(at, 3);
    });
  });
});

describe("runs", () => {
  const { runs } = sweep(300);

  it("come best first, those without a value last", () => {
    const order = byRank(runs);
    expect(order.length).toBe(300);
    expect([...order].map((run) => runs.rank[run]!)).toEqual([...(runs.rank as Uint32Array)].sort((a, b) => a - b));
    expect(runs.rank[order[299]!]).toBe(UNRANKED);
    expect(byRank(runs)).toBe(order);
  });

  it("are sampled evenly over their ranks, within the selection", () => {
    const some = selecting(runs, (run) => run % 3 === 0);
    const found = sample(some, 10);
    expect(found.length).toBe(10);
    expect(found.every((run) => run % 3 === 0)).toBe(true);
    const order = [...byRank(runs)].filter((run) => run % 3 === 0);
    expect([...found]).toEqual(Array.from({ length: 10 }, (_, i) => order[i * 10]));
    expect([...sample(some, 1000)].sort()).toEqual([...order].sort());
  });

  it("know their place among the coloured ones", () => {
    const place = places(runs);
    expect(Array.from(runs.best, (run) => place[run])).toEqual(Array.from(runs.best, (_, i) => i));
    expect(place.filter((at) => at < 0).length).toBe(300 - runs.best.length);
    expect([selectedCount(runs), selectedCount(selecting(runs, (run) => run < 7))]).toEqual([300, 7]);
  });

  it("end in one of four ways", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(outcomeOf)).toEqual(
      "running running running finished failed stopped failed stopped".split(" "),
    );
  });
});

describe("labels", () => {
  it("are moved apart, as little as need be, inside their room", () => {
    const u = random(9);
    for (let round = 0; round < 50; round++) {
      const wanted = Array.from({ length: 5 }, () => u() * 100);
      const found = apart(wanted, 12, 0, 100);
      const sorted = [...found].sort((a, b) => a - b);
      sorted.forEach((at, i) => {
        if (i) expect(at - sorted[i - 1]!).toBeGreaterThanOrEqual(12 - 1e-9);
      });
      expect(sorted[4]).toBeLessThanOrEqual(100);
      expect(found.map((_, i) => i).sort((a, b) => found[a]! - found[b]!)).toEqual(
        wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!),
      );
    }
    expect(apart([10, 50, 90], 12, 0, 100)).toEqual([10, 50, 90]);
  });

  it("are cut where they do not fit", () => {
    expect(fitted("dropout", 200)).toBe("dropout");
    const cut = fitted("learning_rate_of_the_encoder", 60);
    expect(cut).toMatch(/^learn.*…$/);
    expect(widthOf(cut)).toBeLessThanOrEqual(60);
    expect(fitted("🦜🦜🦜", 1)).toBe("🦜…");
  });

  it("of ticks are short", () => {
    expect([0, 1000, 0.05, 1e-6, -2.5, 12e6, 0.30000000000000004].map(short)).toEqual([
      "0",
      "1,000",
      "0.05",
      "1e-6",
      "−2.5",
      "1.2e7",
      "0.3",
    ]);
  });
});

describe("what is remembered", () => {
  it("is made once for each object and key", () => {
    let made = 0;
    const [one, two] = [{}, {}];
    const make = () => ++made;
    expect([remembered(one, "a", make), remembered(one, "a", make), remembered(one, "b", make)]).toEqual([1, 1, 2]);
    expect(remembered(two, "a", make)).toBe(3);
  });
});
