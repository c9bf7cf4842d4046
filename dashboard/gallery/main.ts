/** Every chart on an invented sweep: `?n=20|1000|10000`, `&theme=dark`, `&point=13`, `&filter=1`, `&narrow=1`. */
import {
  bands,
  contour,
  curves,
  distribution,
  objective,
  parallel,
  rank,
  slices,
  timeline,
  timelineHeight,
} from "../src/charts";
import { Surface } from "../src/charts/kit/canvas";
import type { Chart } from "../src/charts/kit/chart";
import { themeOf } from "../src/charts/kit/theme";
import { selecting, sweep } from "../src/charts/testing/sweep";
import type { CategoryAxis, Size } from "../src/charts/types";

const query = new URLSearchParams(location.search);
const count = Number(query.get("n") ?? 20);
const narrow = query.has("narrow");
if (query.get("theme") === "dark") document.documentElement.dataset["theme"] = "dark";

const theme = themeOf(document.documentElement);
const data = sweep(count);
const runs = query.has("filter")
  ? selecting(data.runs, (run) => (data.axes[5] as CategoryAxis).codes[run] === 1)
  : data.runs;
const pointed = query.has("point") ? [Number(query.get("point")) - 1] : [];

const row = document.body.appendChild(document.createElement("div"));
row.className = "row";

function show<I, O, S>(title: string, chart: Chart<I, O, S>, input: I, size: Size, options: O): void {
  const section = row.appendChild(document.createElement("section"));
  section.appendChild(document.createElement("h2")).textContent = title;
  const box = section.appendChild(document.createElement("div"));
  box.className = "chart";
  box.style.width = `${size.width}px`;
  box.style.height = `${size.height}px`;
  const [below, above] = [0, 1].map(() => new Surface(box.appendChild(document.createElement("canvas")))) as [
    Surface,
    Surface,
  ];
  const began = performance.now();
  const scene = chart.layout(input, size, options);
  const laid = performance.now();
  below.resize(size);
  above.resize(size);
  below.draw((pen, screen) => chart.draw(pen, scene, theme, screen));
  above.draw((pen) => chart.point(pen, scene, theme, pointed));
  const drawn = performance.now();
  console.log(
    `${title}: layout ${(laid - began).toFixed(1)} ms, draw ${(drawn - laid).toFixed(1)} ms. ${chart.describe(scene)}`,
  );
}

const wide = narrow ? 350 : 765;
const accuracy = { lines: data.lines.accuracy, runs, metric: "accuracy", better: "higher" as const };
const epochs = { scale: "log" as const, xLabel: "epoch", whole: true, xMost: 15 };
show("Curves", curves, accuracy, { width: narrow ? 350 : 420, height: 240 }, epochs);
show(
  "Parallel coordinates",
  parallel,
  { axes: data.axes, runs },
  { width: wide, height: narrow ? 560 : 240 },
  {
    filters: query.has("filter") ? { optimizer: { codes: [1] }, learning_rate: { range: [5e-4, 0.02] } } : {},
    all: query.has("all"),
  },
);
const loss = { lines: data.lines.val_loss, runs, metric: "val_loss", better: "lower" as const };
show("Curves of val_loss", curves, loss, { width: 420, height: 240 }, { ...epochs, sampled: true, smoothing: 0.4 });
show(
  "Objective by run",
  objective,
  { runs, better: "lower", x: runs.number },
  { width: 420, height: 160 },
  {
    by: "run",
    scale: "log",
    xMost: data.cap,
  },
);
show(
  "Objective by time",
  objective,
  { runs, better: "lower", x: data.ended },
  { width: 420, height: 160 },
  {
    by: "time",
    scale: "log",
    xMost: data.now,
    time: (seconds: number) => `${Math.round(seconds / 60)} min`,
  },
);
const time = (seconds: number) => `${Math.round(seconds / 60)} min`;
const small = { width: 150, height: 164 };
const axes = data.axes.slice(0, 8);
axes.forEach((axis, i) => {
  const options = { scale: "log" as const, labelled: i === 0 };
  show(axis.label, slices, { axis, runs, better: "lower" }, i === 0 ? { ...small, width: 176 } : small, options);
});
for (const chart of [rank, contour]) {
  axes.slice(1, 5).forEach((axis, i) => {
    const options = { scale: "log" as const, labelled: i === 0 };
    show(axis.label, chart as typeof rank, { axis, other: axes[0]!, runs, better: "lower" }, small, options);
  });
  const up = { axis: axes[0]!, other: axes[3]!, runs, better: "lower" as const };
  show("turned", chart as typeof rank, up, { width: 220, height: 164 }, { scale: "log", labelled: true });
}
const optimizer = axes[5] as CategoryAxis;
const groups = optimizer.levels.map((label, code) => ({ label, has: (run: number) => optimizer.codes[run] === code }));
const spread = { runs, better: "lower" as const, groups, label: "val_loss, log" };
show("Distribution", distribution, spread, { width: 500, height: 190 }, { scale: "log" });
show("Distribution of all", distribution, { ...spread, groups: null }, { width: 500, height: 190 }, { scale: "log" });
const lanes = Array.from({ length: data.agents }, (_, i) => ({ label: `node-${i + 1}` }));
const ran = { runs, start: data.started, end: data.ended, lane: data.agent, lanes };
show("Timeline", timeline, ran, { width: 1100, height: timelineHeight(lanes.length) }, { now: data.now, time });
const x = Array.from({ length: 15 }, (_, i) => i + 1);
const group = (label: string, factor: number) => {
  const mean = x.map((at) => factor * (0.03 + 0.2 * Math.exp(-at / 2)));
  return { label, count: 9, x, mean, low: mean.map((v) => v * 0.8), high: mean.map((v) => v * 1.3) };
};
const grouped = {
  groups: [group("adam", 1), group("sgd", 1.4), group("rmsprop", 1.5)],
  metric: "val_loss",
  better: "lower" as const,
};
show("Groups", bands, grouped, { width: 420, height: 220 }, epochs);
document.title = "drawn";
