/** Very many points: they fall into cells, which are darker by the logarithm of how many fell there. */
import type { Pen } from "./pen";

export const CELL = 2;

export interface Cells {
  /** Places of the cells' corners. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly count: Uint32Array;
  /** The mean of what the points of a cell weigh. */
  readonly mean: Float32Array;
}

/** Counts points into cells of 2 px. Points without a place (NaN) are left out. */
export function cells(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  chosen: ArrayLike<number>,
  weight?: ArrayLike<number>,
): Cells {
  const found = new Map<number, { count: number; sum: number }>();
  for (let i = 0; i < chosen.length; i++) {
    const point = chosen[i]!;
    const key = keyOf(xs[point]!, ys[point]!);
    if (Number.isNaN(key)) continue;
    const cell = found.get(key);
    const sum = weight?.[point] ?? 0;
    if (cell) {
      cell.count += 1;
      cell.sum += sum;
    } else found.set(key, { count: 1, sum });
  }
  return listed(found);
}

const ROW = 1 << 14;

function keyOf(x: number, y: number): number {
  return Math.floor(x / CELL) * ROW + Math.floor(y / CELL);
}

function listed(found: Map<number, { count: number; sum: number }>): Cells {
  const size = found.size;
  const made = {
    x: new Float32Array(size),
    y: new Float32Array(size),
    count: new Uint32Array(size),
    mean: new Float32Array(size),
  };
  let i = 0;
  for (const [key, { count, sum }] of found) {
    made.x[i] = Math.floor(key / ROW) * CELL;
    made.y[i] = (key % ROW) * CELL;
    made.count[i] = count;
    made.mean[i] = sum / count;
    i += 1;
  }
  return made;
}

const MOST = 0.85;

/** Alpha of a cell with `count` points, where a single one has `base`. */
export function cellAlpha(count: number, base: number): number {
  return Math.min(MOST, base + base * 0.55 * Math.log2(count));
}

export function drawCells(pen: Pen, drawn: Cells, base: number, colour: string | ((mean: number) => string)): void {
  const one = typeof colour === "string" ? colour : null;
  if (one !== null) pen.fillStyle = one;
  for (let i = 0; i < drawn.x.length; i++) {
    if (typeof colour !== "string") pen.fillStyle = colour(drawn.mean[i]!);
    pen.globalAlpha = cellAlpha(drawn.count[i]!, base);
    pen.fillRect(drawn.x[i]!, drawn.y[i]!, CELL, CELL);
  }
  pen.globalAlpha = 1;
}
