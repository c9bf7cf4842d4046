/** How far the upright axis of curves reaches. The worst tenth does not set it: their lines leave the plot. */
import { quantile } from "../kit/quantiles";
import { remembered } from "../kit/remembered";
import type { ScaleKind } from "../kit/scale";
import { backward, extent, fitting, forward, opened, padded } from "../kit/scale";
import type { Better, Lines } from "../types";

const PAD = 0.03;
/** Of the last values this share is left out, of the first ones (bad in every run) more. */
const WORST = 0.1;
const WORST_FIRST = 0.25;
/** So few curves all count. */
const FEW = 3;

/** The scale that a metric is drawn on. */
export function kindOf(lines: Lines, wanted: "log" | "linear", better: Better | null): ScaleKind {
  const all = extentOf(lines);
  return all ? fitting(wanted, better, all) : "linear";
}

/** Lines are not changed in place, so that a brush over the runs finds the domain as it was. */
export function domainOf(lines: Lines, kind: ScaleKind, better: Better | null): [number, number] {
  return remembered(lines, `domain ${kind} ${better}`, () => {
    const all = extentOf(lines);
    return all ? padded(kind, opened(kind, better ? within(lines, kind, better, all) : all), PAD) : [0, 1];
  });
}

function within(lines: Lines, kind: ScaleKind, better: Better, all: [number, number]): [number, number] {
  const [firsts, lasts] = ends(lines);
  if (lasts.length <= FEW) return all;
  const goodFirst = (values: number[]) =>
    Float64Array.from(values, (value) => forward(kind, value) * (better === "lower" ? -1 : 1)).sort();
  const cut = Math.min(quantile(goodFirst(lasts), WORST), quantile(goodFirst(firsts), WORST_FIRST));
  const worst = backward(kind, better === "lower" ? -cut : cut);
  return better === "lower" ? [all[0], Math.min(all[1], worst)] : [Math.max(all[0], worst), all[1]];
}

function ends(lines: Lines): [number[], number[]] {
  const [firsts, lasts]: [number[], number[]] = [[], []];
  for (let line = 0; line < lines.count; line++) {
    const [from, to] = [lines.start[line]!, lines.start[line + 1]!];
    if (to === from || !Number.isFinite(lines.y[from]!) || !Number.isFinite(lines.y[to - 1]!)) continue;
    firsts.push(lines.y[from]!);
    lasts.push(lines.y[to - 1]!);
  }
  return [firsts, lasts];
}

function extentOf(lines: Lines): [number, number] | null {
  return remembered(lines, "extent", () => extent(lines.y, lines.start[lines.count]!));
}
