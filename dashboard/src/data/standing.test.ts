import { describe, expect, it } from "vitest";
import { LineTable } from "./lines";
import { OFS, RunTable } from "./runs";
import { bestUntil, companion, curveOrder, gap, neighbours, plannedRows, readingOrder, standing } from "./standing";

function table(rows: { number: number; best: number | null; created: number; ended: number | null }[]): RunTable {
  const runs = new RunTable("s", [], ["loss"], "loss");
  for (const row of rows) {
    runs.apply({
      key: `r${row.number}`,
      params: {},
      ranges: {},
      summary: {},
      best_row: {},
      state: "finished",
      deleted: null,
      last: null,
      started: row.created,
      ...row,
    } as never);
  }
  return runs;
}

const runs = table([
  { number: 1, best: 0.3, created: 0, ended: 10 },
  { number: 2, best: 0.1, created: 1, ended: 40 },
  { number: 4, best: null, created: 12, ended: 20 },
  { number: 5, best: 0.2, created: 30, ended: 60 },
]);

describe("standing", () => {
  it("ranks by goal, among the runs that have a value", () => {
    expect(standing(runs, 5, "loss", "minimize")).toEqual({ rank: 2, of: 3, best: 2, bestValue: 0.1 });
    expect(standing(runs, 1, "loss", "maximize")).toMatchObject({ rank: 1, best: 1 });
    expect(standing(runs, 4, "loss", "minimize").rank).toBeNull();
    expect(standing(runs, 99, "loss", "minimize").rank).toBeNull();
  });

  it("leaves out a run that failed, whatever it logged before", () => {
    const own = table([
      { number: 1, best: 0.3, created: 0, ended: 10 },
      { number: 2, best: 0.1, created: 1, ended: 40 },
    ]);
    own.apply({
      key: "r2",
      number: 2,
      params: {},
      ranges: { loss: [0.1, 0.2] },
      summary: { loss: 0.2 },
      best_row: { loss: 0.1 },
      state: "failed",
      deleted: null,
      best: null,
      last: null,
    } as never);
    expect(standing(own, 1, "loss", "minimize")).toEqual({ rank: 1, of: 1, best: 1, bestValue: 0.3 });
    for (const of of OFS) expect(own.metric("loss", of)[1]).toBeNaN();
  });
});

describe("bestUntil", () => {
  it("knows only what had ended when the run was suggested", () => {
    expect(bestUntil(runs, null, 5, "loss", "minimize")).toEqual({ number: 1, value: 0.3 });
    expect(bestUntil(runs, null, 2, "loss", "minimize")).toBeNull();
  });
});

it("counts what running runs had logged by then", () => {
  const lines = new LineTable("loss");
  const rows = [0.4, 0.15, 0.1].map((loss, i) => ({ step: i, time: 0, runtime: 10 * (i + 1), values: { loss } }));
  lines.append(2, { run: "r2", sweep: "s", attempt: 1, rows }, 1);
  expect(bestUntil(runs, lines, 5, "loss", "minimize")).toEqual({ number: 2, value: expect.closeTo(0.15, 6) });
  expect(bestUntil(runs, lines, 5, "loss", "maximize")).toEqual({ number: 2, value: expect.closeTo(0.4, 6) });
});

describe("gap", () => {
  it("is a share where both values are positive and apart", () => {
    expect(gap(0.3, 0.2)).toEqual({ kind: "share", size: expect.closeTo(0.5, 9), above: true });
    expect(gap(0.985, 0.99)).toEqual({ kind: "difference", size: expect.closeTo(0.005, 9), above: false });
    expect(gap(-3, -5)).toEqual({ kind: "difference", size: 2, above: true });
  });
});

describe("what a run is made of", () => {
  it("finds the planned length anywhere in the configuration", () => {
    expect(plannedRows({ params: { "train.epochs": 15 }, config: {} })).toEqual({ rows: 15, epochs: true });
    expect(plannedRows({ params: {}, config: { max_steps: 100 } })).toEqual({ rows: 100, epochs: false });
    expect(plannedRows({ params: { epochs: "many" }, config: {} })).toBeNull();
  });

  it("puts the objective first, then a held-out accuracy", () => {
    const metrics = ["loss", "accuracy", "val_loss", "val_accuracy", "seconds"];
    expect(companion(metrics, "val_loss")).toBe("val_accuracy");
    expect(curveOrder(metrics, "val_loss")).toEqual(["val_loss", "val_accuracy", "loss", "accuracy", "seconds"]);
    expect(companion(["seconds"], null)).toBeNull();
  });

  it("puts an accuracy in front of a loss where people look at all runs, and nothing in front of an accuracy", () => {
    const metrics = ["loss", "accuracy", "val_loss", "val_accuracy"];
    expect(readingOrder(metrics, "val_loss")).toEqual(["val_accuracy", "val_loss", "loss", "accuracy"]);
    expect(readingOrder(metrics, "val_accuracy")[0]).toBe("val_accuracy");
    expect(readingOrder(["loss", "val_loss"], "val_loss")).toEqual(["val_loss", "loss"]);
  });

  it("knows its neighbours by number, over gaps", () => {
    expect(neighbours(runs, 4)).toEqual({ before: 2, after: 5 });
    expect(neighbours(runs, 1)).toEqual({ before: null, after: 2 });
    expect(neighbours(runs, 3)).toEqual({ before: null, after: null });
  });
});
