/** When each run ran, a lane for each agent: bars by outcome. */
import { charts as words } from "../messages/charts";
import type { Chart } from "./kit/chart";
import { placeColour, rest } from "./kit/colour";
import { grouped, short } from "./kit/format";
import { outcomeOf } from "./kit/marks";
import { crisp, cross, line } from "./kit/path";
import type { Pen } from "./kit/pen";
import { inside, places } from "./kit/runs";
import type { Scale } from "./kit/scale";
import { scale } from "./kit/scale";
import { fitted, widthOf, write } from "./kit/text";
import type { Theme } from "./kit/theme";
import { timeTicks } from "./kit/times";
import type { Runs, Tick } from "./types";
import { NOTHING } from "./types";

export interface TimelineInput {
  readonly runs: Runs;
  /** Seconds from the start of the sweep; NaN for runs that have not started. A run that goes on ends now. */
  readonly start: ArrayLike<number>;
  readonly end: ArrayLike<number>;
  /** Index into `lanes`. */
  readonly lane: ArrayLike<number>;
  /** From the top; a further place of the same agent has no label. */
  readonly lanes: readonly { readonly label: string }[];
}

export interface TimelineOptions {
  readonly now: number;
  readonly time?: (seconds: number) => string;
}

export interface TimelineScene {
  readonly input: TimelineInput;
  readonly x: Scale;
  readonly ticks: readonly Tick[];
  readonly lane: number;
  readonly foot: number;
  readonly left: number;
}

/** Pixels of a lane and its gap: a page makes the chart `timelineHeight` tall. */
const LANE = 22;
const TOP = 6;
const FOOT = 24;
const BAR = 0.8;

export function timelineHeight(lanes: number): number {
  return TOP + Math.max(1, lanes) * LANE + FOOT;
}

export const timeline: Chart<TimelineInput, TimelineOptions, TimelineScene> = {
  layout: (input, size, options) => {
    const widest = Math.max(0, ...input.lanes.map(({ label }) => widthOf(label, 11)));
    const left = Math.min(size.width / 3, widest + 14);
    const x = scale("linear", [0, Math.max(1, options.now)], [left, size.width - 12]);
    const lane = (size.height - TOP - FOOT) / Math.max(1, input.lanes.length);
    return { input, x, ticks: timeTicks(x, options.time ?? short), lane, foot: size.height - FOOT, left };
  },
  draw,
  point: (pen, scene, theme, runs) => {
    for (const run of runs) {
      const bar = barOf(scene, run);
      if (!bar) continue;
      pen.beginPath();
      pen.rect(bar.x, bar.y, bar.width, bar.height);
      pen.strokeStyle = theme.point;
      pen.lineWidth = 2;
      pen.stroke();
      numberAbove(pen, scene, theme, run, bar.x, bar.y);
    }
  },
  hit,
  describe: ({ input }) => words.timelineOf(grouped(input.runs.count), grouped(input.lanes.length)),
};

function numberAbove(pen: Pen, scene: TimelineScene, theme: Theme, run: number, x: number, y: number): void {
  const text = words.number(scene.input.runs.number[run]!);
  write(pen, theme, text, x, y < 12 ? y + scene.lane + 2 : y - 7, { size: 11, weight: 600, colour: theme.pointInk });
}

function barOf({ input, x, lane }: TimelineScene, run: number) {
  const [from, to] = [x.at(input.start[run]!), x.at(input.end[run]!)];
  if (Number.isNaN(from + to)) return null;
  return { x: from, y: TOP + input.lane[run]! * lane, width: Math.max(1, to - from - 1), height: lane * BAR };
}

function draw(pen: Pen, scene: TimelineScene, theme: Theme): void {
  const { runs, lanes } = scene.input;
  for (const { at, label } of scene.ticks) {
    line(pen, crisp(at), TOP - 2, crisp(at), scene.foot, theme.line);
    write(pen, theme, label, at, scene.foot + 12, { align: "center" });
  }
  lanes.forEach(({ label }, i) => {
    const text = fitted(label, scene.left - 8, 11);
    write(pen, theme, text, 0, TOP + (i + BAR / 2) * scene.lane, { size: 11, colour: theme.ink });
  });
  const place = places(runs);
  for (let run = 0; run < runs.count; run++) drawBar(pen, scene, theme, run, place[run]!);
}

/** A bar this wide has room for its number. */
const NUMBERED = 26;

function drawBar(pen: Pen, scene: TimelineScene, theme: Theme, run: number, place: number): void {
  const { runs } = scene.input;
  const bar = barOf(scene, run);
  if (!bar) return;
  const { x, y, width, height } = bar;
  const end = x + width;
  const coloured = place >= 0;
  const outcome = outcomeOf(runs.state[run]!);
  pen.fillStyle = coloured ? placeColour(theme, place, runs.best.length) : rest(theme, inside(runs, run) ? 0.32 : 0.08);
  pen.fillRect(x, y, width, height);
  if (!inside(runs, run)) return;
  if (outcome === "failed") cross(pen, end - Math.min(5, width / 2), y + height / 2, 3, theme.fail);
  else if (outcome === "stopped" && width > 4) line(pen, end - 2, y, end - 2, y + height, theme.ink3, 2);
  else if (outcome === "running") line(pen, end, y, end, y + height, theme.live, 2);
  if (width < NUMBERED || height < 11) return;
  const colour = coloured ? theme.bg : theme.ink;
  write(pen, theme, words.number(runs.number[run]!), x + 5, y + height / 2 + 0.5, { size: 10, halo: null, colour });
}

function hit(scene: TimelineScene, x: number, y: number): number {
  const { runs, lane } = scene.input;
  const row = Math.floor((y - TOP) / scene.lane);
  for (let run = runs.count - 1; run >= 0; run--) {
    if (lane[run] !== row || !inside(runs, run)) continue;
    const bar = barOf(scene, run);
    if (bar && x >= bar.x - 1 && x <= bar.x + bar.width + 1) return run;
  }
  return NOTHING;
}
