/** A pen that writes SVG: every chart can be saved as a drawing, and tests can read what was drawn. */
import type { Size } from "../types";
import type { Pen } from "./pen";

type Paint = string | CanvasGradient | CanvasPattern;

/** What `save` keeps. */
interface State {
  fillStyle: Paint;
  strokeStyle: Paint;
  lineWidth: number;
  globalAlpha: number;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  lineJoin: CanvasLineJoin;
}

const FIRST: State = {
  fillStyle: "#000",
  strokeStyle: "#000",
  lineWidth: 1,
  globalAlpha: 1,
  font: "10px sans-serif",
  textAlign: "left",
  textBaseline: "alphabetic",
  lineJoin: "miter",
};

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: "middle", right: "end", end: "end" };

export class SvgPen implements Pen {
  fillStyle = FIRST.fillStyle;
  strokeStyle = FIRST.strokeStyle;
  lineWidth = FIRST.lineWidth;
  globalAlpha = FIRST.globalAlpha;
  font = FIRST.font;
  textAlign = FIRST.textAlign;
  textBaseline = FIRST.textBaseline;
  lineJoin = FIRST.lineJoin;
  private dash: number[] = [];
  private path: string[] = [];
  private readonly parts: string[] = [];
  private readonly saved: { state: State; groups: number }[] = [];
  private groups = 0;
  private clips = 0;

  constructor(
    readonly size: Size,
    private readonly ground: string | null = null,
  ) {}

  beginPath(): void {
    this.path = [];
  }

  moveTo(x: number, y: number): void {
    this.path.push(`M${n(x)} ${n(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.path.push(`L${n(x)} ${n(y)}`);
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path.push(`C${n(x1)} ${n(y1)} ${n(x2)} ${n(y2)} ${n(x)} ${n(y)}`);
  }

  closePath(): void {
    this.path.push("Z");
  }

  /** Whole circles only: charts draw no other arcs. */
  arc(x: number, y: number, radius: number): void {
    const half = (to: number) => `A${n(radius)} ${n(radius)} 0 1 1 ${n(to)} ${n(y)}`;
    this.path.push(`M${n(x + radius)} ${n(y)}${half(x - radius)}${half(x + radius)}Z`);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${n(x)} ${n(y)}H${n(x + width)}V${n(y + height)}H${n(x)}Z`);
  }

  roundRect(x: number, y: number, width: number, height: number, radii: number): void {
    const r = Math.max(0, Math.min(radii, Math.abs(width) / 2, Math.abs(height) / 2));
    const corner = (dx: number, dy: number) => `a${n(r)} ${n(r)} 0 0 1 ${n(dx)} ${n(dy)}`;
    this.path.push(
      `M${n(x + r)} ${n(y)}H${n(x + width - r)}${corner(r, r)}V${n(y + height - r)}${corner(-r, r)}`,
      `H${n(x + r)}${corner(-r, -r)}V${n(y + r)}${corner(r, -r)}Z`,
    );
  }

  fill(): void {
    this.parts.push(`<path d="${this.path.join("")}"${paint("fill", this.fillStyle)}${this.alpha()}/>`);
  }

  stroke(): void {
    const width = ` stroke-width="${n(this.lineWidth)}"`;
    const join = this.lineJoin === "miter" ? "" : ` stroke-linejoin="${this.lineJoin}"`;
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    const line = `${paint("stroke", this.strokeStyle)}${width}${join}${dash}${this.alpha()}`;
    this.parts.push(`<path d="${this.path.join("")}" fill="none"${line}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const size = `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;
    this.parts.push(`<rect ${size}${paint("fill", this.fillStyle)}${this.alpha()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    this.text(text, x, y, paint("fill", this.fillStyle));
  }

  strokeText(text: string, x: number, y: number): void {
    const halo = `${paint("stroke", this.strokeStyle)} stroke-width="${n(this.lineWidth)}" stroke-linejoin="round"`;
    this.text(text, x, y, ` fill="none"${halo}`);
  }

  setLineDash(dash: number[]): void {
    this.dash = dash;
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin } = this;
    const state = { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineJoin };
    this.saved.push({ state, groups: this.groups });
  }

  restore(): void {
    const saved = this.saved.pop();
    if (!saved) return;
    for (; this.groups > saved.groups; this.groups--) this.parts.push("</g>");
    Object.assign(this, saved.state);
  }

  clip(): void {
    this.clips += 1;
    this.groups += 1;
    const id = `clip${this.clips}`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path.join("")}"/></clipPath><g clip-path="url(#${id})">`);
  }

  /** Until what was saved is back, everything lies further right and down. */
  translate(x: number, y: number): void {
    this.groups += 1;
    this.parts.push(`<g transform="translate(${n(x)} ${n(y)})">`);
  }

  /** The whole drawing. */
  toString(): string {
    const { width, height } = this.size;
    const size = `width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}"`;
    const ground = this.ground ? `<rect width="100%" height="100%" fill="${escaped(this.ground)}"/>\n` : "";
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${ground}${this.parts.join("\n")}\n</svg>\n`;
  }

  private text(text: string, x: number, y: number, painted: string): void {
    const [, weight, size, family] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const anchor = ANCHORS[this.textAlign] ? ` text-anchor="${ANCHORS[this.textAlign]}"` : "";
    const middle = this.textBaseline === "middle" ? ' dominant-baseline="central"' : "";
    const font = ` font-size="${size}" font-weight="${weight}" font-family="${escaped(family ?? "")}"`;
    this.parts.push(
      `<text x="${n(x)}" y="${n(y)}"${anchor}${middle}${font}${painted}${this.alpha()}>${escaped(text)}</text>`,
    );
  }

  private alpha(): string {
    return this.globalAlpha === 1 ? "" : ` opacity="${n(this.globalAlpha * 100) / 100}"`;
  }
}

/** Tenths of a pixel are enough, and keep a drawing of a thousand lines small. */
function n(value: number): number {
  return Math.round(value * 10) / 10;
}

/** SVG 1.1 has no rgba: alpha stands apart. */
function paint(what: "fill" | "stroke", style: Paint): string {
  const parts = /^rgba\((\d+),(\d+),(\d+),([\d.]+)\)$/.exec(String(style));
  if (!parts) return ` ${what}="${escaped(String(style))}"`;
  return ` ${what}="rgb(${parts.slice(1, 4).join(",")})" ${what}-opacity="${parts[4]}"`;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
