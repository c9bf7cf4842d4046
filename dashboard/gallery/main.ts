/** Every chart on an invented sweep: `?n=1|20|1000|10000`, `&theme=dark`, `&point=13`, `&filter`, `&narrow`, `&all`. */
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
import { themeOf } from "../src/charts/kit/theme";
import { selecting, sweep } from "../src/charts/testing/sweep";
import type { CategoryAxis } from "../src/charts/types";
import { searchCharts } from "./search";
import { shower } from "./show";

const query = new URLSearchParams(location.search);
const narrow = query.has("narrow");
if (query.get("theme") === "dark") document.documentElement.dataset["theme"] = "dark";

const data = sweep(Number(query.get("n") ?? 20));
const optimizer = data.axes[5] as CategoryAxis;
const runs = query.has("filter") ? selecting(data.runs, (run) => optimizer.codes[run] === 1) : data.runs;
const row = document.body.appendChild(document.createElement("div"));
row.className = "row";
const show = shower(row, themeOf(document.documentElement), query.has("point") ? [Number(query.get("point")) - 1] : []);

const better = "lower" as const;
const epochs = { scale: "log", xLabel: "epoch", whole: true, xMost: 15 } as const;
const accuracy = { lines: data.lines.accuracy, runs, metric: "accuracy", better: "higher" as const };
show("Curves", curves, accuracy, { width: narrow ? 350 : 420, height: 240 }, epochs);
const filters = { optimizer: { codes: [1] }, learning_rate: { range: [5e-4, 0.02] } } as const;
const axesSize = { width: narrow ? 350 : 765, height: narrow ? 560 : 240 };
const drawn = { filters: query.has("filter") ? filters : {}, all: query.has("all") };
show("Parallel coordinates", parallel, { axes: data.axes, runs }, axesSize, drawn);
const loss = { lines: data.lines.val_loss, runs, metric: "val_loss", better };
const smooth = { ...epochs, sampled: true, smoothing: { method: "ema", strength: 0.4 } as const };
show("Curves of val_loss", curves, loss, { width: 420, height: 240 }, smooth);

const strip = { width: 420, height: 160 };
const byRun = { by: "run", scale: "log", xMost: data.cap } as const;
show("Objective by run", objective, { runs, better, x: runs.number }, strip, byRun);
const time = (seconds: number) => `${Math.round(seconds / 60)} min`;
const byTime = { by: "time", scale: "log", xMost: data.now, time } as const;
show("Objective by time", objective, { runs, better, x: data.ended }, strip, byTime);

const small = { width: 150, height: 164 };
const wide = { width: 176, height: 164 };
const axes = data.axes.slice(0, -1);
axes.forEach((axis, i) => {
  show(axis.label, slices, { axis, runs, better }, i ? small : wide, { scale: "log", labelled: i === 0 });
});
for (const chart of [rank, contour] as unknown as [typeof rank]) {
  axes.slice(1, 5).forEach((axis, i) => {
    show(axis.label, chart, { axis, other: axes[0]!, runs, better }, small, { scale: "log", labelled: i === 0 });
  });
  const turned = { axis: axes[0]!, other: axes[3]!, runs, better };
  show("turned", chart, turned, { width: 220, height: 164 }, { scale: "log", labelled: true });
}

const groups = optimizer.levels.map((label, code) => ({ label, has: (run: number) => optimizer.codes[run] === code }));
const spread = { runs, better, groups, label: "val_loss, log" };
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
const grouped = { groups: [group("adam", 1), group("sgd", 1.4), group("rmsprop", 1.5)], metric: "val_loss", better };
show("Groups", bands, grouped, { width: 420, height: 220 }, epochs);
searchCharts(show, data, runs);
document.title = "drawn";
