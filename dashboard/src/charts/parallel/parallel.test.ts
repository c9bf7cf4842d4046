import { describe, expect, it } from "vitest";
import { parallel } from "../parallel";
import { selecting, sweep } from "../testing/sweep";
import type { CategoryAxis, NumberAxis } from "../types";
import { ABSENT, NOTHING } from "../types";
import { boxes, spread } from "./boxes";
import { dragged, nudged, pressed, rangeOf, zoneAt } from "./brush";
import { along } from "./lanes";
import { pixelLinks, rise } from "./links";
import type { ParallelOptions, ParallelScene } from "./scene";

const data = sweep(60);
const size = { width: 765, height: 240 };

function laid(options: Partial<ParallelOptions> = {}, runs = data.runs, wide = size): ParallelScene {
  return parallel.layout({ axes: data.axes, runs }, wide, { filters: {}, ...options });
}

describe("boxes", () => {
  const room = { length: 200, least: 24 };
  const of = (...counts: number[]) => counts.map((count, code) => ({ code, label: String(code), count }));

  it("are as tall as their share, but never too small to press", () => {
    const made = boxes(of(90, 9, 1), room);
    const heights = made.map(({ low, high }) => (high - low) * 200);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(24);
    expect(heights[0]! - 24).toBeCloseTo((heights[1]! - 24) * 10, 5);
    expect([made[0]!.high, made[2]!.low]).toEqual([1, expect.closeTo(0, 9)]);
  });

  it("do not overlap, and all fit, however many there are", () => {
    for (const count of [1, 3, 12, 150]) {
      const made = boxes(of(...Array.from({ length: count }, (_, i) => i)), room);
      made.forEach(({ low, high }, i) => {
        expect(high).toBeGreaterThan(low);
        if (i) expect(high).toBeLessThan(made[i - 1]!.low);
      });
      expect(made.at(-1)!.low).toBeCloseTo(0, 9);
    }
  });

  it("are of one size before there are runs", () => {
    const heights = boxes(of(0, 0), room).map(({ low, high }) => high - low);
    expect(heights[0]).toBeCloseTo(heights[1]!);
  });

  it("hold their runs, the best on top, with room for the best of many", () => {
    const { codes } = data.axes[1] as CategoryAxis;
    const placed = boxes(of(...[0, 1, 2].map((code) => Array.from(codes).filter((c) => c === code).length)), room);
    const at = spread(data.runs, (run) => codes[run]!, placed, 200);
    for (const box of placed) {
      const own = Array.from(at.keys()).filter((run) => codes[run] === box.code);
      own.sort((a, b) => data.runs.rank[a]! - data.runs.rank[b]!);
      own.forEach((run, i) => {
        expect(at[run]!).toBeLessThan(box.high);
        expect(at[run]!).toBeGreaterThan(box.low);
        if (i) expect(at[run]!).toBeLessThan(at[own[i - 1]!]!);
        if (i > 1) expect(at[own[i - 1]!]! - at[run]!).toBeLessThan(at[own[i - 2]!]! - at[own[i - 1]!]! + 1e-6);
      });
    }
  });

  it("spread the selected runs as if they were alone", () => {
    const { codes } = data.axes[1] as CategoryAxis;
    const some = selecting(data.runs, (run) => run % 7 === 0);
    const made = laid({}, some).lanes[1]!;
    const first = made.boxes[0]!;
    const own = Array.from(some.selected!).flatMap((inside, run) => (inside && codes[run] === first.code ? [run] : []));
    const best = own.reduce((a, b) => (some.rank[a]! < some.rank[b]! ? a : b));
    const top = along(laid().ground, first.high);
    expect(Math.abs(made.at[best]! - top)).toBeLessThan(22);
  });
});

describe("lanes", () => {
  it("turn the objective so that up is better, and hold no place for runs without a value", () => {
    const lane = laid().lanes.at(-1)!;
    const [best, worse] = [data.runs.best[0]!, data.runs.best[4]!];
    expect(lane.at[best]!).toBeLessThan(lane.at[worse]!);
    expect(lane.at[8]).toBeNaN();
    const flipped = laid({ flipped: new Set(["val_loss"]) }).lanes.at(-1)!;
    expect(flipped.at[best]!).toBeGreaterThan(flipped.at[worse]!);
  });

  it("keep runs for which a number is absent in a lane below", () => {
    const axis = data.axes[0] as NumberAxis;
    const values = Float64Array.from({ length: 60 }, (_, run) => (run % 4 ? axis.values[run]! : Number.NaN));
    const scene = parallel.layout({ axes: [{ ...axis, values }, data.axes[8]!], runs: data.runs }, size, {
      filters: {},
    });
    const [lane, box] = [scene.lanes[0]!, scene.lanes[0]!.boxes[0]!];
    expect([box.code, box.count]).toEqual([ABSENT, 15]);
    const edge = along(scene.ground, box.high);
    for (let run = 0; run < 60; run++) expect(lane.at[run]! > edge).toBe(run % 4 === 0);
  });

  it("lie on their side where it is narrow", () => {
    const scene = laid({}, data.runs, { width: 350, height: 560 });
    expect(scene.ground.side).toBe(true);
    const best = data.runs.best[0]!;
    expect(scene.lanes.at(-1)!.at[best]!).toBeGreaterThan(300);
    const [x, y] = [scene.lanes[1]!.at[best]!, (scene.lanes[1]!.from + scene.lanes[1]!.to) / 2];
    expect(zoneAt(scene, x, y)?.part).toBe("box");
  });

  it("have no size where there are no runs, but all of them are there", () => {
    const none = { ...data.runs, count: 0, best: [] };
    expect(laid({}, none).lanes.map(({ boxes: of }) => of.length)).toEqual([0, 3, 2, 3, 2, 2, 2, 3, 0]);
  });
});

