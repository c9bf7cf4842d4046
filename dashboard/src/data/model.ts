/** The records that the server speaks of, by the names that the page uses for them. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A parameter's value; nested values (a list as a choice) are JSON too. */
export type Params = { [path: string]: Json };

export const STATES = [
  "pending",
  "running",
  "preempted",
  "finished",
  "failed",
  "stopped",
  "crashed",
  "canceled",
] as const;
export type RunState = (typeof STATES)[number];
export type SweepState = "pending" | "running" | "paused" | "finished" | "canceled";
export type Action = "pause" | "resume" | "stop" | "cancel";
export type Goal = "minimize" | "maximize";

export interface Objective {
  name: string;
  goal: Goal;
  target: number | null;
}

export interface ParameterView {
  path: string;
  kind: "constant" | "categorical" | "int" | "float";
  distribution: string;
  scale: "linear" | "log";
  min: number | null;
  max: number | null;
  values: Json[] | null;
  value: Json;
  when: string | null;
}

export type Counts = Record<RunState, number>;

export interface SweepView {
  key: string;
  id: string;
  project: string;
  name: string;
  state: SweepState;
  state_reason: string;
  notes: string;
  tags: string[];
  method: string;
  early_terminate: string | null;
  objective: Objective | null;
  parameters: ParameterView[];
  run_cap: number | null;
  total: number | null;
  created: number;
  ended: number | null;
  changed: number;
  counts: Counts;
  best: { run: string; number: number; value: number } | null;
  /** Run number and best value so far, at most 40 points. */
  spark: [number, number][];
  alive: number;
  agent_command: string;
  deleted: number | null;
}

export interface SweepDetail extends SweepView {
  text: string;
  seed: string | number;
  directory: string | null;
}

export interface Reason {
  source: string;
  predicted: { mean: number; sd: number } | null;
  expected_improvement: number | null;
  improvement_probability: number | null;
  note: string;
}

export interface StopReason {
  source: string;
  rung: number | null;
  value: number | null;
  threshold: number | null;
  peers: number | null;
  kept: number | null;
  note: string;
}

export interface RunView {
  key: string;
  id: string;
  project: string;
  sweep: string | null;
  number: number | null;
  state: RunState;
  attempt: number;
  losses: number;
  params: Params;
  config: { [key: string]: Json };
  summary: { [key: string]: Json };
  reason: Reason | null;
  stop: StopReason | null;
  agent: string | null;
  created: number;
  started: number | null;
  ended: number | null;
  exit_code: number | null;
  error: string;
  rows: number;
  skipped: number;
  best: number | null;
  last: number | null;
  best_row: { [key: string]: Json };
  /** Least and greatest finite value of each metric. */
  ranges: { [metric: string]: [number, number] };
  name: string;
  notes: string;
  tags: string[];
  group: string;
  job_type: string;
  preempting: boolean;
  deleted: number | null;
}

export interface AgentView {
  id: string;
  host: string;
  alive: boolean;
  seen: number | null;
  sweeps: string[];
  runs: string[];
}

export interface Row {
  step: number;
  time: number;
  runtime: number;
  values: { [metric: string]: Json };
}

/** Rows that a run has just logged; `more` instead of them where there were too many to send. */
export interface Logged {
  run: string;
  sweep: string | null;
  attempt: number;
  rows?: Row[];
  more?: boolean;
}

/** What has changed up to `cursor`. */
export interface Change {
  cursor: number;
  sweeps: SweepView[];
  runs: RunView[];
  rows: Logged[];
  agents?: AgentView[];
}

export interface Status {
  version: string;
  server: string;
  cursor: number;
  host: string;
  time: number;
  directory: string;
  store: { kind: string; bytes: number };
  agents: AgentView[];
}

export interface Problem {
  path: string;
  message: string;
  line: number | null;
}

export interface Check {
  problems: Problem[];
  warnings: Problem[];
  parameters: ParameterView[];
  cardinality: number | null;
  objective: Objective | null;
  method: string | null;
  run_cap: number | null;
  command: string[] | null;
}

// -- what is computed ------------------------------------------------------------------------------------------------

export interface Correlation {
  /** `rank` for numbers and ordered values, `eta` for categories (without a sign), null where it cannot be told. */
  kind: "rank" | "eta" | null;
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export interface Level {
  value: Json;
  count: number;
  /** Geometric mean where all values are positive, else arithmetic. */
  mean: number | null;
}

export interface ParameterImportance {
  path: string;
  importance: number;
  /** 80 % interval. */
  low: number | null;
  high: number | null;
  correlation: Correlation;
  levels: Level[] | null;
  words: { [key: string]: Json } | null;
}

export interface Importance {
  method: string;
  metric: string;
  runs: { finished: number; stopped: number; failed: number; used: number };
  /** A plain sentence where there are too few runs. */
  note: string | null;
  needed: number;
  parameters: ParameterImportance[];
  interactions: { a: string; b: string; importance: number }[];
  cursor: number;
}

/** What the model believes; written by the server's `search.portrait`, read by the Search page. */
export type Portrait = { [key: string]: Json };

export interface Gauge {
  time: number;
  values: { [name: string]: number };
}

export interface Console {
  start?: number;
  offset: number;
  text: string;
  end: boolean;
}

export interface FileView {
  path: string;
  size: number;
  modified: number;
}
