/** The shape of a distribution as it will be searched, small enough to be drawn beside its name. */
import type { ParameterView } from "./model";

/** Heights between 0 and 1, evenly spaced over the range that is shown. */
export interface Shape {
  heights: number[];
  /** Ends of the range; null where the distribution has none. */
  from: number | null;
  to: number | null;
  /** Whether the range is shown on a logarithmic scale. */
  log: boolean;
}

const POINTS = 33;
const REACH = 3;

/** The shape of a numeric parameter; null for constants and categories, which are shown by their values. */
export function shapeOf(parameter: ParameterView): Shape | null {
  if (parameter.kind === "constant" || parameter.kind === "categorical") return null;
  const family = parameter.distribution.replace(/^q_/, "");
  const log = parameter.scale === "log" && (parameter.min === null || parameter.min > 0);
  return { heights: heights(family), from: parameter.min, to: parameter.max, log };
}

/** Even distributions are flat on their own scale; so is a logarithmic one on a logarithmic axis. */
function heights(family: string): number[] {
  const places = Array.from({ length: POINTS }, (_, i) => i / (POINTS - 1));
  if (!family.includes("normal")) return places.map(() => 1);
  return places.map((place) => Math.exp(-0.5 * (REACH * (2 * place - 1)) ** 2));
}

/** Whether a parameter is searched evenly over so wide a range that nearly all values would be large ones. */
export function spansDecades({ distribution, min, max }: ParameterView): boolean {
  return distribution === "uniform" && min !== null && max !== null && min > 0 && max / min >= 100;
}
