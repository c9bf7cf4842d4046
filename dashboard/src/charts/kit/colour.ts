/** Colour means the objective: the best k runs are on the ramp, the rest is grey. */
import type { Rgb, Theme } from "./theme";

/** How far down the ramp the last of the coloured runs lies: further down, it would be too near to the page. */
const LAST = 0.56;

/** A colour of the ramp: 0 is the worst, 1 the best. */
export function ramp(theme: Theme, t: number): string {
  return css(rampRgb(theme, t));
}

export function rampRgb(theme: Theme, t: number): Rgb {
  const last = theme.seq.length - 1;
  const at = Math.max(0, Math.min(1, t)) * last;
  const low = Math.min(last - 1, Math.floor(at));
  return mix(theme.seq[low]!, theme.seq[low + 1]!, at - low);
}

/** The colour of the run at `place` (from 0) among the `k` coloured ones. */
export function placeColour(theme: Theme, place: number, k: number): string {
  return ramp(theme, 1 - (LAST * place) / Math.max(1, k - 1));
}

/** The colour of rank `rank` (from 0) among all `count` runs, where every run is coloured. */
export function rankColour(theme: Theme, rank: number, count: number): string {
  return ramp(theme, 1 - rank / Math.max(1, count - 1));
}

/** The grey of the rest, as strong as `alpha`. */
export function rest(theme: Theme, alpha: number): string {
  return css(theme.rest, alpha);
}

export function css([r, g, b]: Rgb, alpha = 1): string {
  return alpha === 1 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${Math.round(alpha * 1000) / 1000})`;
}

function mix(a: Rgb, b: Rgb, t: number): Rgb {
  const part = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * t);
  return [part(0), part(1), part(2)];
}
