import { describe, expect, it } from "vitest";
import type { Json, Row } from "./model";
import { RunCurves } from "./runcurves";

const row = (step: number, values: { [name: string]: Json }): Row => ({ step, time: 0, runtime: step * 2, values });

describe("RunCurves", () => {
  it("grows row by row, also by metrics that come late or leave rows out", () => {
    const curves = new RunCurves();
    curves.append([row(0, { loss: 1 }), row(1, { loss: 0.5, eval: { acc: 0.9 } })], 1);
    curves.append([row(2, { eval: { acc: 0.95 }, image: { _type: "image-file", path: "x" } })], 3);
    expect(curves.metrics).toEqual(["loss", "eval.acc"]);
    expect(curves.of("loss")).toEqual([1, 0.5, Number.NaN]);
    expect(curves.of("eval.acc")).toEqual([Number.NaN, 0.9, 0.95]);
    expect(curves.along("row")).toEqual([1, 2, 3]);
    expect(curves.along("time")).toEqual([0, 2, 4]);
    expect(curves.of("image")).toBeUndefined();
  });

  it("takes no row twice", () => {
    const curves = new RunCurves();
    curves.append([row(0, { loss: 1 }), row(1, { loss: 2 })], 1);
    curves.append([row(1, { loss: 2 }), row(2, { loss: 3 })], 2);
    expect(curves.of("loss")).toEqual([1, 2, 3]);
  });
});
