/** How unlike each run was from all before it: covering, exploring, refining. */
import { charts as words } from "../messages/charts";
import type { Frame } from "./kit/axes";
import { footLabels, gridLines } from "./kit/axes";
import type { Chart } from "./kit/chart";
import { placeColour, rest } from "./kit/colour";
import { grouped } from "./kit/format";
import { crisp, dashed, line } from "./kit/path";
import type { Pen } from "./kit/pen";
import { places } from "./kit/runs";
import { widthOf, write } from "./kit/text";
import type { Theme } from "./kit/theme";
import type { Columns } from "./search/columns";
import { columns, nearestColumn } from "./search/columns";
import type { Runs, Size } from "./types";

export interface Novelty {
  /** Index into the runs. */
  readonly run: number;
  readonly number: number;
  /** From 0, the same, to 1, new. */
  readonly distance: number;
  readonly kind: "covering" | "exploring" | "refining";
}

export interface NoveltyInput {
  readonly runs: Runs;
  readonly novelties: readonly Novelty[];
  /** How many runs there will be; the last one so far, where nobody knows. */
  readonly last: number;
}

export interface NoveltyOptions {
  /** The distance that parts exploring from refining. */
  readonly threshold: number;
}

export interface NoveltyScene {
  readonly input: NoveltyInput;
  readonly options: NoveltyOptions;
  readonly frame: Frame;
  readonly columns: Columns;
  /** Numbers of the first and last run that covered the space. */
  readonly covering: readonly [number, number] | null;
}

/** A run that was tried before still has a column, so that it can be pointed at. */
const LEAST = 0.015;

export const novelty: Chart<NoveltyInput, NoveltyOptions, NoveltyScene> = {
  layout,
  draw,
  point: (pen, scene, theme, runs) => {
    for (const one of scene.input.novelties) if (runs.includes(one.run)) pointOne(pen, scene, theme, one);
  },
  hit: ({ columns: found, input }, x) => nearestColumn(found, input.novelties, x),
  describe: ({ input: { novelties } }) => {
    const count = (kind: Novelty["kind"]) => grouped(novelties.filter((one) => one.kind === kind).length);
    return words.noveltyOf(count("covering"), count("exploring"), count("refining"));
  },
};

function layout(input: NoveltyInput, size: Size, options: NoveltyOptions): NoveltyScene {
  const frame = { left: 36, right: Math.max(46, size.width - 62), top: 8, bottom: size.height - 36 };
  const numbers = input.novelties.map(({ number }) => number);
  const [first, last] = [numbers.length ? Math.min(...numbers) : 1, Math.max(input.last, ...numbers, 1)];
  const covered = input.novelties.filter(({ kind }) => kind === "covering").map(({ number }) => number);
  const covering = covered.length ? ([Math.min(...covered), Math.max(...covered)] as const) : null;
  return { input, options, frame, columns: columns(first, last, frame), covering };
}

function heightOf({ frame }: NoveltyScene, distance: number): number {
  return frame.bottom - Math.max(LEAST, Math.min(1, distance)) * (frame.bottom - frame.top);
}

function draw(pen: Pen, scene: NoveltyScene, theme: Theme): void {
  const { frame, input, covering } = scene;
  const middle = (frame.top + frame.bottom) / 2;
  const grid = [
    { at: frame.bottom, label: words.same },
    { at: middle, label: "" },
    { at: frame.top, label: words.fresh },
  ];
  gridLines(pen, theme, frame, grid);
  const place = places(input.runs);
  for (const one of input.novelties) drawOne(pen, scene, theme, one, place[one.run] ?? -1);
  if (covering) coveringLine(pen, scene, theme, covering);
  const beyond = (at: number) => !covering || at > scene.columns.x.at(covering[1]) + widthOf(words.covering);
  footLabels(
    pen,
    theme,
    frame,
    scene.columns.ticks.filter(({ at }) => beyond(at)),
  );
  threshold(pen, scene, theme);
  write(pen, theme, words.upUnlike, frame.right, frame.top, { align: "right" });
}

function drawOne(pen: Pen, scene: NoveltyScene, theme: Theme, one: Novelty, place: number): void {
  const { columns: found, frame, input } = scene;
  const [left, top] = [found.x.at(one.number) - found.width / 2, heightOf(scene, one.distance)];
  if (one.kind === "covering" && place < 0 && found.width > 3) {
    pen.beginPath();
    pen.rect(left + 0.5, top + 0.5, found.width - 1, frame.bottom - top - 1);
    pen.strokeStyle = theme.mark;
    pen.lineWidth = 1;
    pen.stroke();
    return;
  }
  pen.fillStyle = place >= 0 ? placeColour(theme, place, input.runs.best.length) : rest(theme, 0.5);
  pen.fillRect(left, top, found.width, frame.bottom - top);
}

function coveringLine(
  pen: Pen,
  { columns: { x, width }, frame }: NoveltyScene,
  theme: Theme,
  covering: readonly [number, number],
): void {
  const [from, to] = [x.at(covering[0]) - width / 2, x.at(covering[1]) + width / 2];
  line(pen, from, frame.bottom + 6, to, frame.bottom + 6, theme.mark);
  const at = Math.max((from + to) / 2, frame.left + widthOf(words.covering) / 2);
  write(pen, theme, words.covering, at, frame.bottom + 15, { align: "center" });
}

function threshold(pen: Pen, scene: NoveltyScene, theme: Theme): void {
  const { frame, covering } = scene;
  const y = heightOf(scene, scene.options.threshold);
  const from = covering ? scene.columns.x.at(covering[1] + 0.5) : frame.left;
  dashed(pen, [3, 3], () => line(pen, from, crisp(y), frame.right, crisp(y), theme.ink3));
  write(pen, theme, words.exploring, frame.right + 6, y - 8);
  write(pen, theme, words.refining, frame.right + 6, y + 8);
}

function pointOne(pen: Pen, scene: NoveltyScene, theme: Theme, one: Novelty): void {
  const { columns: found, frame } = scene;
  const [at, top] = [found.x.at(one.number), heightOf(scene, one.distance)];
  pen.beginPath();
  pen.rect(at - found.width / 2, top - 1, found.width, frame.bottom - top + 1);
  pen.strokeStyle = theme.point;
  pen.lineWidth = 2;
  pen.stroke();
  const style = { align: "center", size: 11, weight: 600, colour: theme.pointInk } as const;
  write(pen, theme, words.number(one.number), at, Math.max(8, top - 9), style);
}
