/** The records that the server speaks of, by the names that the page uses for them. */
import type { components } from "../types";

type Schemas = components["schemas"];

export type Json = Schemas["JsonValue"];
/** Parameters by path; a value may be nested (a list as a choice). */
export type Params = Schemas["RunView"]["params"];

export const STATES = [
  "pending",
  "running",
  "preempted",
  "finished",
  "failed",
  "stopped",
  "crashed",
  "canceled",
] as const satisfies readonly Schemas["RunState"][];
export type RunState = Schemas["RunState"];
export type SweepState = Schemas["SweepState"];
export type Action = "pause" | "resume" | "stop" | "cancel";
export type Goal = Objective["goal"];

export type Objective = Schemas["ObjectiveView"];
export type ParameterView = Schemas["ParameterView"];
export type Counts = Schemas["Counts"];
export type SweepView = Schemas["SweepView"];
export type SweepDetail = Schemas["SweepDetail"];
export type Reason = Schemas["ReasonView"];
export type StopReason = Schemas["StopView"];
export type RunView = Schemas["RunView"];
export type AgentView = Schemas["AgentView"];
export type Row = Schemas["RowView"];
export type Status = Schemas["Status"];
export type Problem = Schemas["ProblemView"];
export type Check = Schemas["Check"];
export type Gauge = Schemas["GaugeView"];
export type Console = Schemas["ConsoleText"];
export type FileView = Schemas["FileView"];

// -- what is computed ------------------------------------------------------------------------------------------------

export type Importance = Schemas["ImportanceView"];
export type ParameterImportance = Schemas["ParameterImportanceView"];
export type Correlation = Schemas["CorrelationView"];
export type Level = Schemas["LevelView"];
export type ImportanceWords = Schemas["WordsView"];
/** What the search believes: the next suggestion, and the model if there is one. */
export type Portrait = Schemas["ModelView"];
export type Model = Schemas["ModelOfView"];
export type Guess = Schemas["GuessView"];
export type Band = Schemas["BandView"];
export type Slice = Schemas["SliceView"];
export type Effect = Schemas["EffectView"];
export type LeftOut = Schemas["LeftOutView"];
export type Novelty = Schemas["NoveltyView"];

// -- the event stream, which OpenAPI cannot describe -----------------------------------------------------------------

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
