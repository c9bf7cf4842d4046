/** Runs as points: few with a mark each, very many as cells with the best on top. */
import { placeColour, rankColour, rest } from "../kit/colour";
import type { Cells } from "../kit/density";
import { cells, drawCells } from "../kit/density";
import { disc } from "../kit/path";
import type { Pen } from "../kit/pen";
import { remembered } from "../kit/remembered";
import { byRank, HUGE, inside, MANY, places, ranked } from "../kit/runs";
import type { Theme } from "../kit/theme";
import type { Runs } from "../types";

export interface Points {
  readonly runs: Runs;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** With a mark of their own, the best last. */
  readonly marks: Uint32Array;
  readonly outside: Cells | null;
  readonly inside: Cells | null;
}

/** `all`: with very many runs no marks but cells, as where every run is coloured by its rank. */
export function points(runs: Runs, x: Float32Array, y: Float32Array, all = false): Points {
  const { marked, out, within } = parted(runs);
  if (runs.count <= HUGE) return { runs, x, y, marks: marked, outside: null, inside: null };
  return {
    runs,
    x,
    y,
    marks: all ? new Uint32Array(0) : Uint32Array.from(runs.best).reverse(),
    outside: cells(x, y, out),
    inside: cells(x, y, within, runs.rank),
  };
}

/** The runs with a value, the best last, and which of them the selection leaves out and lets in: the same in each small chart. */
function parted(runs: Runs): { marked: Uint32Array; out: Uint32Array; within: Uint32Array } {
  return remembered(runs, "parted", () => {
    const marked = byRank(runs)
      .filter((run) => ranked(runs, run))
      .reverse();
    if (!runs.selected) return { marked, out: new Uint32Array(0), within: marked };
    return {
      marked,
      out: marked.filter((run) => !inside(runs, run)),
      within: marked.filter((run) => inside(runs, run)),
    };
  });
}

/** Points in grey, the best coloured. */
export function drawPoints(pen: Pen, theme: Theme, drawn: Points): void {
  const { runs } = drawn;
  if (drawn.outside) drawCells(pen, drawn.outside, 0.04, rest(theme, 1));
  if (drawn.inside) drawCells(pen, drawn.inside, runs.selected ? 0.3 : 0.16, rest(theme, 1));
  const place = places(runs);
  const many = runs.count > MANY;
  for (const run of drawn.marks) {
    const coloured = place[run]! >= 0;
    const alpha = !inside(runs, run) ? theme.restOut : many && !runs.selected ? 0.25 : 0.6;
    const colour = coloured ? placeColour(theme, place[run]!, runs.best.length) : rest(theme, alpha);
    const radius = coloured ? (many ? 2.2 : 3) : many ? 1.4 : 2.4;
    if (!Number.isNaN(drawn.x[run]! + drawn.y[run]!)) disc(pen, drawn.x[run]!, drawn.y[run]!, radius, colour);
  }
}

/** Every point in the colour of its rank. */
export function drawRanks(pen: Pen, theme: Theme, drawn: Points, count: number): void {
  const { runs } = drawn;
  if (drawn.outside) drawCells(pen, drawn.outside, 0.04, rest(theme, 1));
  if (drawn.inside) drawCells(pen, drawn.inside, 0.5, (mean) => rankColour(theme, mean, count));
  const radius = runs.count > MANY ? 2 : 3.6;
  for (const run of drawn.marks) {
    const colour = inside(runs, run) ? rankColour(theme, runs.rank[run]!, count) : rest(theme, 0.08);
    if (!Number.isNaN(drawn.x[run]! + drawn.y[run]!)) disc(pen, drawn.x[run]!, drawn.y[run]!, radius, colour);
  }
}

/** The runs that can be pointed at. */
export function pointable(runs: Runs): Uint32Array {
  return remembered(runs, "pointable", () => byRank(runs).filter((run) => ranked(runs, run) && inside(runs, run)));
}
