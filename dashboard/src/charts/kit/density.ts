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
  const grid = gridOf(xs, ys, chosen);
  const count = new Uint32Array(grid.columns * grid.rows);
  const sum = new Float64Array(weight ? count.length : 0);
  const met: number[] = [];
  for (let i = 0; i < chosen.length; i++) {
    const point = chosen[i]!;
    const cell = placeIn(grid, xs[point]!, ys[point]!);
    if (Number.isNaN(cell)) continue;
    if (count[cell] === 0) met.push(cell);
    count[cell]! += 1;
    if (weight) sum[cell]! += weight[point]!;
  }
  return {
    x: Float32Array.from(met, (cell) => (grid.left + Math.floor(cell / grid.rows)) * CELL),
    y: Float32Array.from(met, (cell) => (grid.top + (cell % grid.rows)) * CELL),
    count: Uint32Array.from(met, (cell) => count[cell]!),
    mean: Float32Array.from(met, (cell) => (weight ? sum[cell]! / count[cell]! : 0)),
  };
}

/** The cells that the chosen points span, counted in cells from the corner of the chart. */
interface Grid {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
}

function gridOf(xs: ArrayLike<number>, ys: ArrayLike<number>, chosen: ArrayLike<number>): Grid {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < chosen.length; i++) {
    const [x, y] = [xs[chosen[i]!]!, ys[chosen[i]!]!];
    if (!Number.isFinite(x + y)) continue;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (left > right) return { left: 0, top: 0, columns: 0, rows: 0 };
  const [first, highest] = [Math.floor(left / CELL), Math.floor(top / CELL)];
  return {
    left: first,
    top: highest,
    columns: Math.floor(right / CELL) - first + 1,
    rows: Math.floor(bottom / CELL) - highest + 1,
  };
}

/** The index of the cell of a place; NaN for none. */
function placeIn(grid: Grid, x: number, y: number): number {
  if (!Number.isFinite(x + y)) return Number.NaN;
  return (Math.floor(x / CELL) - grid.left) * grid.rows + Math.floor(y / CELL) - grid.top;
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
