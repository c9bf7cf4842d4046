import { expect, it } from "vitest";
import { LineTable } from "../../../data/lines";
import { Sparks } from "./sparks";

function table(ys: number[]): LineTable {
  const made = new LineTable("accuracy");
  const rows = ys.map((y, i) => ({ step: i, runtime: i, time: i, values: { accuracy: y } }));
  made.append(1, { sweep: "s", run: "r", attempt: 1, more: false, rows }, 1);
  return made;
}

it("tell good accuracies apart: they are spaced by their error", () => {
  const heights = (scale: "log" | "linear") => {
    const { d } = new Sparks(table([0.1, 0.9, 0.99, 0.999]), scale, "higher").path(1)!;
    return [...d.matchAll(/ ([\d.]+)/g)].map(([, y]) => Number(y));
  };
  const steps = (ys: number[]) => ys.slice(1).map((y, i) => ys[i]! - y);
  expect(Math.max(...steps(heights("log")))).toBeLessThan(6);
  expect(Math.max(...steps(heights("linear")))).toBeGreaterThan(10);
});
