/** Smoothing, where a person asks for it: it is never there by default. */

/**
 * An exponential moving average, with the pull of its first value taken out (as Adam does), so that it does not start
 * too low. `strength` from 0 (none) to under 1. What is not a number is passed over.
 */
export function smoothed(values: ArrayLike<number>, from: number, to: number, strength: number): Float32Array {
  const made = new Float32Array(to - from);
  let [sum, weight] = [0, 0];
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum = strength * sum + (1 - strength) * value;
      weight = strength * weight + (1 - strength);
    }
    made[i - from] = weight > 0 && Number.isFinite(value) ? sum / weight : value;
  }
  return made;
}
