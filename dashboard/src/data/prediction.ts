/** What a model's prediction means: a range, and a bell to draw. */
import type { Goal } from "./model";

/** A value as its model sees it: the median, and half the distance between one deviation to each side. */
export interface Predicted {
  mean: number;
  sd: number;
}

export interface Range {
  low: number;
  high: number;
}

/** Deviations to each side within which eight values in ten fall. */
const EIGHT_IN_TEN = 1.2815515655446004;

/**
 * How a prediction spreads. A positive loss is taken to spread on a logarithmic scale, where its range cannot reach
 * below 0; `sd` says how far, because (e^s - e^-s) / 2 = sd / mean.
 */
function spread({ mean, sd }: Predicted, goal: Goal): { at: (deviations: number) => number; logarithmic: boolean } {
  if (goal === "maximize" || mean <= 0) return { at: (z) => mean + z * sd, logarithmic: false };
  const logSd = Math.asinh(sd / mean);
  return { at: (z) => mean * Math.exp(z * logSd), logarithmic: true };
}

/** Where the value falls eight times in ten. */
export function likely(predicted: Predicted, goal: Goal): Range {
  const { at } = spread(predicted, goal);
  return { low: at(-EIGHT_IN_TEN), high: at(EIGHT_IN_TEN) };
}

/** Points of the bell from `from` to `to` deviations, its top at height 1. */
export function bell(predicted: Predicted, goal: Goal, reach = 2.6, points = 61): { x: number; y: number }[] {
  const { at } = spread(predicted, goal);
  return Array.from({ length: points }, (_, i) => {
    const z = -reach + (2 * reach * i) / (points - 1);
    return { x: at(z), y: Math.exp(-0.5 * z * z) };
  });
}

/** Whether the bell of a prediction is drawn on a logarithmic axis. */
export function isLogarithmic(predicted: Predicted, goal: Goal): boolean {
  return spread(predicted, goal).logarithmic;
}
