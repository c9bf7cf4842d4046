/** Marks of time. */
import type { Tick } from "../types";
import type { Scale } from "./scale";
import { linearTicks } from "./ticks";

/** Steps that people count in, in seconds. */
const STEPS = [
  1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 432000, 864000, 2592000,
] as const;
const GAP = 64;

/** Marks of a scale of seconds from 0; the start itself is left out. */
export function timeTicks(x: Scale, label: (seconds: number) => string): Tick[] {
  const most = x.domain[1];
  const room = Math.max(1, Math.floor((x.range[1] - x.range[0]) / GAP));
  const step = STEPS.find((time) => most / time <= room);
  const values = step
    ? Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step)
    : linearTicks(0, most, room).slice(1);
  return values.map((value) => ({ at: x.at(value), label: label(value) }));
}
