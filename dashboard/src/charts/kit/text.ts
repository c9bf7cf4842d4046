/** Words on a chart: their font, a halo that keeps them readable over lines, and places where they do not collide. */
import type { Pen } from "./pen";
import type { Theme } from "./theme";

export interface Style {
  readonly size?: number;
  readonly weight?: 400 | 500 | 600;
  readonly align?: CanvasTextAlign;
  readonly colour?: string;
  /** What the text stands on; null where it needs no halo. */
  readonly halo?: string | null;
}

const SIZE = 10.5;
const HALO = 3.5;

export function write(pen: Pen, theme: Theme, text: string, x: number, y: number, style: Style = {}): void {
  pen.font = `${style.weight ?? 400} ${style.size ?? SIZE}px ${theme.sans}`;
  pen.textAlign = style.align ?? "left";
  pen.textBaseline = "middle";
  if (style.halo !== null) {
    pen.lineWidth = HALO;
    pen.lineJoin = "round";
    pen.strokeStyle = style.halo ?? theme.bg;
    pen.strokeText(text, x, y);
  }
  pen.fillStyle = style.colour ?? theme.ink3;
  pen.fillText(text, x, y);
}

const NARROW = /[iljtfrI.,:;'|()[\] ]/;
const WIDE = /[mwMW@%]/;
const ELLIPSIS = "…";

/** About how wide a text is. Layouts must not ask the font: they are the same with and without a screen. */
export function widthOf(text: string, size: number = SIZE): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return width * size;
}

/** The text cut to a width, with an ellipsis where something is missing. Reads no more of it than fits. */
export function fitted(text: string, width: number, size: number = SIZE): string {
  const room = width / size;
  let [used, read, kept] = [0, 0, 0];
  for (const letter of text) {
    used += letterWidth(letter);
    if (used > room) return text.slice(0, kept || letter.length) + ELLIPSIS;
    read += letter.length;
    if (used + letterWidth(ELLIPSIS) <= room) kept = read;
  }
  return text;
}

/** In parts of the font's size. */
function letterWidth(letter: string): number {
  if (NARROW.test(letter)) return 0.31;
  return WIDE.test(letter) ? 0.85 : 0.55;
}

/** Places for labels `height` apart, each as near to its own as the others let it be, inside `low` to `high`. */
export function apart(wanted: readonly number[], height: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const places: number[] = new Array(wanted.length);
  let least = low;
  for (const i of order) {
    places[i] = Math.max(least, wanted[i]!);
    least = places[i]! + height;
  }
  let most = high;
  for (const i of order.reverse()) {
    places[i] = Math.min(most, places[i]!);
    most = places[i]! - height;
  }
  return places;
}
