/** Small shapes. */
import type { Pen } from "./pen";

export function line(pen: Pen, x0: number, y0: number, x1: number, y1: number, colour: string, width = 1): void {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

export function dashed(pen: Pen, dash: number[], draw: () => void): void {
  pen.setLineDash(dash);
  draw();
  pen.setLineDash([]);
}

export function disc(pen: Pen, x: number, y: number, radius: number, fill: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
}

export function ring(pen: Pen, x: number, y: number, radius: number, stroke: string, fill: string, width = 1.6): void {
  disc(pen, x, y, radius, fill);
  pen.strokeStyle = stroke;
  pen.lineWidth = width;
  pen.stroke();
}

export function cross(pen: Pen, x: number, y: number, radius: number, colour: string, width = 1.5): void {
  pen.beginPath();
  pen.moveTo(x - radius, y - radius);
  pen.lineTo(x + radius, y + radius);
  pen.moveTo(x - radius, y + radius);
  pen.lineTo(x + radius, y - radius);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/** A suggestion: not a run, so it has no colour. */
export function diamond(pen: Pen, x: number, y: number, radius: number, stroke: string, fill: string): void {
  pen.beginPath();
  pen.moveTo(x, y - radius);
  pen.lineTo(x + radius, y);
  pen.lineTo(x, y + radius);
  pen.lineTo(x - radius, y);
  pen.closePath();
  pen.lineWidth = 4.5;
  pen.strokeStyle = fill;
  pen.stroke();
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 1.6;
  pen.strokeStyle = stroke;
  pen.stroke();
}

/** A line through points from `from` to `to`; what has no place (NaN) is left out. */
export function trace(pen: Pen, xs: ArrayLike<number>, ys: ArrayLike<number>, from: number, to: number): void {
  pen.beginPath();
  let drawing = false;
  for (let i = from; i < to; i++) {
    const [x, y] = [xs[i]!, ys[i]!];
    if (Number.isNaN(x) || Number.isNaN(y)) drawing = false;
    else if (drawing) pen.lineTo(x, y);
    else {
      pen.moveTo(x, y);
      drawing = true;
    }
  }
}

/** The area between two lines over the same places. */
export function ribbon(pen: Pen, xs: ArrayLike<number>, upper: ArrayLike<number>, lower: ArrayLike<number>): void {
  pen.beginPath();
  for (let i = 0; i < xs.length; i++) i ? pen.lineTo(xs[i]!, upper[i]!) : pen.moveTo(xs[i]!, upper[i]!);
  for (let i = xs.length - 1; i >= 0; i--) pen.lineTo(xs[i]!, lower[i]!);
  pen.closePath();
}

/** Draws inside a rectangle only. */
export function clipped(pen: Pen, x: number, y: number, width: number, height: number, draw: () => void): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  draw();
  pen.restore();
}

/** The middle of a device's pixel, so that hairlines are one pixel wide. */
export function crisp(place: number): number {
  return Math.round(place) + 0.5;
}
