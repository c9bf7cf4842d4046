import { describe, expect, it } from "vitest";
import { within } from "../data/window";
import {
  bands,
  belief,
  calibration,
  contour,
  curves,
  distribution,
  gain,
  interval,
  novelty,
  objective,
  parallel,
  rank,
  slices,
  timeline,
  timelineHeight,
} from ".";
import { endOf } from "./curves/scene";
import { distanceToCurve } from "./kit/hit";
import { drawing } from "./testing/drawing";
import { random, selecting, sweep } from "./testing/sweep";
import type { CategoryAxis, Runs } from "./types";
import { NOTHING } from "./types";

const data = sweep(12, 4);
const { runs, axes, lines } = data;
const better = "lower" as const;
const size = { width: 420, height: 200 };
const small = { width: 170, height: 150 };
const epochs = { scale: "log", xLabel: "epoch", whole: true } as const;
const none: Runs = { ...runs, count: 0, best: [] };
const accuracy = { lines: lines.accuracy, runs, metric: "accuracy", better: "higher" as const };
const labelled = { scale: "log", labelled: true } as const;
const bare = { scale: "log", labelled: false } as const;

describe("curves", () => {
  it("look as they did", () => {
    expect(drawing(curves, accuracy, size, epochs)).toMatchSnapshot();
    expect(
      drawing(curves, { ...accuracy, runs: selecting(runs, (run) => run > 5) }, size, epochs, [3]),
    ).toMatchSnapshot();
  });

  it("end where the part that is shown ends, each with the value that it has there", () => {
    const window = [2, 4] as const;
    const part = { ...accuracy, lines: within(accuracy.lines, window) };
    const scene = curves.layout(part, size, { ...epochs, window });
    expect(scene.x.domain).toEqual(window);
    const best = runs.best[0]!;
    const line = Array.from(accuracy.lines.run).indexOf(best);
    const there = accuracy.lines.y[accuracy.lines.start[line]! + 3]!; // of epoch 4
    expect(curves.describe(scene)).toContain(there.toPrecision(4));
    const { best: coloured, frame } = scene;
    expect(coloured.x[endOf(coloured, coloured.run.length - 1, frame)]).toBeCloseTo(frame.right);
    expect(Math.max(...coloured.x)).toBeGreaterThan(frame.right); // the line goes on
    expect(curves.hit(scene, frame.left - 10, coloured.y[0]!)).toBe(NOTHING);
  });

  it("are hit where they are, the nearest first, the coloured before the grey", () => {
    const scene = curves.layout(accuracy, size, epochs);
    const { best, rest } = scene;
    const u = random(2);
    let near = 0;
    for (let i = 0; i < 100; i++) {
      const [x, y] = [40 + u() * 300, 14 + u() * 160];
      const away = [best, rest].flatMap((of) =>
        Array.from(of.run, (run, line) => {
          const distance = distanceToCurve(of.x, of.y, of.start[line]!, of.start[line + 1]!, x, y);
          return { run, distance: distance - (of === best ? 1.5 : 0) };
        }),
      );
      const nearest = away.reduce((a, b) => (b.distance < a.distance ? b : a));
      if (nearest.distance < 12) near += 1;
      expect(curves.hit(scene, x, y)).toBe(nearest.distance < 12 ? nearest.run : NOTHING);
    }
    expect(near).toBeGreaterThan(10);
    expect(near).toBeLessThan(100);
  });

  it("of the worst tenth leave the plot, and are counted", () => {
    const many = sweep(400);
    const input = { lines: many.lines.val_loss, runs: many.runs, metric: "val_loss", better };
    const scene = curves.layout(input, size, epochs);
    const most = scene.y.domain[1];
    const { start } = many.lines.val_loss;
    const y = Array.from(many.lines.val_loss.y);
    const beyond = Array.from({ length: 400 }, (_, i) => y.slice(start[i], start[i + 1])).filter((values) =>
      values.some((value) => value > most),
    );
    expect(beyond.length).toBeGreaterThan(20);
    expect(scene.outside).toBe(`${beyond.length} runs go higher than this`);
  });

  it("of very many runs are shades and the best, with a sample when asked", () => {
    const huge = sweep(2500);
    const input = { lines: huge.lines.val_loss, runs: huge.runs, metric: "val_loss", better };
    const counts = [{}, { sampled: true }].map((more) => {
      const scene = curves.layout(input, size, { ...epochs, ...more });
      return [scene.rest.run.length, scene.best.run.length, scene.shade !== null];
    });
    expect(counts[0]).toEqual([0, huge.runs.best.length, true]);
    expect(counts[1]![0]).toBeGreaterThan(900);
    expect(curves.layout(accuracy, size, epochs).shade).toBeNull();
  });

  it("are not smoothed unless asked", () => {
    const smoothing = { method: "ema", strength: 0.8 } as const;
    const [raw, smooth] = [{}, { smoothing }].map((more) => curves.layout(accuracy, size, { ...epochs, ...more }).best);
    expect(raw!.y[raw!.start[0]!]).toBe(smooth!.y[smooth!.start[0]!]);
    expect([...raw!.y]).not.toEqual([...smooth!.y]);
  });

  it("draw axes before there are any", () => {
    const empty = { count: 0, run: [], start: [0], x: [], y: [] };
    const made = drawing(curves, { ...accuracy, lines: empty, runs: none }, size, { ...epochs, xMost: 15 });
    expect(made).toContain(">15<");
  });
});

