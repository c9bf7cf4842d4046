/** Runs over two parameters, coloured by their rank: where the good ones are. */
import { charts as words } from "../messages/charts";
import type { Chart } from "./kit/chart";
import { grouped } from "./kit/format";
import { byRank, ranked } from "./kit/runs";
import type { Pair, PairInput, PairOptions } from "./scatter/pair";
import { drawFrame, hitPair, pair, pointPair } from "./scatter/pair";
import { drawRanks } from "./scatter/points";

export const rank: Chart<PairInput, PairOptions, Pair> = {
  layout: pair,
  draw: (pen, scene, theme) => {
    const { runs } = scene.input;
    drawFrame(pen, theme, scene);
    drawRanks(pen, theme, scene.points, byRank(runs).filter((run) => ranked(runs, run)).length);
  },
  point: pointPair,
  hit: hitPair,
  describe: ({ input: { axis, other, runs } }) => words.rankOf(axis.label, other.label, grouped(runs.count)),
};
