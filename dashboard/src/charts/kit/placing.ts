/** Where runs lie along one parameter: by its value, or in the slot of its category, spread so that they stay apart. */
import { charts as words } from "../../messages/charts";
import type { Axis, Runs, Tick } from "../types";
import { ABSENT } from "../types";
import { rate } from "./format";
import type { Scale } from "./scale";
import { band, extent, scale } from "./scale";
import { fitted, widthOf } from "./text";
import { ticks } from "./ticks";

export interface Slot {
  /** Index into the levels, or `ABSENT`. */
  readonly code: number;
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface Placing {
  /** Pixels of each run. */
  readonly at: Float32Array;
  readonly ticks: readonly Tick[];
  /** Of categories, and the one of absent values. */
  readonly slots: readonly Slot[];
  /** Of numbers. */
  readonly scale: Scale | null;
}

/** Share of a slot over which its runs are spread. */
const SPREAD = 0.62;
/** Both ways of spreading are even; with different ones, runs in two slots do not lie on a diagonal. */
const SPREAD_BY = { across: 0.618034, up: 0.414214 } as const;
const INSET = 6;
const ABSENT_WIDTH = 44;

export function placing(axis: Axis, runs: Runs, range: readonly [number, number], gap = 52): Placing {
  return axis.kind === "category" ? categories(axis, runs, range) : numbers(axis, runs, range, gap);
}

/** Pixels grow downward: a range that falls goes up. */
function spreadOf(range: readonly [number, number]): number {
  return range[1] < range[0] ? SPREAD_BY.up : SPREAD_BY.across;
}

function categories(axis: Extract<Axis, { kind: "category" }>, runs: Runs, range: readonly [number, number]): Placing {
  const codes = axis.levels.map((_, code) => code).reverse();
  if (has(runs, (run) => axis.codes[run] === ABSENT)) codes.unshift(ABSENT);
  const { start, width } = band(codes.length, range);
  const slots = codes.map((code, i) => {
    const label = code === ABSENT ? words.absent : axis.levels[code]!;
    return { code, label, from: start(i), to: start(i) + width };
  });
  const slotOf = new Map(slots.map((slot) => [slot.code, slot]));
  const at = new Float32Array(runs.count);
  const spread = spreadOf(range);
  for (let run = 0; run < runs.count; run++) at[run] = inSlot(slotOf.get(axis.codes[run]!), runs, run, spread);
  return { at, slots, scale: null, ticks: slotTicks(slots) };
}

/** A run's place in a slot is always the same: an irrational step spreads its number evenly. */
function inSlot(slot: Slot | undefined, runs: Runs, run: number, spread: number): number {
  if (!slot) return Number.NaN;
  const share = ((runs.number[run]! * spread) % 1) - 0.5;
  return (slot.from + slot.to) / 2 + share * (slot.to - slot.from) * SPREAD;
}

function slotTicks(slots: readonly Slot[]): Tick[] {
  const made = slots.map(({ label, from, to }) => ({ at: (from + to) / 2, label: fitted(label, Math.abs(to - from)) }));
  const room = Math.abs((slots[0]?.to ?? 0) - (slots[0]?.from ?? 0));
  const every = Math.max(1, Math.ceil(14 / Math.max(1, room)));
  return made.filter((_, i) => i % every === 0);
}

function numbers(
  axis: Extract<Axis, { kind: "number" }>,
  runs: Runs,
  range: readonly [number, number],
  gap: number,
): Placing {
  const absent = has(runs, (run) => Number.isNaN(axis.values[run]!));
  const towards = Math.sign(range[1] - range[0]);
  const first = range[0] + towards * (absent ? ABSENT_WIDTH : INSET);
  const made = scale(axis.scale, domainOf(axis, runs), [first, range[1] - towards * INSET]);
  const slots = absent
    ? [{ code: ABSENT, label: words.absent, from: range[0], to: range[0] + towards * ABSENT_WIDTH }]
    : [];
  const at = new Float32Array(runs.count);
  for (let run = 0; run < runs.count; run++) {
    const value = axis.values[run]!;
    at[run] = Number.isNaN(value) ? inSlot(slots[0], runs, run, spreadOf(range)) : made.at(value);
  }
  return { at, slots, scale: made, ticks: [...slotTicks(slots), ...ticks(made, gap, rate)] };
}

function domainOf(axis: Extract<Axis, { kind: "number" }>, runs: Runs): [number, number] {
  const [low, high] = axis.domain ?? extent(axis.values, runs.count) ?? [1, 10];
  if (axis.scale === "log" && !(low > 0)) return [high > 0 ? high / 1e3 : 1, high > 0 ? high : 10];
  if (low < high) return [low, high];
  return axis.scale === "log" ? [low / 2, low * 2] : [low - 1, low + 1];
}

function has(runs: Runs, test: (run: number) => boolean): boolean {
  for (let run = 0; run < runs.count; run++) if (test(run)) return true;
  return false;
}

/** Labels at the foot that would leave the chart are moved in. */
export function footAlign(tick: Tick, from: number, to: number): CanvasTextAlign {
  const half = widthOf(tick.label, 10) / 2;
  return tick.at - half < from ? "left" : tick.at + half > to ? "right" : "center";
}
