/** What every chart is: a layout that can be tested, and ways to draw, point at and describe what was laid out. */
import type { Size } from "../types";
import type { Pen, Screen } from "./pen";
import type { Theme } from "./theme";

export interface Chart<Input, Options, Scene> {
  /** Places everything; no pixel is touched. Cheap enough for each frame. */
  layout(input: Input, size: Size, options: Options): Scene;
  /** Draws all but what is pointed at. Many faint lines go to the screen as pixels, else as strokes. */
  draw(pen: Pen, scene: Scene, theme: Theme, screen?: Screen): void;
  /** Draws the runs that are pointed at or pinned, the last one on top, on a layer of its own; the labels too. */
  point(pen: Pen, scene: Scene, theme: Theme, runs: readonly number[]): void;
  /** The run under a place, or `NOTHING`. */
  hit(scene: Scene, x: number, y: number): number;
  /** One sentence for those who do not see it. */
  describe(scene: Scene): string;
}
