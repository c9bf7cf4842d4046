import { expect, it } from "vitest";
import { RunCurves } from "../../data/runcurves";
import { curvesShot, valuesOf } from "./curveshot";
import type { PlotData } from "./plot";

const data: PlotData = {
  number: 3,
  own: { x: [1, 2, 3, 4], y: [0.5, 0.3, 0.2, Number.NaN] },
  best: { x: [1, 2], y: [0.4, 0.1], label: "#7", number: 7 },
  middle: null,
  better: "lower",
  scale: "log",
  time: false,
  state: "finished",
  formatX: String,
};

it("puts the curves of a run beside each other, with the best run's", () => {
  const svg = new DOMParser().parseFromString(
    curvesShot([
      { name: "val_loss", data },
      { name: "<loss>", data: { ...data, best: null } },
    ]).svg(),
    "image/svg+xml",
  );
  const texts = [...svg.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(texts).toContain("val_loss");
  expect(texts).toContain("<loss>");
  expect(texts).toEqual(expect.arrayContaining(["#3", "0.2000", "#7 best", "0.1000"]));
  expect(svg.querySelector("svg")?.getAttribute("width")).toBe("840");
});

it("saves every row, with nothing where a metric was not logged", () => {
  const curves = new RunCurves();
  curves.append(
    [
      { step: 0, runtime: 1.5, time: 0, values: { loss: 0.25 } },
      { step: 5, runtime: 2.5, time: 1, values: { accuracy: 0.75 } },
    ],
    1,
  );
  expect(valuesOf(curves, ["loss", "accuracy"])).toEqual([
    ["row", "step", "runtime", "loss", "accuracy"],
    [1, 0, 1.5, 0.25, Number.NaN],
    [2, 5, 2.5, Number.NaN, 0.75],
  ]);
});
