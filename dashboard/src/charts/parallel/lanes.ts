/** Axes of parallel coordinates, with a place on each for every run. */
import { charts as words } from "../../messages/charts";
import { rate, short } from "../kit/format";
import { ranked } from "../kit/runs";
import type { Scale } from "../kit/scale";
import { extent, fitting, opened, padded, scale } from "../kit/scale";
import { ticks } from "../kit/ticks";
import type { Axis, Better, CategoryAxis, NumberAxis, Runs, Tick } from "../types";
import { ABSENT } from "../types";
import type { Box } from "./boxes";
import { boxes, counts, spread } from "./boxes";

/** Where lanes stand: `a` runs across them, `b` along each from its foot to its head. */
export interface Ground {
  readonly side: boolean;
  readonly foot: number;
  readonly head: number;
}

export interface Lane {
  readonly axis: Axis;
  /** Edges across: `to` is `from` but for boxes. */
  readonly from: number;
  readonly to: number;
  /** Pixels along the axis of each run; NaN where it has no place. */
  readonly at: Float32Array;
  readonly boxes: readonly Box[];
  readonly scale: Scale | null;
  readonly ticks: readonly Tick[];
}

const LEAST_BOX = 24;
const LEAST_BOX_SIDE = 34;
/** A value alone has no length; it lies in the middle of this factor. */
const ALONE = 2;

export function along(ground: Ground, share: number): number {
  return ground.foot + (ground.head - ground.foot) * share;
}

export function laneOf(
  axis: Axis,
  runs: Runs,
  ground: Ground,
  edges: readonly [number, number],
  flipped: boolean,
): Lane {
  const base = { axis, from: edges[0], to: edges[1] };
  return axis.kind === "category"
    ? { ...base, ...categories(axis, runs, ground, flipped), scale: null, ticks: [] }
    : { ...base, ...numbers(axis, runs, ground, flipped) };
}

function roomOf(ground: Ground) {
  return { length: Math.abs(ground.head - ground.foot), least: ground.side ? LEAST_BOX_SIDE : LEAST_BOX };
}

function categories(axis: CategoryAxis, runs: Runs, ground: Ground, flipped: boolean): Pick<Lane, "at" | "boxes"> {
  const found = counts(axis.codes, axis.levels.length, runs.count);
  const groups = axis.levels.map((label, code) => ({ code, label, count: found.levels[code]! }));
  if (flipped) groups.reverse();
  if (found.absent) groups.push({ code: ABSENT, label: words.absent, count: found.absent });
  const room = roomOf(ground);
  const placed = boxes(groups, room);
  const shares = spread(runs, (run) => axis.codes[run]!, placed, room.length);
  return { at: shares.map((share) => along(ground, share)), boxes: placed };
}

function numbers(
  axis: NumberAxis,
  runs: Runs,
  ground: Ground,
  flipped: boolean,
): Pick<Lane, "at" | "boxes" | "scale" | "ticks"> {
  const absent = axis.better ? [] : absentBox(axis, runs, ground);
  const foot = absent[0] ? along(ground, absent[0].high) + Math.sign(ground.head - ground.foot) * 12 : ground.foot;
  const range: [number, number] = (axis.better === "lower") !== flipped ? [ground.head, foot] : [foot, ground.head];
  const made = axis.better
    ? objectiveScale(axis, axis.better, runs, range)
    : scale(axis.scale, domainOf(axis, runs), range);
  const at = new Float32Array(runs.count);
  for (let run = 0; run < runs.count; run++) {
    at[run] = axis.better && !ranked(runs, run) ? Number.NaN : made.at(axis.values[run]!);
  }
  if (absent[0]) {
    const shares = spread(runs, (run) => codeOf(axis, run), absent, roomOf(ground).length);
    shares.forEach((share, run) => {
      if (!Number.isNaN(share)) at[run] = along(ground, share);
    });
  }
  return {
    at,
    boxes: absent,
    scale: made,
    ticks: ticks(made, ground.side ? 60 : axis.better ? 24 : 38, axis.better ? short : rate),
  };
}

const PRESENT = 0;

function codeOf(axis: NumberAxis, run: number): number {
  return Number.isNaN(axis.values[run]!) ? ABSENT : PRESENT;
}

/** The lane under a numeric axis for runs in which it does not occur. */
function absentBox(axis: NumberAxis, runs: Runs, ground: Ground): Box[] {
  let count = 0;
  for (let run = 0; run < runs.count; run++) if (codeOf(axis, run) === ABSENT) count += 1;
  if (count === 0) return [];
  const room = roomOf(ground);
  const high = Math.max(room.least / room.length, Math.min(0.3, (count / runs.count) * 0.5));
  return [{ code: ABSENT, label: words.absent, count, low: 0, high }];
}

/** Spaced as everywhere else: accuracies by their error, losses by their logarithm. */
function objectiveScale(axis: NumberAxis, better: Better, runs: Runs, range: [number, number]): Scale {
  const found = extent(axis.values, runs.count) ?? [1, 10];
  const kind = fitting(axis.scale, better, found);
  return scale(kind, padded(kind, opened(kind, found), 0.02), range);
}

function domainOf(axis: NumberAxis, runs: Runs): [number, number] {
  const found = axis.domain ? ([...axis.domain] as [number, number]) : extent(axis.values, runs.count);
  const [low, high] = found ?? [1, 10];
  if (axis.scale === "log" && !(low > 0)) return [Math.max(low, high / 1e6, Number.MIN_VALUE), Math.max(high, 1e-6)];
  if (low === high) return axis.scale === "log" ? [low / ALONE, high * ALONE] : [low - 1, high + 1];
  return [low, high];
}
