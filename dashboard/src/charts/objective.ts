/** The objective over the number of the run or over time, with the best so far. */
import { charts as words } from "../messages/charts";
import type { Chart } from "./kit/chart";
import { grouped, metric } from "./kit/format";
import { nearestPoint } from "./kit/hit";
import { byRank, inside } from "./kit/runs";
import { draw, point } from "./objective/draw";
import type { ObjectiveInput, ObjectiveOptions, ObjectiveScene } from "./objective/scene";
import { layout } from "./objective/scene";

export type { ObjectiveInput, ObjectiveOptions, ObjectiveScene } from "./objective/scene";

export const objective: Chart<ObjectiveInput, ObjectiveOptions, ObjectiveScene> = {
  layout,
  draw,
  point,
  hit: (scene, x, y) => {
    const { runs } = scene.input;
    return nearestPoint(
      scene.x,
      scene.y,
      runs.selected ? byRank(runs).filter((run) => inside(runs, run)) : byRank(runs),
      x,
      y,
    );
  },
  describe: ({ input: { runs }, failed, best }) => {
    const said = best < 0 ? "" : `${words.number(runs.number[best]!)}, ${metric(runs.value[best]!)}`;
    return words.objectiveOf(grouped(runs.count), grouped(failed), said);
  },
};
