/** Texts of the run page. */
import { clock, count, duration, metric, percent, plural } from "../data/format";
import { listed, said, strong, toRun, type Words } from "./rich";

const epochOrRow = (epochs: boolean) => (epochs ? "epoch" : "row");

export const run = {
  title: (name: string, sweep: string) => `${name} · ${sweep} · Varre`,
  heading: (name: string) => `Run ${name}`,
  before: "Previous run (K)",
  after: "Next run (J)",
  loadFailed: "This run could not be loaded.",
  gone: "This run was deleted.",
  restore: "Restore",

  // -- its state in words
  states: {
    pending: "Waiting for an agent",
    queuedAgain: "Back in the queue",
    running: "Running",
    finished: "Finished",
    failed: "Failed",
    stopped: "Stopped early",
    stoppedByHand: "Stopped by hand",
    crashed: "Lost",
    canceled: "Cancelled",
    stopping: "Stopping",
  },
  at: (state: string, row: number, planned: number | null, epochs: boolean) =>
    planned === null
      ? `${state}, row ${count(row)}`
      : `${state}, ${epochOrRow(epochs)} ${count(row)} of ${count(planned)}`,
  endedAt: (state: string, row: number, planned: number | null, epochs: boolean) =>
    planned === null || row >= planned
      ? `${state} at row ${count(row)}`
      : `${state} at ${epochOrRow(epochs)} ${count(row)} of ${count(planned)}`,
  span: (from: string, to: string) => `${from} to ${to}`,
  now: "now",
  to: "to",
  outside: "outside any sweep",

  // -- what can be done
  again: "Run again",
  againTitle: "Adds the same configuration to the queue",
  stop: "Stop this run",
  stopTitle: "Ends this run; its values stay",
  compare: "Compare with the best",
  more: "More actions",
  notesAndTags: "Notes and tags",
  copyConfig: "Copy the configuration",
  remove: "Delete run",
  menuLabel: "More actions for this run",
  asked: {
    stop: {
      title: "Stop this run?",
      body: "Its process gets a signal to end. What it logged stays.",
      action: "Stop it",
    },
  },
  keep: "Cancel",
  queued: (name: string) => `${name} waits for an agent`,
  stopped: "Told to stop",
  removed: (name: string) => `${name} deleted`,
  restored: (name: string) => `${name} restored`,

  // -- facts
  bestOf: (name: string) => `${name}, best`,
  soFar: (name: string) => `${name}, so far`,
  rank: "Rank",
  rankOf: (rank: number, of: number, running: boolean) => `${count(rank)} of ${count(of)}${running ? " so far" : ""}`,
  theBest: "the best",
  noRank: "none",
  share: (share: number, above: boolean) => `${percent(share)} ${above ? "above" : "below"} the best`,
  difference: (size: number, above: boolean) => `${metric(size)} ${above ? "above" : "below"} the best`,
  asTheBest: "the same as the best",
  time: "Time",
  perRow: (seconds: number, epochs: boolean) => `${duration(seconds, true)} ${epochs ? "an epoch" : "a row"}`,
  notStarted: "not started",
  predicted: (name: string) => `Predicted ${name}`,
  range: (low: string, high: string) => `${low} to ${high}`,
  noPrediction: "none",
  noModelYet: "no model yet",
  notFromModel: "not from the model",
  rerun: "Run it again, here, with the same configuration",
  copyCommand: "Copy the command",
  rows: "Rows",
  exitCode: "Exit code",
  job: "Kind",
  group: "Group",

  // -- curves
  curves: "Curves",
  legendAlone: "this run",
  legend: (best: string | null, others: boolean): Words => [
    ...(best ? ["blue: ", strong(best), ", best"] : []),
    ...(others ? [`${best ? " · " : ""}shade: middle half`] : []),
  ],
  xs: { row: "row", epoch: "epoch", step: "step", time: "time" },
  along: "Along the axis",
  scales: { log: "log", linear: "linear" },
  scale: "Scale of the values",
  chosen: "Metrics",
  noRows: "Nothing logged yet.",
  neverLogged: "It logged nothing.",
  noCurve: "No finite value.",
  moreMetrics: (n: number) => `${count(n)} more`,
  fewerMetrics: "fewer",
  curveLabel: (name: string, last: string, rows: number) =>
    `${name}: ${plural(rows, "value", "values")}, the last ${last}`,
  second: (seconds: number) => clock(seconds),

  // -- why it was tried
  tried: "Why it was tried",
  expected: (name: string, mean: number, low: number, high: number): Words =>
    said`The model expected a ${name} of ${strong(metric(mean))}, eight times in ten between ${metric(low)} and ${metric(high)}.`,
  chanceOf: (share: number): string => (share < 0.01 ? "under 1 %" : percent(share)),
  chance: (before: number, number: number, share: string): Words =>
    said` The best until then was ${metric(before)} (${toRun(number)}), so it gave a ${strong(share)} chance of beating it; no candidate promised a larger gain.`,
  chanceOnly: (share: string): Words => said` It gave a ${strong(share)} chance of a new best.`,
  differsIn: (names: string[], more: number): Words =>
    said` It differs from the best run of that moment in ${listed([...names.map(strong), ...(more ? [`${count(more)} more`] : [])], "and")}.`,
  measured: (value: number, inside: boolean | null): Words =>
    said` Measured: ${strong(metric(value))}${inside === null ? "" : `, ${inside ? "inside" : "outside"} that range`}.`,
  measuredSoFar: (value: number): Words => said` So far: ${strong(metric(value))}.`,
  sources: {
    sobol: (number: number): Words =>
      said`The first runs cover the space evenly, before there is anything to learn from. This was ${strong(`number ${count(number)}`)}.`,
    random: (): Words => said`Drawn at random from the space.`,
    grid: (number: number): Words => said`The next configuration of the grid, number ${count(number)}.`,
    start: (): Words => said`Given in the sweep file, under ${strong("start")}: tried before all others.`,
    retry: (of: number | null): Words =>
      of === null ? said`The same configuration once more.` : said`The same configuration as ${toRun(of)}, once more.`,
    queued: (): Words => said`Queued by hand.`,
    gp: (): Words => said`Proposed by the model.`,
    other: (source: string): Words => said`Came from ${strong(source)}.`,
  },
  note: (note: string): Words => said` ${note}.`,
  outsideSweep: (): Words => said`A script started it, outside any sweep: nothing was suggested.`,
  beliefLabel: (name: string) => `Predicted and measured ${name}`,
  bestUntil: "best until then",
  measuredHere: "measured",
  soFarHere: "so far",
  logAxis: (name: string) => `${name}, log`,

  // -- why it was stopped, or failed
  whyStopped: "Why it was stopped",
  whyFailed: "Why it failed",
  whyLost: "Why it was lost",
  whyCanceled: "Why it was cancelled",
  whyWaiting: "What happens next",
  willItGoOn: "Will it go on?",
  rule: (row: number, there: number): Words =>
    said`${strong(`Hyperband, row ${count(row)}.`)} ${plural(there, "run", "runs")} had reached this row, this one included.`,
  byIndex: (name: string, there: number, eta: number, index: number, threshold: number, kept: number): Words =>
    said` Sorted by ${name}, the value at index floor(${count(there)} / ${String(eta)}) = ${count(index)}, counted from 0, is the threshold: ${strong(metric(threshold))}. A run that is worse stops, so ${kept === 1 ? "only the best goes" : `the best ${count(kept)} go`} on.`,
  byShare: (threshold: number): Words => said` The threshold was ${strong(metric(threshold))}.`,
  had: (value: number, place: number | null): Words =>
    place === null
      ? said` This one had ${metric(value)}.`
      : said` This one had ${metric(value)}, place ${count(place)}.`,
  hadNone: (): Words => said` This one had no value of the metric.`,
  spared: (rows: number, epochs: boolean, seconds: number | null): Words => {
    const what = epochs ? plural(rows, "epoch", "epochs") : plural(rows, "row", "rows");
    return said` Stopping saved ${what}${seconds === null ? "" : `, about ${duration(seconds, true)}`}.`;
  },
  byHand: (note: string): Words => said`${strong("Stopped by hand.")}${note ? ` ${note}.` : ""} What it logged counts.`,
  timedOut: (): Words => said`${strong("Out of time.")} The command that ran it had a time limit.`,
  withSweep: (): Words => said`${strong("Its sweep was cancelled.")} What it logged stays.`,
  otherStop: (source: string, note: string): Words => said`${strong(`${source}.`)} ${note}`,
  rungLabel: (name: string, row: number) => `${name} of the runs at row ${count(row)}`,
  rungAxis: (name: string, row: number, log: boolean) => `${name} at row ${count(row)}${log ? ", log" : ""}`,
  goesOn: "goes on",
  stops: "stops",
  further: (n: number) => `${count(n)} further out`,

  exit: (code: number | null): string => {
    if (code === null) return "It ended without an exit code.";
    return code < 0 ? `Ended by signal ${count(-code)}.` : `Exit code ${count(code)}.`;
  },
  failedBecause: (exit: string, error: string): Words =>
    error
      ? said`${strong(exit)} The last it wrote: ${/[.!?]$/.test(error) ? error : `${error}.`}`
      : said`${strong(exit)}`,
  leftOut: (name: string): Words => said`The search leaves it out: failing is not a ${name}.`,
  retriedAs: (number: number): Words => said`${toRun(number)} tries the same configuration once more.`,
  willRetry: (): Words => said`The same configuration is tried once more, after all untried ones.`,
  noRetry: (): Words => said`It is not tried again by itself; ${strong("Run again")} adds it to the queue.`,
  lost: (losses: number): Words =>
    said`${strong(`${plural(losses, "agent was", "agents were")} lost`)} while it ran: the process or its machine went away. It is not started again by itself.`,
  backInQueue: (losses: number, attempt: number): Words =>
    losses > 0
      ? said`${strong("Its agent was lost.")} It went back to the queue and starts again, as attempt ${count(attempt + 1)}, when an agent is free.`
      : said`${strong("It was interrupted.")} It went back to the queue and starts again, as attempt ${count(attempt + 1)}, when an agent is free.`,
  waits: (): Words => said`It starts when an agent is free.`,
  nextBand: (row: number, seconds: number | null): Words =>
    said`${strong(`Hyperband looks next at row ${count(row)}`)}${seconds === null ? "" : `, in about ${duration(seconds)}`}.`,
  needs: (there: number, value: number, minimize: boolean): Words =>
    said` With the ${plural(there, "run", "runs")} that reached that row and this one, it needs ${strong(metric(value))} or ${minimize ? "less" : "more"}; more runs may move that.`,
  nowAt: (value: number): Words => said` Now: ${metric(value)}.`,

  // -- configuration
  configuration: "Configuration",
  configNote: {
    isBest: "this is the best run",
    alone: (n: number) => plural(n, "value", "values"),
    differ: (n: number, of: number, best: string) => `${count(n)} of ${count(of)} differ from ${best}, the best`,
  },
  heads: { parameter: "parameter", this: "this run", importance: "importance" },
  same: "same",
  absent: "absent",
  noConfig: "It has no configuration.",

  // -- summary
  summary: "Summary",
  summaryNote: "the last value of each",

  // -- machine
  machine: "Machine",
  noGauges: "Nothing was measured.",
  gauges: {
    cpu: "CPU",
    memory: "Memory",
    disk_read: "Disk read",
    disk_write: "Disk write",
    network_sent: "Network out",
    network_received: "Network in",
    gpu: (index: string, what: string) => `GPU ${index} ${what}`,
    gpuParts: { util: "load", memory: "memory", power: "power", temperature: "temperature" },
  },
  gaugeLabel: (name: string, last: string, least: string, most: string) =>
    `${name}: ${last}, between ${least} and ${most}`,

  // -- media
  matrix: "Confusion matrix",
  matrixNote: (actual: string, predicted: string, n: number) =>
    `rows true, columns read as · mostly ${actual} as ${predicted} (${count(n)})`,
  matrixPerfect: "rows true, columns read as; no mistake",
  right: "right",
  readAs: (actual: string, predicted: string, n: number) => `${actual} read as ${predicted}: ${count(n)}`,
  media: "Logged media",
  tableRows: (shown: number, all: number) =>
    shown < all ? `${count(shown)} of ${plural(all, "row", "rows")}` : plural(all, "row", "rows"),
  allRows: "Show all rows",
  mediaFailed: "This file could not be shown.",
  openFile: "Open",
  htmlTitle: (name: string) => `Logged page ${name}`,
  bins: (n: number) => plural(n, "bin", "bins"),
  histogramLabel: (name: string, low: string, high: string) => `${name}: counts from ${low} to ${high}`,

  // -- console
  console: "Console",
  lines: (n: number) => plural(n, "line", "lines"),
  follows: "follows the end",
  follow: "Follow",
  find: "Find",
  findIn: "Find in the console",
  foundAt: (at: number, of: number) => `${count(at)} of ${count(of)}`,
  notFound: "not found",
  nextFound: "Next (Enter)",
  previousFound: "Previous (Shift Enter)",
  download: "Download",
  wrap: "Wrap",
  nothingWritten: "Nothing written yet.",
  wroteNothing: "It wrote nothing.",
  consoleFailed: "The console could not be read.",
  earlier: "Show what came before",
  skipped: (size: string) => `The first ${size} are not shown.`,
  forgotten: (n: number) => `The first ${plural(n, "line is", "lines are")} not shown; the download has them.`,

  // -- notes and files
  notes: "Notes and tags",
  edit: "Edit",
  noNotes: "No notes yet.",
  saved: "Saved",
  files: "Files",
  noFiles: "No files.",
  filesNote: (n: number, size: string) => `${plural(n, "file", "files")}, ${size}`,
  moreFiles: (n: number) => `Show all ${count(n)}`,

  // -- attempts
  attempts: "Attempts",
  allAttempts: "all attempts",
  oneAttempt: (n: number) => `attempt ${count(n)}`,
  attemptNote: (attempt: number, losses: number) =>
    losses > 0
      ? `This is attempt ${count(attempt)}; ${plural(losses, "agent was", "agents were")} lost. Curves and console are those of the latest.`
      : `This is attempt ${count(attempt)}. Curves and console are those of the latest.`,
  skippedRows: (n: number) => `${plural(n, "logged line", "logged lines")} could not be read`,
} as const;
