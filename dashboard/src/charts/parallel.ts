/** Parallel coordinates: every parameter and the objective, with filters on the axes themselves. */
import { charts as words } from "../messages/charts";
import type { Chart } from "./kit/chart";
import { grouped } from "./kit/format";
import { draw, point } from "./parallel/draw";
import { nearestLink } from "./parallel/links";
import type { ParallelInput, ParallelOptions, ParallelScene } from "./parallel/scene";
import { layout } from "./parallel/scene";

export type { Zone } from "./parallel/brush";
export { dragged, nudged, pressed, zoneAt } from "./parallel/brush";
export { Handles } from "./parallel/Handles";
export type { ParallelInput, ParallelOptions, ParallelScene } from "./parallel/scene";
export type { OnFilter } from "./parallel/tool";
export { axesTool } from "./parallel/tool";

export const parallel: Chart<ParallelInput, ParallelOptions, ParallelScene> = { layout, draw, point, hit, describe };

function hit(scene: ParallelScene, x: number, y: number): number {
  return scene.ground.side ? nearestLink(scene, y, x) : nearestLink(scene, x, y);
}

function describe(scene: ParallelScene): string {
  const axes = scene.input.axes.map(({ label }) => label).join(", ");
  return words.parallelOf(axes, grouped(scene.total), grouped(scene.drawn));
}
