/** Where an axis is marked: round values, those with the fewest digits first. */
import type { Tick } from "../types";
import { short } from "./format";
import type { Scale } from "./scale";
import { backward, forward } from "./scale";

/** Leading digits of a decade, in the order in which they deserve a place. */
const DIGITS = [1, 5, 2, 3, 7, 1.5] as const;
const STEPS = [1, 2, 2.5, 5, 10] as const;
/** Under this many decades a logarithm is nearly straight, and equal steps read better. */
const STRAIGHT = 0.5;

/** Round values in equal steps, about `count` of them. */
export function linearTicks(low: number, high: number, count = 5): number[] {
  if (!(high > low)) return Number.isFinite(low) ? [low] : [];
  const rough = Number.isFinite(high - low) ? (high - low) / count : high / count - low / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => cleaned((first + i) * step));
}

/** Candidates for a scale of logarithms, most wanted first. */
function decadeTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  for (const digit of DIGITS) {
    for (let power = first; power <= last; power++) ticks.push(cleaned(digit * 10 ** power));
  }
  const inside = (value: number) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9);
  return ticks.filter((value) => Number.isFinite(value) && inside(value));
}

/** Candidates, most wanted first. */
function candidates(scale: Scale): number[] {
  const [low, high] = [...scale.domain].sort((a, b) => a - b) as [number, number];
  const length = Math.abs(forward(scale.kind, high) - forward(scale.kind, low));
  if (scale.kind === "linear" || length < STRAIGHT) return linearTicks(low, high, wanted(scale));
  if (scale.kind === "log") return decadeTicks(low, high);
  const most = 1 - low;
  const least = Math.max(1 - high, 1 - backward("error", forward("error", high)));
  return decadeTicks(least, most).map((error) => cleaned(1 - error));
}

function wanted(scale: Scale): number {
  return Math.max(2, Math.min(6, Math.floor(Math.abs(scale.range[1] - scale.range[0]) / 34)));
}

/** The marks of a scale, at least `gap` pixels apart, in order of place. */
export function ticks(scale: Scale, gap = 18, label: (value: number) => string = short): Tick[] {
  const taken: Tick[] = [];
  for (const value of candidates(scale)) {
    const at = scale.at(value);
    if (taken.every((tick) => Math.abs(tick.at - at) >= gap)) taken.push({ at, label: label(value) });
  }
  return taken.sort((a, b) => a.at - b.at);
}

/** Marks at whole numbers, such as rows and numbers of runs; the first one is always there. */
export function wholeTicks(scale: Scale, gap: number, label: (value: number) => string = short): Tick[] {
  const [low, high] = scale.domain;
  const room = Math.max(1, Math.floor(Math.abs(scale.range[1] - scale.range[0]) / gap));
  const values = linearTicks(low, high, room).filter(Number.isInteger);
  if (Number.isInteger(low) && !values.includes(low)) values.unshift(low);
  const marks = values.map((value) => ({ at: scale.at(value), label: label(value) }));
  return marks.filter((tick, i) => i === 0 || Math.abs(tick.at - marks[0]!.at) >= gap * 0.6);
}

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
function cleaned(value: number): number {
  return Number(value.toPrecision(12));
}
