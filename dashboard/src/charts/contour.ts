/** The objective smoothed over two parameters; paler where few runs say so. */
import { charts as words } from "../messages/charts";
import type { Chart } from "./kit/chart";
import { ramp } from "./kit/colour";
import { grouped } from "./kit/format";
import { ring } from "./kit/path";
import { MANY } from "./kit/runs";
import type { FieldCell } from "./scatter/field";
import { field } from "./scatter/field";
import type { Pair, PairInput, PairOptions } from "./scatter/pair";
import { drawFrame, hitPair, pair, pointPair } from "./scatter/pair";
import { pointable } from "./scatter/points";

export interface ContourScene extends Pair {
  readonly field: readonly FieldCell[];
}

export const contour: Chart<PairInput, PairOptions, ContourScene> = {
  layout: (input, size, options) => {
    const made = pair(input, size, options);
    return { ...made, field: field(made, options.scale) };
  },
  draw: (pen, scene, theme) => {
    drawFrame(pen, theme, scene);
    for (const { x, y, width, height, good, support } of scene.field) {
      pen.globalAlpha = 0.12 + 0.88 * support;
      pen.fillStyle = ramp(theme, good);
      pen.fillRect(x, y, width, height);
    }
    pen.globalAlpha = 1;
    if (scene.input.runs.count > MANY) return;
    const { x, y, runs } = scene.points;
    for (const run of pointable(runs)) ring(pen, x[run]!, y[run]!, 2, theme.ink, theme.bg, 1);
  },
  point: pointPair,
  hit: hitPair,
  describe: ({ input: { axis, other, runs } }) => words.contourOf(axis.label, other.label, grouped(runs.count)),
};
