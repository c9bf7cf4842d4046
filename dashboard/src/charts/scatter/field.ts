/** The objective smoothed over two parameters, and how many runs say so. */
import type { Placing } from "../kit/placing";
import { quantile } from "../kit/quantiles";
import { byRank, inside, MANY, ranked } from "../kit/runs";
import { extent, fitting, forward } from "../kit/scale";
import type { Axis } from "../types";
import { ABSENT } from "../types";
import type { Pair } from "./pair";

/** One direction of the field, cut into pieces. */
interface Cuts {
  readonly edges: readonly (readonly [number, number])[];
  /** How much a run counts for a piece, from 0 to 1. */
  readonly weight: (run: number, piece: number) => number;
}

export interface FieldCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 is the worst of what is shown, 1 the best. */
  readonly good: number;
  /** From 0, nobody was near, to 1. */
  readonly support: number;
}

const PIECES = 32;
/** Beyond so many widths a run does not count. */
const FAR = 3;
const LEAST_SUPPORT = 0.06;

export function field({ input, frame, across, up }: Pair, wanted: "log" | "linear"): FieldCell[] {
  const { runs } = input;
  const many = runs.count > MANY;
  const chosen = byRank(runs).filter((run) => ranked(runs, run) && inside(runs, run));
  const kind = fitting(wanted, input.better, extent(runs.value, runs.count) ?? [0, 1]);
  const values = Float64Array.from(chosen, (run) => forward(kind, runs.value[run]!));
  const [best, bad] = [values[0] ?? 0, quantile(values, 0.8) ?? 1];
  const columns = cuts(input.axis, across, [frame.left, frame.right], many);
  const rows = cuts(input.other, up, [frame.bottom, frame.top], many);
  const enough = many ? 6 : 1.2;
  return columns.edges.flatMap(([x0, x1], column) => {
    const near = weighed(chosen, (run) => columns.weight(run, column));
    return rows.edges.flatMap(([y0, y1], row) => {
      let [sum, weight] = [0, 0];
      for (const { i, share } of near) {
        const part = share * rows.weight(chosen[i]!, row);
        weight += part;
        sum += part * values[i]!;
      }
      const support = Math.min(1, weight / enough);
      if (support < LEAST_SUPPORT) return [];
      const good = bad === best ? 1 : 1 - (sum / weight - best) / (bad - best);
      const [left, top] = [Math.min(x0, x1), Math.min(y0, y1)];
      return [{ x: left, y: top, width: Math.abs(x1 - x0), height: Math.abs(y1 - y0), good, support }];
    });
  });
}

function weighed(chosen: Uint32Array, share: (run: number) => number): { i: number; share: number }[] {
  const found: { i: number; share: number }[] = [];
  chosen.forEach((run, i) => {
    const part = share(run);
    if (part > 0) found.push({ i, share: part });
  });
  return found;
}

/** Categories are pieces of their own, numbers are cut evenly and smoothed. */
function cuts(axis: Axis, placing: Placing, range: readonly [number, number], many: boolean): Cuts {
  if (axis.kind === "category") {
    return {
      edges: placing.slots.map(({ from, to }) => [from + 1, to - 1] as const),
      weight: (run, piece) => (axis.codes[run] === placing.slots[piece]!.code ? 1 : 0),
    };
  }
  const first = placing.slots.find(({ code }) => code === ABSENT)?.to ?? range[0];
  const size = (range[1] - first) / PIECES;
  const width = Math.abs(range[1] - first) * (many ? 0.05 : 0.1);
  const edges = Array.from({ length: PIECES }, (_, i) => [first + i * size, first + (i + 1) * size] as const);
  return {
    edges: edges.map(([from, to]) => [Math.round(from), Math.round(to)] as const),
    weight: (run, piece) => {
      if (Number.isNaN(axis.values[run]!)) return 0;
      const off = (placing.at[run]! - (edges[piece]![0] + edges[piece]![1]) / 2) / width;
      return Math.abs(off) > FAR ? 0 : Math.exp(-0.5 * off * off);
    },
  };
}
