/** The curves of all runs of a sweep: grey, the best coloured, each labelled where its line ends. */
import { charts as words } from "../messages/charts";
import { draw, point } from "./curves/draw";
import type { CurvesInput, CurvesOptions, CurvesScene } from "./curves/scene";
import { lastValue, layout } from "./curves/scene";
import type { Chart } from "./kit/chart";
import { grouped } from "./kit/format";
import { distanceToCurve, REACH } from "./kit/hit";
import { inside } from "./kit/runs";
import { NOTHING } from "./types";

export type { CurvesInput, CurvesOptions, CurvesScene } from "./curves/scene";

export const curves: Chart<CurvesInput, CurvesOptions, CurvesScene> = { layout, draw, point, hit, describe };

/** A coloured line is meant before a grey one at the same distance. */
const FAVOUR = 1.5;

function hit(scene: CurvesScene, x: number, y: number): number {
  let [found, least] = [NOTHING, REACH];
  if (scene.options.window && (x < scene.frame.left || x > scene.frame.right)) return NOTHING;
  for (const lines of [scene.best, scene.rest]) {
    const favour = lines === scene.best ? FAVOUR : 0;
    for (let i = 0; i < lines.run.length; i++) {
      if (!inside(scene.input.runs, lines.run[i]!)) continue;
      const distance = distanceToCurve(lines.x, lines.y, lines.start[i]!, lines.start[i + 1]!, x, y) - favour;
      if (distance < least) {
        least = distance;
        found = lines.run[i]!;
      }
    }
  }
  return found;
}

function describe(scene: CurvesScene): string {
  const { metric, runs } = scene.input;
  const first = runs.best[0];
  const best = first === undefined ? "" : `${words.number(runs.number[first]!)}, ${lastValue(scene, first)}`;
  return words.curvesOf(metric, grouped(runs.count), best);
}
