/** The charts of Search, on invented predictions. */
import { belief, calibration, gain, interval, novelty } from "../src/charts";
import type { Sweep } from "../src/charts/testing/sweep";
import { random } from "../src/charts/testing/sweep";
import type { Runs } from "../src/charts/types";
import type { Show } from "./show";

export function searchCharts(show: Show, data: Sweep, runs: Runs): void {
  const u = random(5);
  const count = Math.min(runs.count, 400);
  const shown = Array.from({ length: count }, (_, i) => i).filter((i) => Number.isFinite(runs.value[i]));
  const better = "lower" as const;

  const at = (x: number) => 0.05 + 0.05 * (Math.log10(x) + 2.8) ** 2;
  const along = Array.from({ length: 60 }, (_, i) => 10 ** (-4 + (3 * i) / 59));
  const numbers = along.map((x) => ({ at: x, mean: at(x), low: at(x) * 0.7, high: at(x) * 1.4 }));
  const codes = [0, 1, 2].map((at) => ({ at, mean: 0.06 + at * 0.02, low: 0.05 + at * 0.015, high: 0.08 + at * 0.03 }));
  const domain = [0.03, 0.4] as const;
  const believed = { runs, better, likeness: (run: number) => ((run * 7) % 10) / 10 };
  const rate = { ...believed, axis: data.axes[0]!, along: numbers, absent: null, next: { at: 0.002, mean: 0.051 } };
  show("learning_rate", belief, rate, { width: 260, height: 180 }, { scale: "log", labelled: true, domain });
  const absent = { mean: 0.1, low: 0.07, high: 0.14 };
  const dropout = { ...believed, axis: data.axes[3]!, along: codes, absent, next: { at: 0, mean: 0.06 } };
  show("dropout_rate", belief, dropout, { width: 170, height: 180 }, { scale: "log", labelled: false, domain });

  const predictions = shown.map((run) => {
    const measured = runs.value[run]!;
    const mean = measured * Math.exp(u.normal() * 0.2);
    const [low, high] = [mean * 0.75, mean * 1.33];
    return { run, measured, mean, low, high, inside: measured >= low && measured <= high, hollow: run % 9 === 0 };
  });
  const judged = { runs, better, predictions, label: "measured val_loss, log" };
  show("How good it has been", calibration, judged, { width: 360, height: 240 }, { scale: "log" });

  const gains = shown.slice(6).map((run) => ({
    run,
    number: run + 1,
    expected: 0.4 * Math.exp(-run / 6) + u() * 0.08,
    got: u() < 0.2 ? u() * 0.3 : 0,
    running: run >= count - data.agents,
  }));
  const next = { number: count + 1, expected: 0.063 };
  show("What is left to gain", gain, { runs, gains, next }, { width: 360, height: 200 }, {});

  const novelties = shown.map((run) => {
    const distance = run < 6 ? 1 - u() * 0.6 : u() ** 2 * 0.6;
    const kind = run < 6 ? "covering" : distance > 0.2 ? "exploring" : "refining";
    return { run, number: run + 1, distance, kind } as const;
  });
  const looked = { runs, novelties, last: Math.min(data.cap, 480) };
  show("Where it looked", novelty, looked, { width: 360, height: 220 }, { threshold: 0.2 });

  const rows = [
    { label: "#21", mean: 0.0324, low: 0.0244, high: 0.0429 },
    { label: "B", mean: 0.0331, low: 0.0244, high: 0.0447 },
    { label: "C", mean: 0.0361, low: 0.026, high: 0.05 },
  ];
  const best = { value: 0.0312, label: "best, #13" };
  const chosen = { rows, better, best, label: "predicted val_loss, 80 % interval, log" };
  show("Chosen over", interval, chosen, { width: 360, height: 130 }, { scale: "log" });
}
