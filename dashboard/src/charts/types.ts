/** What charts are given: plain records and typed arrays, a place in every array for a run. */

export { ABSENT } from "../data/growing";
export { UNRANKED } from "../data/ranking";

/** What `hit` answers where nothing is near. */
export const NOTHING = -1;

/** States of runs by their codes, in the order in which the data speak of them. */
export const State = {
  pending: 0,
  running: 1,
  preempted: 2,
  finished: 3,
  failed: 4,
  stopped: 5,
  crashed: 6,
  canceled: 7,
} as const;

export type Better = "lower" | "higher";

/** The runs of a sweep; arrays may be longer than `count`. */
export interface Runs {
  readonly count: number;
  /** The number that people call a run by. */
  readonly number: ArrayLike<number>;
  /** Codes of `State`. */
  readonly state: ArrayLike<number>;
  /** The objective; NaN where there is none. */
  readonly value: ArrayLike<number>;
  /** From 0, the best; `UNRANKED` where there is no value. */
  readonly rank: ArrayLike<number>;
  /** 1 where a run is in the selection; null while every run is. */
  readonly selected: ArrayLike<number> | null;
  /** Indices of the coloured runs of the selection, best first. */
  readonly best: ArrayLike<number>;
}

/** Curves one after the other: the points of curve `i` are those from `start[i]` to `start[i + 1]`. */
export interface Lines {
  readonly count: number;
  /** Which run a curve is of, as an index into `Runs`; -1 for none of them. */
  readonly run: ArrayLike<number>;
  /** (count + 1) */
  readonly start: ArrayLike<number>;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

interface AxisOf {
  /** What filters call the axis. */
  readonly path: string;
  readonly label: string;
  /** A few words under the label, such as the importance. */
  readonly note?: string;
}

export interface NumberAxis extends AxisOf {
  readonly kind: "number";
  readonly scale: "linear" | "log";
  /** NaN where a run has no value. */
  readonly values: ArrayLike<number>;
  /** What the space allows; without it, what the values span. */
  readonly domain?: readonly [number, number];
  /** An objective: which end is better. It is turned so that up is better, and it is the scale of colours. */
  readonly better?: Better;
}

export interface CategoryAxis extends AxisOf {
  readonly kind: "category";
  /** Indices into `levels`, or `ABSENT`. */
  readonly codes: ArrayLike<number>;
  /** As they are written, from the top. */
  readonly levels: readonly string[];
}

export type Axis = NumberAxis | CategoryAxis;

/** What an axis lets in. */
export type Filter = { readonly range: readonly [number, number] } | { readonly codes: readonly number[] };
export type Filters = Readonly<Record<string, Filter>>;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place along an axis, with what is written there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}
