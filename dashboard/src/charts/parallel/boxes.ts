/** Boxes of an axis: one for each value of a category, as tall as its share of the runs, and one for absent values. */
import { byRank, inside } from "../kit/runs";
import type { Runs } from "../types";
import { ABSENT } from "../types";

export interface Box {
  /** Index into the levels, or `ABSENT`. */
  readonly code: number;
  readonly label: string;
  readonly count: number;
  /** Ends up the axis, as shares of it: 0 is its foot, 1 its head. */
  readonly low: number;
  readonly high: number;
}

export interface Room {
  /** Pixels of the axis. */
  readonly length: number;
  readonly least: number;
}

const GAP = 5;
const GAP_ABSENT = 12;
/** Boxes never take less than this share of the axis: with many values they get smaller instead. */
const TIGHT = 0.75;

export interface Group {
  readonly code: number;
  readonly label: string;
  readonly count: number;
}

/** Boxes from the head down. Without runs they are all of one size. */
export function boxes(groups: readonly Group[], room: Room): Box[] {
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const gaps: number[] = groups.map((group, i) => (i === 0 ? 0 : group.code === ABSENT ? GAP_ABSENT : GAP));
  const allGaps = gaps.reduce((sum, gap) => sum + gap, 0);
  const squeeze = Math.min(1, ((1 - TIGHT) * room.length) / Math.max(1, allGaps));
  const usable = room.length - allGaps * squeeze;
  const least = Math.min(room.least, (usable * TIGHT) / groups.length);
  const free = usable - least * groups.length;
  let head = room.length;
  return groups.map((group, i) => {
    head -= gaps[i]! * squeeze;
    const high = head;
    head -= least + free * (total ? group.count / total : 1 / groups.length);
    return { ...group, low: head / room.length, high: high / room.length };
  });
}

/** How many runs have each code; absent ones are counted last. */
export function counts(
  codes: ArrayLike<number>,
  levels: number,
  runs: number,
): { levels: Uint32Array; absent: number } {
  const found = { levels: new Uint32Array(levels), absent: 0 };
  for (let run = 0; run < runs; run++) {
    const code = codes[run]!;
    if (code === ABSENT) found.absent += 1;
    else found.levels[code]! += 1;
  }
  return found;
}

/** Up to so many runs, they are spread evenly inside a box. */
const EVEN = 50;
const EDGE = 4;

/**
 * The place of each run within its box, as a share of the axis: the best on top. From 51 runs on it is the logarithm of
 * the rank, so that the best few have room of their own. Selected runs are spread as if they were alone.
 */
export function spread(
  runs: Runs,
  codeOf: (run: number) => number,
  placed: readonly Box[],
  length: number,
): Float32Array {
  const at = new Float32Array(runs.count).fill(Number.NaN);
  const boxOf = new Map(placed.map((box) => [box.code, box]));
  const chosen = new Map(placed.map((box) => [box.code, { all: 0, in: 0, count: runs.selected ? 0 : box.count }]));
  if (runs.selected) {
    for (let run = 0; run < runs.count; run++) if (inside(runs, run)) countIn(chosen.get(codeOf(run)));
  }
  for (const run of byRank(runs)) {
    const box = boxOf.get(codeOf(run));
    const seen = chosen.get(codeOf(run));
    if (!box || !seen) continue;
    const share = inside(runs, run) ? placeOf(seen.in++, seen.count, runs.count) : (seen.all + 0.5) / box.count;
    seen.all += 1;
    const edge = Math.min(EDGE / length, (box.high - box.low) * 0.12);
    at[run] = box.high - edge - share * (box.high - box.low - 2 * edge);
  }
  return at;
}

function countIn(seen: { count: number } | undefined): void {
  if (seen) seen.count += 1;
}

function placeOf(place: number, count: number, runs: number): number {
  const share = (place + 0.5) / count;
  return runs <= EVEN ? share : Math.log1p((share * count) / 2) / Math.log1p(count / 2);
}
