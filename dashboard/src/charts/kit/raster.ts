/**
 * Very many faint lines of one colour, as pixels.
 *
 * A canvas blends a thousand strokes one after the other, each over all that lies below. For one colour the result is
 * known without blending: n layers of alpha a leave (1 - a)^n of the ground. So lines only add what they weigh,
 * -ln(1 - a), to a sum for each pixel, and the picture is made once, at the end. Sums are kept as differences down each
 * column: a span costs four additions however long it is.
 */
import type { Pixels } from "./pen";
import type { Rgb } from "./theme";

/** What a line of this alpha weighs. */
export function weightOf(alpha: number): number {
  return -Math.log1p(-Math.min(alpha, 0.999));
}

export class Raster {
  private readonly sums: Float32Array;
  /** Differences of a column: two longer, so that the last span may end beyond it. */
  private readonly stride: number;

  /** Sizes in pixels of the device. */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.stride = height + 2;
    this.sums = new Float32Array(width * this.stride);
  }

  /** Adds `weight` to what lies between `top` and `bottom` in a column; ends count by the part of a pixel they cover. */
  span(column: number, top: number, bottom: number, weight: number): void {
    const from = Math.max(top, 0);
    const to = Math.min(bottom, this.height);
    if (!(to > from)) return;
    const sums = this.sums;
    const base = column * this.stride;
    const first = Math.trunc(from);
    const last = Math.trunc(to);
    const partFirst = weight * (from - first);
    const partLast = weight * (to - last);
    sums[base + first]! += weight - partFirst;
    sums[base + first + 1]! += partFirst;
    sums[base + last]! -= weight - partLast;
    sums[base + last + 1]! -= partLast;
  }

  /** A straight line `thick` wide from left to right; the ends may lie outside. */
  segment(x0: number, y0: number, x1: number, y1: number, thick: number, weight: number): void {
    if (!(x1 >= x0) || Number.isNaN(y0 + y1)) return;
    const slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0;
    const first = Math.max(0, Math.floor(x0));
    const last = Math.min(this.width - 1, Math.ceil(x1) - 1);
    for (let column = first; column <= last; column++) {
      const from = Math.max(x0, column);
      const to = Math.min(x1, column + 1);
      this.piece(column, y0 + (from - x0) * slope, y0 + (to - x0) * slope, to - from, thick, weight);
    }
    if (x1 === x0 && first <= this.width - 1) this.piece(first, y0, y1, 0, thick, weight);
  }

  /** The part of a line within one column: its area, spread over the pixels that it touches. */
  piece(column: number, y0: number, y1: number, along: number, thick: number, weight: number): void {
    const rise = y1 > y0 ? y1 - y0 : y0 - y1;
    const top = Math.min(y1, y0) - thick / 2;
    const length = rise === 0 ? along : Math.sqrt(along * along + rise * rise);
    this.span(column, top, top + rise + thick, (weight * thick * length) / (rise + thick));
  }

  /**
   * One column of many lines: each goes from `at + by * left` to `at + by * right` while it crosses it. As `piece` for
   * each, but for lines that are known to stay inside: this is where nearly all of the time goes.
   */
  crossing(
    column: number,
    at: Float32Array,
    by: Float32Array,
    left: number,
    right: number,
    thick: number,
    weight: number,
  ): void {
    const { sums } = this;
    const base = column * this.stride;
    const half = thick / 2;
    for (let i = 0; i < at.length; i++) {
      const y0 = at[i]! + by[i]! * left;
      const y1 = at[i]! + by[i]! * right;
      const rise = Math.abs(y1 - y0);
      const top = Math.min(y0, y1) - half;
      const bottom = top + rise + thick;
      const each = (weight * thick * Math.sqrt(1 + rise * rise)) / (rise + thick);
      const first = Math.trunc(top);
      const last = Math.trunc(bottom);
      const partFirst = each * (top - first);
      const partLast = each * (bottom - last);
      sums[base + first]! += each - partFirst;
      sums[base + first + 1]! += partFirst;
      sums[base + last]! -= each - partLast;
      sums[base + last + 1]! -= partLast;
    }
  }

  /** Copies a column onto the ones that follow: lines that run level cost one column. */
  repeat(column: number, times: number): void {
    const from = column * this.stride;
    for (let i = 1; i <= times && column + i < this.width; i++) {
      this.sums.copyWithin((column + i) * this.stride, from, from + this.stride);
    }
  }

  /** The picture in one colour; `turned` swaps its axes. */
  pixels([r, g, b]: Rgb, turned = false): Pixels {
    const [width, height] = turned ? [this.height, this.width] : [this.width, this.height];
    const data = new Uint8ClampedArray(width * height * 4);
    const words = new Uint32Array(data.buffer);
    const colour = wordOf(r, g, b);
    const [across, down] = turned ? [width, 1] : [1, width];
    for (let column = 0; column < this.width; column++) {
      const base = column * this.stride;
      let at = column * across;
      let sum = 0;
      for (let row = 0; row < this.height; row++, at += down) {
        sum += this.sums[base + row]!;
        if (sum > 1e-3) words[at] = colour | (alphaOf(sum) << ALPHA_SHIFT);
      }
    }
    return { width, height, data };
  }
}

const LITTLE = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const ALPHA_SHIFT = LITTLE ? 24 : 0;

function wordOf(r: number, g: number, b: number): number {
  return LITTLE ? r | (g << 8) | (b << 16) : (r << 24) | (g << 16) | (b << 8);
}

/** Alpha of a sum, from a table: a picture has a hundred thousand of them. */
const STEPS = 512;
const FULL = 6;
const ALPHAS = Uint8Array.from({ length: STEPS + 1 }, (_, i) => Math.round(255 * -Math.expm1((-i / STEPS) * FULL)));

function alphaOf(sum: number): number {
  return sum >= FULL ? 255 : ALPHAS[Math.round((sum / FULL) * STEPS)]!;
}
