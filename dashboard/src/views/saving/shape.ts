/** A shape of an SVG on the page, drawn where it stands there. */
import { disc } from "../../charts/kit/path";
import type { Pen } from "../../charts/kit/pen";
import { ink } from "./ink";
import { number, type Outline, outlinesOf, type Point } from "./outline";

export function drawShape(pen: Pen, shape: SVGGeometryElement, style: CSSStyleDeclaration, alpha: number): void {
  const place = placing(shape);
  const fill = ink(style.fill, alpha * Number(style.fillOpacity));
  if (shape.localName === "circle") {
    const [x, y] = place([number(shape, "cx"), number(shape, "cy")]);
    if (fill) disc(pen, x, y, number(shape, "r"), fill);
    return;
  }
  const outlines = outlinesOf(shape).map((outline) => ({ ...outline, points: outline.points.map(place) }));
  trace(pen, outlines);
  if (fill && shape.localName !== "line") {
    pen.fillStyle = fill;
    pen.fill();
  }
  const stroke = ink(style.stroke, alpha * Number(style.strokeOpacity));
  if (stroke) drawStroke(pen, outlines, style, stroke);
}

/** From the units of a shape to places on the page: pages stretch and move their drawings, they never turn them. */
function placing(shape: SVGGeometryElement): (point: Point) => Point {
  const { a = 1, d = 1, e = 0, f = 0 } = shape.getScreenCTM() ?? {};
  return ([x, y]) => [a * x + e, d * y + f];
}

function trace(pen: Pen, outlines: readonly Outline[]): void {
  pen.beginPath();
  for (const { points, closed } of outlines) {
    points.forEach(([x, y], i) => {
      if (i) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    });
    if (closed) pen.closePath();
  }
}

function drawStroke(pen: Pen, outlines: readonly Outline[], style: CSSStyleDeclaration, colour: string): void {
  const width = Number.parseFloat(style.strokeWidth);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineJoin = style.strokeLinejoin === "round" ? "round" : "miter";
  pen.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat));
  pen.stroke();
  pen.setLineDash([]);
  if (style.strokeLinecap !== "round") return;
  for (const { points } of outlines) {
    for (const end of [points[0], points.at(-1)]) if (end) disc(pen, ...end, width / 2, colour);
  }
}
