/** What a chart draws, as an SVG. */
import type { Chart } from "../kit/chart";
import { SvgPen } from "../kit/svg";
import type { Size } from "../types";
import { theme } from "./theme";

export function drawing<I, O, S>(
  chart: Chart<I, O, S>,
  input: I,
  size: Size,
  options: O,
  pointed: readonly number[] = [],
): string {
  const scene = chart.layout(input, size, options);
  const pen = new SvgPen(size);
  chart.draw(pen, scene, theme);
  chart.point(pen, scene, theme, pointed);
  return pen.toString().replaceAll(theme.sans.replaceAll('"', "&quot;"), "sans");
}
