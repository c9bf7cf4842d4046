/** The words of the page, drawn line by line where the browser has put them. */
import type { Pen } from "../../charts/kit/pen";
import { fitted } from "../../charts/kit/text";
import { ink } from "./ink";

/** How far words may reach, in places of the window. */
export interface Room {
  right: number;
  bottom: number;
}

interface Line {
  said: string;
  left: number;
  right: number;
  middle: number;
}

/** What is drawn beyond the room is measured with an error of so much. */
const SLACK = 1;

export function drawText(pen: Pen, text: Text, style: CSSStyleDeclaration, room: Room, alpha: number): void {
  const inSvg = text.parentElement instanceof SVGElement;
  const colour = ink(inSvg ? style.fill : style.color, alpha);
  if (!colour) return;
  const size = Number.parseFloat(style.fontSize);
  pen.font = `${style.fontWeight} ${size}px ${style.fontFamily}`;
  pen.textBaseline = "middle";
  for (const line of linesOf(text)) {
    if (line.left > room.right || line.middle > room.bottom) continue;
    const whole = line.right <= room.right + SLACK;
    const { align, x } = whole ? placeOf(inSvg ? style.textAnchor : style.textAlign, line) : LEFT(line);
    pen.textAlign = align;
    const said = whole ? line.said : fitted(line.said, room.right - line.left, size);
    if (inSvg) drawHalo(pen, said, x, line.middle, style, alpha);
    pen.fillStyle = colour;
    pen.fillText(said, x, line.middle);
  }
}

const LEFT = ({ left }: Line) => ({ align: "left", x: left }) as const;

/** Where the words are held: another font than that of the page is wider on the other side only. */
function placeOf(held: string, line: Line): { align: CanvasTextAlign; x: number } {
  if (held === "right" || held === "end") return { align: "right", x: line.right };
  if (held === "center" || held === "middle") return { align: "center", x: (line.left + line.right) / 2 };
  return LEFT(line);
}

/** What keeps words readable over lines. */
function drawHalo(pen: Pen, said: string, x: number, y: number, style: CSSStyleDeclaration, alpha: number): void {
  const halo = ink(style.stroke, alpha);
  if (!halo) return;
  pen.strokeStyle = halo;
  pen.lineWidth = Number.parseFloat(style.strokeWidth);
  pen.lineJoin = "round";
  pen.strokeText(said, x, y);
}

/** Where the browser broke the text, it goes on at another height. */
function linesOf(text: Text): Line[] {
  const range = document.createRange();
  const lines: Line[] = [];
  for (const word of text.data.matchAll(/\S+/g)) {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const [last, middle] = [lines.at(-1), (top + bottom) / 2];
    if (last && Math.abs(last.middle - middle) < 1) {
      last.said += ` ${word[0]}`;
      last.left = Math.min(last.left, left);
      last.right = Math.max(last.right, right);
    } else lines.push({ said: word[0], left, right, middle });
  }
  return lines;
}
