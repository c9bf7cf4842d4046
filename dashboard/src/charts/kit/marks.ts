/** How a run ended, as a mark: dot finished, bar stopped, cross failed, ring running. */
import { State } from "../types";
import { cross, disc, line, ring } from "./path";
import type { Pen } from "./pen";
import type { Theme } from "./theme";

/** What happened to a run, as far as marks tell it apart. */
export type Outcome = "finished" | "stopped" | "failed" | "running";

export function outcomeOf(state: number): Outcome {
  if (state === State.stopped || state === State.canceled) return "stopped";
  if (state === State.failed || state === State.crashed) return "failed";
  return state === State.finished ? "finished" : "running";
}

export interface Mark {
  readonly radius: number;
  readonly colour: string;
  /** Of the bar of a stopped run: across its line, or along an axis of runs. */
  readonly bar?: "upright" | "level";
}

export function mark(pen: Pen, theme: Theme, outcome: Outcome, x: number, y: number, how: Mark): void {
  if (outcome === "finished") disc(pen, x, y, how.radius, how.colour);
  else if (outcome === "failed") cross(pen, x, y, how.radius + 0.6, theme.fail);
  else if (outcome === "running") ring(pen, x, y, 3, theme.live, theme.bg);
  else if (how.bar === "level") line(pen, x - 3, y, x + 3, y, how.colour, 1.6);
  else line(pen, x, y - 4, x, y + 4, how.colour, 1.4);
}

/** The dot of the run that is pointed at, with a halo of the page's colour. */
export function pointed(pen: Pen, theme: Theme, x: number, y: number, radius = 4.2): void {
  disc(pen, x, y, radius + 2, theme.bg);
  disc(pen, x, y, radius, theme.point);
}
