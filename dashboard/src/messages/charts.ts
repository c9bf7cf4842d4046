/** Words of the charts. */

const plural = (count: string, one: string, many: string) => (count === "1" ? `1 ${one}` : `${count} ${many}`);

export const charts = {
  absent: "absent",
  best: "best",
  bestSoFar: "best so far",
  failed: "failed",
  lower: "lower",
  higher: "higher",
  toGo: "to go",
  stillGoing: "dashed: median of the runs still going",
  middle: "shade: their middle 50 and 80 %",
  upIsBetter: "up is better",
  rightIsBetter: "right is better",
  log: "log",
  number: (number: number) => `#${number}`,
  outside: (count: string, direction: "lower" | "higher") =>
    count === "1" ? `1 run goes ${direction} than this` : `${count} runs go ${direction} than this`,
  runs: (count: number) => plural(String(count), "run", "runs"),
  least: (name: string) => `${name}, least`,
  most: (name: string) => `${name}, most`,
  ended: { finished: "", stopped: "stopped", failed: "failed", running: "running" },
  run: (number: string) => `run ${number}`,
  curvesOf: (metric: string, count: string, best: string) =>
    `Curves of ${metric}: ${plural(count, "run", "runs")}${best && `, the best is ${best}`}.`,
  parallelOf: (axes: string, count: string, drawn: string) =>
    `Parallel coordinates of ${axes}: ${plural(count, "run", "runs")}, ${drawn} drawn as lines.`,
  next: "next",
  asMeasured: "as measured",
  upPredicted: "up: predicted",
  furtherOut: (count: string) => `${plural(count, "run", "runs")} further out`,
  gainBar: "bar: expected gain when it was suggested",
  gainDot: "dot: what it brought",
  same: "same",
  fresh: "new",
  covering: "covering",
  exploring: "exploring",
  refining: "refining",
  upUnlike: "up: unlike all earlier runs",
  beliefOf: (parameter: string, model: boolean) =>
    model ? `What is predicted along ${parameter}, with the runs.` : `The runs along ${parameter}; no model yet.`,
  calibrationOf: (inside: string, count: string) =>
    `Predicted against measured: ${inside} of ${plural(count, "run", "runs")} fell inside the predicted interval.`,
  gainOf: (count: string, next: string) =>
    `Expected and measured gain of ${plural(count, "suggestion", "suggestions")}${next && `; ${next} from the next`}.`,
  noveltyOf: (covering: string, exploring: string, refining: string) =>
    `How new each run was: ${covering} covered the space, ${exploring} explored, ${refining} refined.`,
  intervalOf: (rows: string) => `Predicted intervals of ${rows}.`,
  allRuns: "all runs",
  sliceOf: (parameter: string, count: string) => `The objective against ${parameter}: ${plural(count, "run", "runs")}.`,
  rankOf: (a: string, b: string, count: string) =>
    `${a} and ${b} of ${plural(count, "run", "runs")}, coloured by their rank.`,
  contourOf: (a: string, b: string, count: string) =>
    `The objective smoothed over ${a} and ${b}, from ${plural(count, "run", "runs")}.`,
  distributionOf: (metric: string, counts: string) =>
    `Shares of runs at least as good as each ${metric}: ${counts} runs.`,
  timelineOf: (count: string, lanes: string) => `When each of ${plural(count, "run", "runs")} ran, in ${lanes} lanes.`,
  bandsOf: (metric: string, groups: string) => `Mean curves of ${metric} of ${groups}.`,
  objectiveOf: (count: string, failed: string, best: string) =>
    `The objective of ${plural(count, "run", "runs")}, ${failed} without a value${best && `; best so far ${best}`}.`,
};