describe("lines", () => {
  const many = sweep(3000);
  const of = (options: Partial<ParallelOptions>, runs = many.runs) =>
    parallel.layout({ axes: many.axes, runs }, size, { filters: {}, ...options });

  it("of very many runs are a thousand, or all when asked, but not while a brush moves", () => {
    const [some, all, moving] = [of({}), of({ all: true }), of({ all: true, moving: true })];
    expect([some.drawn, all.drawn, moving.drawn]).toEqual([1000, 3000, 1000]);
    expect(all.rest.length).toBe(3000 - many.runs.best.length);
    expect(some.total).toBe(3000);
  });

  it("outside a selection stay as a trace", () => {
    const scene = of(
      {},
      selecting(many.runs, (run) => run < 40),
    );
    expect([scene.drawn, scene.total]).toEqual([40, 40]);
    expect(scene.outside.length).toBeGreaterThan(900);
    expect(scene.outside.every((run) => run >= 40)).toBe(true);
    expect(of({}).outside.length).toBe(0);
  });

  it("rise smoothly and never turn back", () => {
    expect([rise(0), rise(0.5), rise(1)].map((at) => Number(at.toFixed(6)))).toEqual([0, 0.5, 1]);
    for (let i = 1; i <= 100; i++) expect(rise(i / 100)).toBeGreaterThan(rise((i - 1) / 100));
  });

  it("as pixels are where they are as strokes", () => {
    const scene = laid();
    const run = data.runs.best[0]!;
    const made = pixelLinks(scene, [{ runs: Uint32Array.of(run), alpha: 0.9 }], [9, 9, 9], 2)!;
    const alpha = (x: number, y: number) => {
      const [column, row] = [Math.round((x - made.x) * 2), Math.floor((y - made.y) * 2)];
      const at = (column: number) => made.pixels.data[(row * made.pixels.width + column) * 4 + 3]!;
      return Math.max(at(column - 1), at(column));
    };
    for (let i = 0; i < scene.lanes.length - 1; i++) {
      const [from, to] = [scene.lanes[i]!, scene.lanes[i + 1]!];
      const middle = (from.at[run]! + to.at[run]!) / 2;
      expect(alpha((from.to + to.from) / 2, middle)).toBeGreaterThan(40);
      expect(alpha((from.from + from.to) / 2, from.at[run]!)).toBeGreaterThan(40);
    }
  });

  it("are hit between axes, the coloured before the grey, and only there", () => {
    const scene = laid();
    const run = data.runs.best[0]!;
    const [from, to] = [scene.lanes[1]!, scene.lanes[2]!];
    const hit = parallel.hit(scene, from.to + 0.5, from.at[run]!);
    expect(hit).toBe(run);
    expect(parallel.hit(scene, (from.from + from.to) / 2, from.at[run]!)).toBe(NOTHING);
    expect(parallel.hit(scene, (from.to + to.from) / 2, 5)).toBe(NOTHING);
  });
});

describe("filters", () => {
  const rate = { learning_rate: { range: [1e-3, 1e-2] as const } };
  const scene = laid({ filters: rate });
  const lane = scene.lanes[0]!;
  const [low, high] = rangeOf(scene, lane)!;

  it("have ends that are easy to take, a middle, and a bare axis", () => {
    const part = (y: number) => zoneAt(scene, lane.from, y)?.part;
    expect([part(low + 7), part(high - 7), part((low + high) / 2), part(high - 20)]).toEqual([
      "low",
      "high",
      "range",
      "track",
    ]);
    expect(part(10)).toBe("head");
    expect(zoneAt(scene, lane.from + 30, 100)).toBeNull();
  });

  it("come of a drag, whichever way it goes, and end with the axis", () => {
    const bare = laid();
    const zone = { lane: 0, part: "track" } as const;
    expect(dragged(bare, zone, 100, 160)).toEqual(dragged(bare, zone, 160, 100));
    expect(dragged(bare, zone, 100, 9999)).toEqual({ range: [1e-4, expect.any(Number)] });
    expect(dragged(bare, { lane: 0, part: "head" }, 0, 1)).toBeNull();
  });

  it("are changed at the end that is taken, or moved as a whole", () => {
    const range = (part: "low" | "high" | "range", to: number) =>
      (dragged(scene, { lane: 0, part }, low, to) as { range: [number, number] }).range;
    expect(range("low", low + 10)[1]).toBeCloseTo(1e-2, 6);
    expect(range("low", low + 10)[0]).toBeLessThan(1e-3);
    expect(range("high", high - 10)[0]).toBeCloseTo(1e-3, 6);
    const moved = range("range", low - 9999);
    expect(moved[1]).toBe(0.1);
    expect(moved[1] / moved[0]).toBeCloseTo(10, 3);
  });

  it("are moved by keys, from the end of the axis where there is none", () => {
    const bare = laid();
    const found = nudged(bare, bare.lanes[0]!, "low", -20) as { range: [number, number] };
    expect(found.range[0]).toBeGreaterThan(1e-4);
    expect(found.range[1]).toBe(0.1);
  });

  it("let in values that are pressed, and all again with the last or the first", () => {
    const box = (code: number) => ({ lane: 1, part: "box", code }) as const;
    expect(pressed(laid(), box(2))).toEqual({ codes: [2] });
    const one = laid({ filters: { epochs: { codes: [2] } } });
    expect([pressed(one, box(2)), pressed(one, box(0))]).toEqual([null, { codes: [2, 0] }]);
    expect(pressed(laid({ filters: { epochs: { codes: [2, 0] } } }), box(1))).toBeNull();
  });
});
