/** The quiet parts of a chart: hairlines across, and what is written at them. */
import type { Tick } from "../types";
import { crisp, line } from "./path";
import type { Pen } from "./pen";
import { write } from "./text";
import type { Theme } from "./theme";

/** The edges of the part of a chart that carries data. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Hairlines at the marks of the upright axis, labelled on their left. */
export function gridLines(pen: Pen, theme: Theme, frame: Frame, ticks: readonly Tick[], labelled = true): void {
  for (const { at, label } of ticks) {
    line(pen, frame.left, crisp(at), frame.right, crisp(at), theme.line);
    if (labelled) write(pen, theme, label, frame.left - 7, at, { align: "right" });
  }
}

/** Labels under the chart. */
export function footLabels(pen: Pen, theme: Theme, frame: Frame, ticks: readonly Tick[]): void {
  for (const { at, label } of ticks) write(pen, theme, label, at, frame.bottom + 13, { align: "center" });
}