describe("parallel coordinates", () => {
  const filters = { learning_rate: { range: [1e-3, 1e-2] }, optimizer: { codes: [1] } } as const;

  it("look as they did", () => {
    const wide = { width: 765, height: 240 };
    expect(drawing(parallel, { axes, runs }, wide, { filters: {} })).toMatchSnapshot();
    expect(drawing(parallel, { axes, runs }, wide, { filters }, [2])).toMatchSnapshot();
    expect(drawing(parallel, { axes, runs }, { width: 350, height: 560 }, { filters: {} })).toMatchSnapshot();
  });

  it("say what they show", () => {
    const scene = parallel.layout({ axes: axes.slice(0, 2), runs }, size, { filters: {} });
    expect(parallel.describe(scene)).toBe("Parallel coordinates of learning_rate, epochs: 12 runs, 12 drawn as lines.");
  });
});

describe("the objective", () => {
  const input = { runs, better, x: runs.number };
  const byRun = { by: "run", scale: "log", xMost: 16 } as const;

  it("looks as it did", () => {
    expect(drawing(objective, input, size, byRun)).toMatchSnapshot();
    const byTime = { by: "time", scale: "linear", time: (seconds: number) => `${seconds / 60} min` } as const;
    expect(drawing(objective, { ...input, x: data.ended }, size, byTime, [0])).toMatchSnapshot();
  });

  it("steps down to the best", () => {
    const { steps, best } = objective.layout(input, size, byRun);
    for (let i = 1; i < steps.y.length; i++) {
      expect(steps.y[i]!).toBeGreaterThanOrEqual(steps.y[i - 1]!);
      expect(steps.x[i]!).toBeGreaterThanOrEqual(steps.x[i - 1]!);
    }
    expect(best).toBe(runs.best[0]);
  });

  it("shows failed runs in a row of their own, where they can be pointed at", () => {
    const scene = objective.layout(input, size, byRun);
    expect(scene.failed).toBe(1);
    expect(objective.hit(scene, scene.x[8]!, 10)).toBe(8);
    expect(objective.describe(scene)).toMatch(/^The objective of 12 runs, 1 without a value; best so far #/);
  });

  it("of very many runs falls into cells, all but the best and those that need a mark", () => {
    const huge = sweep(2500).runs;
    const scene = objective.layout({ runs: huge, better, x: huge.number }, size, byRun);
    const inCells = scene.cells!.inside.count.reduce((sum, count) => sum + count, 0);
    expect(inCells + scene.marks.length).toBe(2500);
    expect(Array.from(huge.best).every((run) => scene.marks.includes(run))).toBe(true);
  });

  it("has axes without runs", () => {
    expect(drawing(objective, { ...input, runs: none }, size, byRun)).toContain("to go");
  });
});

describe("slices, ranks and contours", () => {
  it("look as they did", () => {
    expect(drawing(slices, { axis: axes[0]!, runs, better }, small, labelled, [1])).toMatchSnapshot();
    expect(drawing(slices, { axis: axes[3]!, runs, better }, small, bare)).toMatchSnapshot();
    expect(drawing(rank, { axis: axes[1]!, other: axes[0]!, runs, better }, small, labelled)).toMatchSnapshot();
    expect(drawing(contour, { axis: axes[1]!, other: axes[3]!, runs, better }, small, labelled)).toMatchSnapshot();
  });

  it("keep every run in the slot of its value", () => {
    const axis = axes[3] as CategoryAxis;
    const { along, points } = slices.layout({ axis, runs, better }, small, bare);
    for (let run = 0; run < runs.count; run++) {
      const slot = along.slots.find(({ code }) => code === axis.codes[run])!;
      expect(points.x[run]!).toBeGreaterThan(slot.from);
      expect(points.x[run]!).toBeLessThan(slot.to);
    }
  });

  it("can be pointed at within the selection only", () => {
    const some = selecting(runs, (run) => run === 4);
    const scene = slices.layout({ axis: axes[0]!, runs: some, better }, small, bare);
    const { x, y } = scene.points;
    const far = Array.from(x.keys()).find((run) => Math.hypot(x[run]! - x[4]!, y[run]! - y[4]!) > 20)!;
    expect([slices.hit(scene, x[4]!, y[4]!), slices.hit(scene, x[far]!, y[far]!)]).toEqual([4, NOTHING]);
  });

  it("are paler where few runs say so", () => {
    const { field } = contour.layout({ axis: axes[0]!, other: axes[1]!, runs, better }, small, bare);
    expect(field.length).toBeGreaterThan(20);
    expect(field.every(({ support, good }) => support > 0 && support <= 1 && good <= 1.0001)).toBe(true);
    expect(Math.min(...field.map(({ support }) => support))).toBeLessThan(0.5);
  });
});

describe("distributions, timelines and groups", () => {
  it("look as they did", () => {
    const { codes } = axes[5] as CategoryAxis;
    const groups = [0, 1].map((code) => ({ label: ["adam", "sgd"][code]!, has: (run: number) => codes[run] === code }));
    const log = { scale: "log" } as const;
    expect(drawing(distribution, { runs, better, groups, label: "val_loss" }, size, log)).toMatchSnapshot();
    const lanes = [{ label: "bench-1" }, { label: "bench-2" }];
    const ran = { runs, start: data.started, end: data.ended, lane: data.agent, lanes };
    const tall = { width: 500, height: timelineHeight(2) };
    expect(drawing(timeline, ran, tall, { now: data.now }, [3])).toMatchSnapshot();
    const group = {
      label: "adam",
      count: 3,
      x: [1, 2, 3],
      mean: [0.4, 0.2, 0.1],
      low: [0.3, 0.1, 0.08],
      high: [0.5, 0.3, 0.2],
    };
    expect(drawing(bands, { groups: [group], metric: "val_loss", better }, size, epochs)).toMatchSnapshot();
  });

  it("end at all runs", () => {
    const [step] = distribution.layout({ runs, better, groups: null, label: "" }, size, { scale: "log" }).steps;
    expect(step!.count).toBe(11);
    expect(step!.y.at(-1)).toBe(8);
    expect([...step!.x]).toEqual([...step!.x].sort((a, b) => a - b));
  });

  it("find the run of a bar", () => {
    const lanes = [{ label: "a" }, { label: "b" }];
    const ran = { runs, start: data.started, end: data.ended, lane: data.agent, lanes };
    const scene = timeline.layout(ran, { width: 500, height: timelineHeight(2) }, { now: data.now });
    const run = 2;
    const x = scene.x.at((data.started[run]! + data.ended[run]!) / 2);
    expect(timeline.hit(scene, x, 10 + data.agent[run]! * scene.lane)).toBe(run);
    expect(timeline.hit(scene, x, 400)).toBe(NOTHING);
  });
});

describe("the charts of the search", () => {
  const along = [1e-4, 1e-3, 1e-2, 0.1].map((at) => ({ at, mean: 0.1, low: 0.06, high: 0.2 }));
  const believed = {
    runs,
    better,
    axis: axes[0]!,
    along,
    absent: null,
    likeness: () => 0.5,
    next: { at: 2e-3, mean: 0.1 },
  };
  const predictions = [0, 1, 2, 3].map((run) => ({
    run,
    measured: runs.value[run]!,
    mean: runs.value[run]! * 1.1,
    low: runs.value[run]! * 0.8,
    high: runs.value[run]! * 1.3,
    inside: run !== 2,
    hollow: run === 3,
  }));
  const judged = { runs, better, predictions, label: "val_loss" };
  const gains = [6, 7].map((run) => ({
    run,
    number: run + 1,
    expected: 0.1,
    got: run === 6 ? 0.04 : 0,
    running: false,
  }));
  const gained = { runs, gains, next: { number: 9, expected: 0.06 } };
  const novelties = [
    { run: 0, number: 1, distance: 1, kind: "covering" },
    { run: 1, number: 2, distance: 0.5, kind: "exploring" },
    { run: 2, number: 3, distance: 0, kind: "refining" },
  ] as const;
  const looked = { runs, novelties, last: 6 };
  const rows = [
    { label: "#13", mean: 0.032, low: 0.024, high: 0.043 },
    { label: "B", mean: 0.036, low: 0.026, high: 0.05 },
  ];

  it("look as they did", () => {
    expect(drawing(belief, believed, small, labelled)).toMatchSnapshot();
    const codes = [0, 1].map((at) => ({ at, mean: 0.1, low: 0.06, high: 0.2 }));
    const category = { ...believed, axis: axes[1]!, along: codes, next: { at: 1, mean: 0.1 } };
    expect(drawing(belief, category, small, bare, [1])).toMatchSnapshot();
    expect(drawing(calibration, judged, size, { scale: "log" }, [1])).toMatchSnapshot();
    expect(drawing(gain, gained, size, {}, [6])).toMatchSnapshot();
    expect(drawing(novelty, looked, size, { threshold: 0.2 }, [1])).toMatchSnapshot();
    const chosen = { rows, better, best: { value: 0.031, label: "best, #9" }, label: "predicted val_loss" };
    expect(drawing(interval, chosen, size, { scale: "log" })).toMatchSnapshot();
  });

  it("say what they show", () => {
    expect(calibration.describe(calibration.layout(judged, size, { scale: "log" }))).toBe(
      "Predicted against measured: 2 of 3 runs fell inside the predicted interval.",
    );
    expect(novelty.describe(novelty.layout(looked, size, { threshold: 0.2 }))).toBe(
      "How new each run was: 1 covered the space, 1 explored, 1 refined.",
    );
    expect(gain.describe(gain.layout(gained, size, {}))).toContain("2 suggestions; 6 % from the next");
  });

  it("can be pointed at", () => {
    const judging = calibration.layout(judged, size, { scale: "log" });
    expect(calibration.hit(judging, judging.x.at(runs.value[1]!), judging.y.at(runs.value[1]! * 1.1))).toBe(1);
    const gaining = gain.layout(gained, size, {});
    expect(gain.hit(gaining, gaining.columns.x.at(8), 100)).toBe(7);
    const looking = novelty.layout(looked, size, { threshold: 0.2 });
    expect(novelty.hit(looking, looking.columns.x.at(2), 50)).toBe(1);
    const believing = belief.layout(believed, small, bare);
    const best = runs.best[0]!;
    expect(belief.hit(believing, believing.x[best]!, believing.heights[best]!)).toBe(best);
  });

  it("draw without a model, and without runs", () => {
    const blank = { ...believed, runs: none, along: [], next: null };
    expect(belief.describe(belief.layout(blank, small, bare))).toContain("no model yet");
    expect(drawing(calibration, { ...judged, runs: none, predictions: [] }, size, { scale: "log" })).toContain("<svg");
    expect(drawing(gain, { runs: none, gains: [], next: null }, size, {})).toContain("<svg");
    expect(drawing(novelty, { runs: none, novelties: [], last: 0 }, size, { threshold: 0.2 })).toContain("<svg");
  });
});
