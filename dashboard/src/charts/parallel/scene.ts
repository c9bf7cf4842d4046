/** Where everything of parallel coordinates lies. */
import { byRank, HUGE, inside, MANY, places, SAMPLE, sample, selectedCount } from "../kit/runs";
import type { Axis, Filters, Runs, Size } from "../types";
import type { Ground, Lane } from "./lanes";
import { laneOf } from "./lanes";

export interface ParallelInput {
  /** From the left; the objective last. Hidden ones are left out, a new order is another list. */
  readonly axes: readonly Axis[];
  readonly runs: Runs;
}

export interface ParallelOptions {
  readonly filters: Filters;
  /** Paths of axes that are turned round. */
  readonly flipped?: ReadonlySet<string>;
  /** With very many runs: every line, not 1,000 of them. */
  readonly all?: boolean;
  /** While a brush moves, lines are those of a sample. */
  readonly moving?: boolean;
}

export interface ParallelScene {
  readonly input: ParallelInput;
  readonly options: ParallelOptions;
  readonly size: Size;
  readonly ground: Ground;
  readonly lanes: readonly Lane[];
  /** Grey lines of the selection, worst first. */
  readonly rest: Uint32Array;
  /** Lines outside the selection, drawn as a trace. */
  readonly outside: Uint32Array;
  /** Coloured lines, the best last. */
  readonly best: Uint32Array;
  /** How many runs of the selection are drawn as lines, of how many. */
  readonly drawn: number;
  readonly total: number;
}

/** Narrower than this, the chart lies on its side, so that labels stay readable. */
const NARROW = 620;
const BOX = 46;
const BOX_SIDE = 22;
const LINE = 2;
const LINE_SIDE = 14;

export function layout(input: ParallelInput, size: Size, options: ParallelOptions): ParallelScene {
  const side = size.width < NARROW;
  const ground: Ground = side ? { side, foot: 0, head: size.width - 6 } : { side, foot: size.height - 8, head: 40 };
  const edges = edgesOf(input.axes, size, side);
  const lanes = input.axes.map((axis, i) =>
    laneOf(axis, input.runs, ground, edges[i]!, options.flipped?.has(axis.path) ?? false),
  );
  return { input, options, size, ground, lanes, ...chosen(input.runs, options) };
}

/** Edges of the lanes across: as thick as what they hold, the same distance apart. */
function edgesOf(axes: readonly Axis[], size: Size, side: boolean): [number, number][] {
  const [first, last] = side ? [20, size.height - 10] : [4, size.width - 4];
  const thick = axes.map((axis) => (axis.kind === "category" ? (side ? BOX_SIDE : BOX) : side ? LINE_SIDE : LINE));
  const before = side ? 16 : axes[0]?.kind === "category" ? 4 : 52;
  const after = side ? 22 : axes.at(-1)?.kind === "category" ? 4 : 46;
  const free = last - first - before - after - thick.reduce((sum, width) => sum + width, 0);
  const gap = axes.length > 1 ? free / (axes.length - 1) : 0;
  let at = first + before;
  return thick.map((width) => {
    const edges: [number, number] = [at, at + width];
    at += width + gap;
    return edges;
  });
}

function chosen(runs: Runs, options: ParallelOptions) {
  const place = places(runs);
  const grey = (run: number) => place[run] === -1;
  const total = selectedCount(runs);
  const some = runs.count > HUGE && (options.moving === true || options.all !== true);
  const lines = some ? sample(runs) : byRank(runs).filter((run) => inside(runs, run));
  return {
    rest: lines.filter(grey).reverse(),
    outside: outsideOf(runs, options),
    best: Uint32Array.from(runs.best).reverse(),
    drawn: some ? Math.min(total, lines.length) : total,
    total,
  };
}

/** Of the runs outside the selection, those of a sample of all are enough to show where they were. */
function outsideOf(runs: Runs, options: ParallelOptions): Uint32Array {
  if (!runs.selected) return new Uint32Array(0);
  const order = byRank(runs);
  const step =
    runs.count > HUGE || (options.moving && runs.count > MANY) ? runs.count / Math.min(runs.count, SAMPLE) : 1;
  const some = Uint32Array.from({ length: Math.floor(runs.count / step) }, (_, i) => order[Math.floor(i * step)]!);
  return some.filter((run) => !inside(runs, run));
}

/** Across and along to x and y. */
export function place(scene: ParallelScene, a: number, b: number): [number, number] {
  return scene.ground.side ? [b, a] : [a, b];
}
