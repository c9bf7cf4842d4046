/** Texts of the Search page: what the model believes, in plain words. */
import { count, percent, plural, runName } from "../data/format";
import { listed, type Part, said, strong, toRun, type Words } from "./rich";

/** A chance or a gain in words that do not pretend to know more. */
export const share = (size: number) => (size < 0.01 ? "less than 1 %" : percent(size));

const NUMBERS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const inWords = (n: number) => NUMBERS[n] ?? count(n);
const runs = (n: number) => plural(n, "run", "runs");

/** What the last suggestions promised and brought. */
function lateSays({ n, expected, got }: { n: number; expected: number; got: number }): string {
  const brought = got > 0.0005 ? share(got) : "nothing";
  if (n === 1) return ` From the last one that ended it expected ${share(expected)}; it brought ${brought}.`;
  return ` From the last ${inWords(n)} that ended it expected ${share(expected)} each, on average; they brought ${brought}${got > 0.0005 ? " each" : ""}.`;
}

export const search = {
  title: "Search",
  section: "This search",
  absent: "–",
  parameter: "parameter",

  // -- how it stands
  facts: {
    label: "What the model expects",
    expected: "Expected from the next run",
    gain: {
      value: (best: string, lower: boolean) => `${lower ? "below" : "above"} ${best}, on average`,
      error: (best: string) => `less error than the best, ${best}`,
      way: (best: string) => `of the way from the middle run to ${best}`,
    },
    chance: "Chance of a new best",
    betterThan: (run: string) => `better than ${run}`,
    predicted: (metric: string, run: string) => `Predicted ${metric} of ${run}`,
    eightInTen: (low: string, high: string) => `${low} to ${high}, 8 times in 10`,
    soFar: "So far, each run left out",
    inside: (inside: number, n: number) => `${count(inside)} of ${count(n)} inside the interval`,
    promised: "80 % was promised",
    fitted: "Fitted to",
    runs,
    ofRuns: (n: number, of: number) => `${count(n)} of ${count(of)} runs`,
    subset: "the best, the latest, a sample of the rest",
    stopped: (n: number) =>
      `${count(n)} stopped ${n === 1 ? "counts as the shorter run it" : "count as the shorter runs they"} became`,
    failed: (n: number) => `${count(n)} failed`,
    unknown: "not known yet",
    never: "nothing",
    bestSoFar: "Best so far",
    noBest: "no run has a value yet",
    model: "Model",
    noModel: "none yet",
    none: "none",
    learnsNot: (method: string) => `${method} does not learn from runs`,
    ended: "Finished or stopped",
    startsAt: (n: number) => `it starts after ${runs(n)}`,
    nothingLeft: "nothing is left to try",
  },

  // -- the key of the marks
  key: {
    label: "What the marks mean",
    band: "predicted, and where a run ends 8 times in 10",
    average: "average, and where it lies 8 times in 10",
    run: "a run",
    paler: "a run; paler: the others differ more",
    best: (run: string) => `${run}, the best`,
    next: (run: string) => `${run}, next`,
    running: "running",
    hint: "Point at a run to see it everywhere.",
    noValue: "no value",
    without: (mean: string, low: string, high: string) => `predicted without it ${mean} (${low} to ${high})`,
  },

  // -- what it believes
  believes: "What it believes",
  runsAlong: "The runs so far",
  predictedAlong: (metric: string, parameter: string) => `Predicted ${metric} along ${parameter}`,
  spaced: (metric: string, logarithmic: boolean) => (logarithmic ? `${metric}, log` : metric),
  byImportance: "in order of importance",
  beyond: (n: number, lower: boolean) =>
    n === 1
      ? `1 run lies ${lower ? "lower" : "higher"} than this`
      : `${count(n)} runs lie ${lower ? "lower" : "higher"} than this`,
  notDrawn: (drawn: number, all: number) => `the ${count(drawn)} of ${count(all)} runs that the model knows`,
  startsAfter: (needed: number, have: number) =>
    `The model starts after ${runs(needed)} that cover the space; ${count(have)} so far.`,
  others: {
    label: "Where the other parameters stand",
    said: "other parameters",
    best: (run: number | null) => (run === null ? "as in the best run" : `as in ${runName(run)}, the best`),
    average: "averaged over",
    run: (run: string) => `as in ${run}`,
    pinned: (run: string) => `as in ${run}, pinned`,
    ofRun: "as in run",
    number: "Number of the run that the other parameters are as in",
    refused: (run: string) => `Nothing can be said along ${run}:`,
    back: "Back to the best run",
  },
  more: (shown: number, all: number) => `The ${count(shown)} that matter most of ${count(all)} parameters.`,
  first: (shown: number, all: number) => `The first ${count(shown)} of ${count(all)} parameters.`,
  showAll: "Show all",
  showFewer: "Show fewer",
  words: { most: "matters most", much: "matters", little: "matters a little", hardly: "hardly matters" },
  timesBest: (ratio: string) => `averaged over the others, the worst value is predicted to be ${ratio} times the best`,
  waiting: "Working it out",
  notNow: "This is not the latest: it could not be worked out anew.",
  failed: "What the model believes could not be worked out.",

  // -- what it will try next
  next: "What it will try next",
  nextClosed: "What it would try next",
  skip: "Skip this suggestion",
  skipTitle: "The next free agent gets another configuration. It is never suggested again.",
  skipped: (run: string) => `Skipped. ${run} will be another configuration.`,
  ask: {
    title: "Skip this suggestion?",
    body: "The next free agent gets another configuration. What is skipped is never suggested again.",
  },
  add: "Add a run",
  addTitle: "A configuration of your own goes first",
  nothingLeft: "Every configuration of the space has been tried.",
  near(of: { run: string; near: number | null; differences: Part[] }): Words {
    const { run, near, differences } = of;
    const close = near === null ? strong(`${run}: close to a run of an earlier sweep`) : null;
    const start: Words = close ? [close] : [strong(`${run}: close to `), toRun(near ?? 0)];
    return differences.length ? [...start, ", with ", ...listed(differences, "and")] : start;
  },
  /** None of the runs is alike enough to be called close. */
  far(of: { run: string; near: number | null; differences: Part[] }): Words {
    const { run, near, differences } = of;
    const start = said`${strong(`${run}: unlike all runs so far`)}. `;
    if (near === null) return start;
    const apart: Words = differences.length ? [", with ", ...listed(differences, "and")] : [];
    return [...start, "The most alike is ", toRun(near), ...apart, ". "];
  },
  smaller: (parameter: string) => strong(`a smaller ${parameter}`),
  larger: (parameter: string) => strong(`a larger ${parameter}`),
  set: (parameter: string, to: string) => strong(`${parameter} ${to}`),
  tried: (n: number) => {
    if (n < 4) return `, where little was tried (${n === 1 ? "1 run is" : `${count(n)} runs are`} near). `;
    return `, where much was tried already (${count(n)} runs are near). `;
  },
  sources: {
    sobol: (run: string, n: number): Words =>
      said`${strong(`${run}: chosen to cover the space`)}${n ? `, far from the ${runs(n)} so far` : ""}. `,
    random: (run: string): Words => said`${strong(`${run}: drawn at random`)}, whatever came before. `,
    grid: (run: string): Words => said`${strong(`${run}: the next point of the grid`)}. `,
    retry: (run: string): Words => said`${strong(`${run}: a configuration that failed, once more`)}. `,
    other: (run: string): Words => said`${strong(run)}. `,
  },
  nextAgent: "The next free agent gets it.",
  afterQueued: (n: number) =>
    n === 1 ? "The run that waits already goes first." : `The ${count(n)} runs that wait already go first.`,
  ended: "The sweep has ended, so no agent gets it.",
  paused: "The sweep is paused; an agent gets it when it goes on.",
  underWay: (n: number) =>
    n === 1
      ? " The running run is taken to end as predicted."
      : ` The ${count(n)} running runs are taken to end as predicted.`,
  note: (note: string) => ` It ${note}.`,
  over(names: string[], reasons: string[]): Words {
    const same = reasons.length === 2 && reasons[0] === reasons[1];
    const others = same
      ? said`${strong(names[0]!)} and ${strong(names[1]!)}, both ${reasons[0]!}`
      : names.flatMap((name, i): Words => [i ? " and " : "", strong(name), ` (${reasons[i]})`]);
    return said`It was chosen over ${others}. What counts is the chance of a gain times its size.`;
  },
  reasons: {
    nearly: "nearly as good",
    likelier: "likelier to win, but by less",
    surer: "surer, with less to win",
    less: "less likely to win",
  },
  intervalLabel: (metric: string, logarithmic: boolean) =>
    `predicted ${metric}, 80 % interval${logarithmic ? ", log" : ""}`,
  bestIs: (run: string) => `best, ${run}`,

  // -- chosen over
  chosenOver: "Chosen over",
  configuration: "Its configuration",
  bold: "bold: not as in the best run",
  predicted: "predicted",
  measured: "measured",
  chance: "chance of a best",
  gain: "expected gain",

  // -- what is left to gain
  left: "What is left to gain",
  leftSays(of: { expected: number; last: { n: number; expected: number; got: number } | null; fitted: number }): Words {
    const { expected, last, fitted } = of;
    const from: Words =
      expected < 0.02
        ? said`${strong("The model expects less than 2 % from the next run.")}`
        : said`${strong(`The model expects about ${percent(expected)} from the next run.`)}`;
    const past = last ? lateSays(last) : "";
    const advice =
      fitted < 30
        ? ` With ${runs(fitted)} this is a rough guide, not a reason to stop.`
        : " If this stays below 1 %, more runs are unlikely to help.";
    return [...from, past, advice];
  },
  units: {
    value: "Gains are shares of the best value.",
    error: "Gains are shares of the error that is left to the best value.",
    way: "Gains are shares of the way from the middle run to the best.",
  },
  lastDrawn: (drawn: number, all: number) => `the last ${count(drawn)} of ${count(all)}`,
  noGains: "No run has been suggested by the model yet.",

  // -- how good it has been
  good: "How good it has been",
  by: { label: "How runs are predicted", loo: "each left out", suggested: "when suggested" },
  goodSays(of: { inside: number; count: number; least: number; most: number; few: boolean }): Words {
    const { inside, count: n, least, most, few } = of;
    const start = said`${strong(`${count(inside)} of ${count(n)} fell inside; 80 % was promised.`)} `;
    if (few) return [...start, n === 1 ? "1 run is too few to judge." : `${count(n)} runs are too few to judge.`];
    if (inside < least) return [...start, "Fewer than chance allows: the model is too sure of itself."];
    if (inside > most) return [...start, "More than chance allows: the model is too cautious."];
    return [...start, `With ${runs(n)} anything from ${count(least)} to ${count(most)} would be no surprise.`];
  },
  noneJudged: "No run has ended that was predicted.",
  looSays: " Each run was predicted from all the others.",
  beyondTelling: (n: number, from: string) =>
    ` ${n === 1 ? "1 run was" : `${count(n)} runs were`} worse than ${from}, beyond which all is the same to it.`,
  hollow: (n: number) =>
    n === 1
      ? " The stopped run (hollow) did not reach the end that was predicted and does not count."
      : ` The ${count(n)} stopped runs (hollow) did not reach the end that was predicted and do not count.`,
  calibrationLabel: (metric: string, logarithmic: boolean) => `measured ${metric}${logarithmic ? ", log" : ""}`,

  // -- where it looked
  looked: "Where it looked",
  lookedSays: (covering: number, exploring: number, refining: number): Words =>
    said`${strong(`${count(covering)} ${covering === 1 ? "run" : "runs"} covered the space, ${count(exploring)} explored, ${count(refining)} refined.`)}`,
  lastLooked: (n: number, exploring: number, refining: number): Words =>
    said`${strong(`Of the last ${runs(n)} ${count(exploring)} explored, ${count(refining)} refined.`)}`,
  neverExplored: " All of them were close to earlier runs.",
  ofTheBest: (best: number, refined: number) =>
    best === 1
      ? ` The best came from ${refined ? "refining" : "looking around"}.`
      : ` Of the ${count(best)} best, ${refined === 0 ? "none" : count(refined)} came from refining.`,
  onlyRefined: (run: number): Words => said` Since ${toRun(run)} it has only refined.`,
  doesBoth: " It still does both.",

  // -- what matters to it
  matters: "What matters to it",
  mattersSays(of: { first: string; next: string[]; hardly: string[]; least: string | null }): Words {
    const { first, next, hardly, least } = of;
    const start = said`${strong(`${first} matters most`)}`;
    const then: Words = next.length ? [", then ", ...listed(next, "and")] : [];
    const last: Words = hardly.length ? ["; ", ...listed(hardly, "and"), " hardly"] : least ? [`; ${least} least`] : [];
    return [...start, ...then, ...last, "."];
  },
  mattersMore: (n: number) => `${count(n)} others`,
  mattersNote:
    " Effect: worst value against best, averaged over the others. The overview looks at the runs alone and may differ while they are few.",
  effect: "effect",
  length: "length",
  inWords: "in words",
  times: (ratio: string) => `× ${ratio}`,
  fromTo: (worst: string, best: string) => `${worst} → ${best}`,
  decades: (n: string) => `${n} dec`,
  correlation: (r: string) => `r ${r}`,
  lengthTitle: {
    decades: "length scale on the logarithmic axis: over so many decades values go together",
    axis: "length scale: over such a part of its range values go together",
    levels: "the model's correlation between its values",
  },
  factor: (factor: string) => `within a factor ${factor}`,
  smooth: "smooth",
  bends: "bends slowly",
  bendsOften: "bends quickly",
  alike: "values alike",
  lessAlike: "less alike",
  differ: "values differ",

  // -- without a model
  noModel: {
    title: "No model",
    titleYet: "No model yet",
    random: "Random search has no model: it does not learn from what it has seen, so there is nothing to believe.",
    grid: "Grid search has no model: it tries every point in turn and does not learn from what it has seen.",
    other: (method: string) => `The method ${method} has no model: it does not learn from what it has seen.`,
    instead: "What the runs themselves say stands on the Overview. For a search that learns, set method: bayes.",
    noObjective: "This sweep names no metric, so nothing can be said of which runs are good.",
  },
  fewSays: (needed: number, have: number): Words =>
    said`Predictions and what is left to gain appear here after ${plural(needed, "run", "runs")}; ${have === 0 ? "there is none" : have === 1 ? "there is 1" : `there are ${count(have)}`} so far. How good the model has been can be said a few runs later.`,
  notFitted: "There are runs enough, but no two of them have a value that a model could learn from.",
} as const;
