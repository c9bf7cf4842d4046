/** What each suggestion promised, and what it brought. Squeezed by a root, so that 1 % can be seen beside 50 %. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { footLabels, gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { placeColour, rest } from "./kit/colour";
import { grouped, percent } from "./kit/format";
import { disc, ring } from "./kit/path";
import type { Pen } from "./kit/pen";
import { places } from "./kit/runs";
import { write } from "./kit/text";
import type { Theme } from "./kit/theme";
import type { Columns } from "./search/columns";
import { columns, nearestColumn } from "./search/columns";
import type { Runs, Size, Tick } from "./types";

export interface Gain {
  /** Index into the runs. */
  readonly run: number;
  readonly number: number;
  /** The expected gain when it was suggested, as a share of the best of then. */
  readonly expected: number;
  /** What it brought: 0 where it was not better. */
  readonly got: number;
  readonly running: boolean;
}

export interface GainInput {
  readonly runs: Runs;
  readonly gains: readonly Gain[];
  readonly next: { readonly number: number; readonly expected: number } | null;
}

export interface GainScene {
  readonly input: GainInput;
  readonly frame: Frame;
  readonly columns: Columns;
  readonly ticks: readonly Tick[];
  readonly most: number;
}

const TICKS = [0, 0.001, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1] as const;
const GAP = 17;

export const gain: Chart<GainInput, object, GainScene> = {
  layout,
  draw,
  point: (pen, scene, theme, runs) => {
    for (const one of scene.input.gains) if (runs.includes(one.run)) pointOne(pen, scene, theme, one);
  },
  hit: ({ columns: found, input, frame }, x, y) => (y < frame.top ? -1 : nearestColumn(found, input.gains, x)),
  describe: ({ input: { gains, next } }) => words.gainOf(grouped(gains.length), next ? percent(next.expected) : ""),
};

function layout(input: GainInput, size: Size): GainScene {
  const frame = { left: 40, right: Math.max(50, size.width - 48), top: 30, bottom: size.height - 22 };
  const numbers = [...input.gains.map(({ number }) => number), ...(input.next ? [input.next.number] : [])];
  const [first, last] = numbers.length ? [Math.min(...numbers), Math.max(...numbers)] : [1, 10];
  const sizes = [...input.gains.flatMap(({ expected, got }) => [expected, got]), input.next?.expected ?? 0];
  const most = Math.min(1, Math.max(0.02, ...sizes) * 1.1);
  const scene = { input, frame, columns: columns(first, last, frame), most };
  const ticks: Tick[] = [];
  for (const share of TICKS) {
    const at = heightOf(scene, share);
    if (share <= most && ticks.every((tick) => Math.abs(tick.at - at) >= GAP))
      ticks.push({ at, label: percent(share) });
  }
  return { ...scene, ticks };
}

function heightOf({ frame, most }: Pick<GainScene, "frame" | "most">, share: number): number {
  return frame.bottom - Math.sqrt(Math.max(0, Math.min(1, share / most))) * (frame.bottom - frame.top);
}

function draw(pen: Pen, scene: GainScene, theme: Theme): void {
  const { frame, input } = scene;
  const { x, width } = scene.columns;
  gridLines(pen, theme, frame, scene.ticks);
  footLabels(pen, theme, frame, scene.columns.ticks);
  const place = places(input.runs);
  for (const one of input.gains) drawOne(pen, scene, theme, one, place[one.run] ?? -1);
  if (input.next) {
    const [at, top] = [x.at(input.next.number), heightOf(scene, input.next.expected)];
    pen.beginPath();
    pen.rect(at - width / 2, top, width, frame.bottom - top);
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.4;
    pen.stroke();
    const beside = at + width / 2 + 5;
    write(pen, theme, words.next, beside, top - 12);
    write(pen, theme, percent(input.next.expected), beside, top + 1, { size: 11, weight: 600, colour: theme.ink });
  }
  write(pen, theme, words.gainBar, frame.right + 48, 6, { align: "right" });
  write(pen, theme, words.gainDot, frame.right + 48, 19, { align: "right" });
}

function drawOne(pen: Pen, scene: GainScene, theme: Theme, one: Gain, place: number): void {
  const { columns: found, frame, input } = scene;
  const [at, top, got] = [found.x.at(one.number), heightOf(scene, one.expected), heightOf(scene, one.got)];
  pen.fillStyle = rest(theme, 0.36);
  pen.fillRect(at - found.width / 2, top, found.width, Math.max(1, frame.bottom - top));
  const coloured = place >= 0 ? placeColour(theme, place, input.runs.best.length) : theme.ink2;
  if (one.running) ring(pen, at, got, 2.8, theme.live, theme.bg, 1.5);
  else disc(pen, at, got, one.got > 0 ? 3.4 : 2, one.got > 0 ? coloured : theme.ink3);
}

function pointOne(pen: Pen, scene: GainScene, theme: Theme, one: Gain): void {
  const [at, got] = [scene.columns.x.at(one.number), heightOf(scene, one.got)];
  disc(pen, at, got, 5.5, theme.bg);
  disc(pen, at, got, 4, theme.point);
  const style = { align: "center", size: 11, weight: 600, colour: theme.pointInk } as const;
  write(pen, theme, words.number(one.number), at, got - 11, style);
}
