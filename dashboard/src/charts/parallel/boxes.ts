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
export function spread(runs: Runs, codes: Codes, placed: readonly Box[], length: number): Float32Array {
  const at = new Float32Array(runs.count).fill(Number.NaN);
  const slots = placed.map((box) => slotOf(box, runs, length));
  const slotOfCode = new Map(slots.map((slot) => [slot.code, slot]));
  const byCode = Array.from({ length: Math.max(0, ...placed.map(codeBelow)) }, (_, code) => slotOfCode.get(code));
  const find = (run: number) => (codes(run) === ABSENT ? slotOfCode.get(ABSENT) : byCode[codes(run)]);
  if (runs.selected) {
    for (let run = 0; run < runs.count; run++) {
      const slot = inside(runs, run) ? find(run) : undefined;
      if (slot) slot.chosen += 1;
    }
  }
  for (const run of byRank(runs)) {
    const slot = find(run);
    if (!slot) continue;
    const share = inside(runs, run) ? placeOf(slot.inside++, slot.chosen, runs.count) : (slot.seen + 0.5) / slot.count;
    slot.seen += 1;
    at[run] = slot.top - share * slot.height;
  }
  return at;
}

type Codes = (run: number) => number;

interface Slot {
  readonly code: number;
  readonly count: number;
  readonly top: number;
  readonly height: number;
  /** How many of its runs are selected; how many, and of these, were placed so far. */
  chosen: number;
  seen: number;
  inside: number;
}

function slotOf(box: Box, runs: Runs, length: number): Slot {
  const edge = Math.min(EDGE / length, (box.high - box.low) * 0.12);
  const [top, height] = [box.high - edge, box.high - box.low - 2 * edge];
  return { code: box.code, count: box.count, top, height, chosen: runs.selected ? 0 : box.count, seen: 0, inside: 0 };
}

function codeBelow(box: Box): number {
  return box.code === ABSENT ? 0 : box.code + 1;
}

function placeOf(place: number, count: number, runs: number): number {
  const share = (place + 0.5) / count;
  return runs <= EVEN ? share : Math.log1p((place + 0.5) / 2) / Math.log1p(count / 2);
}
