/** What a person takes hold of on an axis, and the filter that comes of it. Ends of a range are easy to take. */
import type { Filter } from "../types";
import type { Lane } from "./lanes";
import { along } from "./lanes";
import type { ParallelScene } from "./scene";

export type Zone =
  | { readonly lane: number; readonly part: "head" }
  /** A value of a category, or the absent ones of any axis. */
  | { readonly lane: number; readonly part: "box"; readonly code: number }
  /** An end of a range, its middle, or the bare axis. */
  | { readonly lane: number; readonly part: "low" | "high" | "range" | "track" };

/** Half of what can be taken of an end of a range, and how far from an axis it can be taken. */
const HANDLE = 8;
const BESIDE = 10;

/** What lies at a place; null between the axes. */
export function zoneAt(scene: ParallelScene, x: number, y: number): Zone | null {
  const [a, b] = scene.ground.side ? [y, x] : [x, y];
  const lane = scene.lanes.findIndex((one) => a >= one.from - BESIDE && a <= one.to + BESIDE);
  const found = scene.lanes[lane];
  if (!found) return null;
  if (!scene.ground.side && b < scene.ground.head - HANDLE) return { lane, part: "head" };
  const box = boxAt(scene, found, b);
  if (box !== null) return { lane, part: "box", code: box };
  return found.scale ? { lane, part: partAt(scene, found, b) } : null;
}

function boxAt(scene: ParallelScene, lane: Lane, b: number): number | null {
  for (const box of lane.boxes) {
    const ends = [along(scene.ground, box.low), along(scene.ground, box.high)];
    if (b >= Math.min(...ends) && b <= Math.max(...ends)) return box.code;
  }
  return null;
}

function partAt(scene: ParallelScene, lane: Lane, b: number): "low" | "high" | "range" | "track" {
  const ends = rangeOf(scene, lane);
  if (!ends) return "track";
  const [toLow, toHigh] = [Math.abs(b - ends[0]), Math.abs(b - ends[1])];
  if (Math.min(toLow, toHigh) <= HANDLE) return toLow < toHigh ? "low" : "high";
  return b > Math.min(...ends) && b < Math.max(...ends) ? "range" : "track";
}

/** Pixels of the least and the greatest value that an axis lets in; null where it lets in all. */
export function rangeOf(scene: ParallelScene, lane: Lane): [number, number] | null {
  const filter = scene.options.filters[lane.axis.path];
  if (!filter || !("range" in filter) || !lane.scale) return null;
  return [clamped(lane, lane.scale.at(filter.range[0])), clamped(lane, lane.scale.at(filter.range[1]))];
}

/** The filter after a drag from pixel `from` to `to` along the axis that began in `zone`. */
export function dragged(scene: ParallelScene, zone: Zone, from: number, to: number): Filter | null {
  const lane = scene.lanes[zone.lane];
  if (!lane?.scale || zone.part === "head" || zone.part === "box") return null;
  const range = rangeOf(scene, lane);
  if (!range || zone.part === "track") return between(lane, from, to);
  if (zone.part === "low") return between(lane, range[1], to);
  if (zone.part === "high") return between(lane, range[0], to);
  return moved(lane, range, to - from);
}

/** The filter after an end of a range was moved by pixels, as arrow keys do; without a range it begins at an end. */
export function nudged(scene: ParallelScene, lane: Lane, part: "low" | "high", by: number): Filter | null {
  if (!lane.scale) return null;
  const [low, high] = rangeOf(scene, lane) ?? lane.scale.range;
  return part === "low" ? between(lane, low + by, high) : between(lane, low, high + by);
}

/** The filter after a value was pressed: in or out; null when every value or none is left. */
export function pressed(scene: ParallelScene, zone: Zone): Filter | null {
  const lane = scene.lanes[zone.lane];
  if (!lane || zone.part !== "box") return null;
  const filter = scene.options.filters[lane.axis.path];
  const before = filter && "codes" in filter ? filter.codes : [];
  const after = before.includes(zone.code) ? before.filter((code) => code !== zone.code) : [...before, zone.code];
  const every = lane.axis.kind === "category" && after.length === lane.boxes.length;
  return after.length && !every ? { codes: after } : null;
}

/** A range is moved as a whole and stops at the ends of the axis. */
function moved(lane: Lane, [low, high]: [number, number], by: number): Filter {
  const [first, last] = [Math.min(...lane.scale!.range), Math.max(...lane.scale!.range)];
  const [least, most] = [Math.min(low, high), Math.max(low, high)];
  const step = Math.max(first - least, Math.min(last - most, by));
  return between(lane, low + step, high + step);
}

function between(lane: Lane, a: number, b: number): Filter {
  const ends = [clamped(lane, a), clamped(lane, b)].map((pixel) => valueAt(lane, pixel)).sort((p, q) => p - q);
  return { range: ends as [number, number] };
}

/** At its ends the value is that of the domain to the last digit, so that the runs there stay in. */
function valueAt(lane: Lane, pixel: number): number {
  const { range, domain } = lane.scale!;
  if (pixel === range[0]) return domain[0];
  return pixel === range[1] ? domain[1] : lane.scale!.invert(pixel);
}

function clamped(lane: Lane, pixel: number): number {
  const range = lane.scale!.range;
  return Math.max(Math.min(...range), Math.min(Math.max(...range), pixel));
}
