/** A part of the page as a picture: its words, grounds, rules and shapes, drawn anew as the browser has laid them out. */

import type { Pen, Screen } from "../../charts/kit/pen";
import type { Theme } from "../../charts/kit/theme";
import { ink } from "./ink";
import { drawShape } from "./shape";
import { type Painter, painted, type Shot } from "./shots";
import { drawText, type Room } from "./words";

/** Around what is saved, so that nothing stands at the edge. */
const MARGIN = 8;
/** What is there to be pressed, or for those who do not see the picture. */
const UNDRAWN = "button, select, title, .vh";

/** What charts of the part drew, by the `data-chart` of the element that each stands in. */
export type Charts = ReadonlyMap<string, Painter>;

/** The shot of what a selector finds in a section when the shot is asked for. */
export function shotIn(section: string, selector: string, charts?: Charts): () => Shot | null {
  return () => {
    const found = document.getElementById(section)?.querySelector(selector);
    return found ? pageShot(found, charts) : null;
  };
}

function pageShot(root: Element, charts: Charts = new Map()): Shot {
  const box = root.getBoundingClientRect();
  const size = { width: Math.ceil(box.width) + 2 * MARGIN, height: Math.ceil(box.height) + 2 * MARGIN };
  return painted((pen, theme, screen) => {
    pen.save();
    pen.translate(MARGIN - box.left, MARGIN - box.top);
    const room = { right: box.right + MARGIN, bottom: box.bottom + MARGIN };
    drawElement({ pen, theme, screen, charts }, root, room, 1);
    pen.restore();
  }, size);
}

interface Drawing {
  pen: Pen;
  theme: Theme;
  screen: Screen | undefined;
  charts: Charts;
}

function drawElement(drawing: Drawing, element: Element, around: Room, above: number): void {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden" || element.matches(UNDRAWN)) return;
  const alpha = above * Number(style.opacity);
  if (element.classList.contains("chart")) drawChart(drawing, element);
  else if (element instanceof SVGGeometryElement) drawShape(drawing.pen, element, style, alpha);
  else {
    if (element instanceof HTMLElement) drawBox(drawing.pen, element, style, alpha);
    drawInside(drawing, element, style, around, alpha);
  }
}

function drawInside(drawing: Drawing, element: Element, style: CSSStyleDeclaration, around: Room, alpha: number): void {
  const room = within(element, style, around);
  for (const child of Array.from(element.childNodes)) {
    if (child instanceof Text) drawText(drawing.pen, child, style, room, alpha);
    else if (child instanceof Element) drawElement(drawing, child, room, alpha);
  }
}

function drawChart({ pen, theme, screen, charts }: Drawing, element: Element): void {
  const paint = charts.get(element.closest<HTMLElement>("[data-chart]")?.dataset["chart"] ?? "");
  if (!paint) return;
  const { left, top } = element.getBoundingClientRect();
  pen.save();
  pen.translate(left, top);
  paint(pen, theme, screen);
  pen.restore();
}

/** What words have room for in an element that shows no more than fits into it. */
function within(element: Element, style: CSSStyleDeclaration, around: Room): Room {
  // What scrolls is saved whole.
  if (style.overflowX !== "hidden" && style.overflowX !== "clip") return around;
  const { right, bottom } = element.getBoundingClientRect();
  const inner = right - Number.parseFloat(style.paddingRight);
  return { right: Math.min(around.right, inner), bottom: Math.min(around.bottom, bottom) };
}

const SIDES = ["Top", "Right", "Bottom", "Left"] as const;

/** The ground of an element, and its borders. */
function drawBox(pen: Pen, element: HTMLElement, style: CSSStyleDeclaration, alpha: number): void {
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  fill(pen, ink(style.backgroundColor, alpha), left, top, width, height);
  for (const side of SIDES) {
    const thick = Number.parseFloat(style[`border${side}Width`]);
    if (!thick || style[`border${side}Style`] === "none") continue;
    const colour = ink(style[`border${side}Color`], alpha);
    if (side === "Top" || side === "Bottom")
      fill(pen, colour, left, side === "Top" ? top : bottom - thick, width, thick);
    else fill(pen, colour, side === "Left" ? left : right - thick, top, thick, height);
  }
}

function fill(pen: Pen, colour: string | null, x: number, y: number, width: number, height: number): void {
  if (!colour) return;
  pen.fillStyle = colour;
  pen.fillRect(x, y, width, height);
}
