/** Every chart on an invented sweep: `?n=20|1000|10000`, `&theme=dark`, `&point=13`, `&filter=1`, `&narrow=1`. */
import { curves, objective, parallel } from "../src/charts";
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
    time: (seconds) => `${Math.round(seconds / 60)} min`,
  },
);
document.title = "drawn";
