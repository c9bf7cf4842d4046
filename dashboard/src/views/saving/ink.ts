/** Colours as style sheets compute them, written as charts write theirs. */
import { css } from "../../charts/kit/colour";

/** So transparent that it cannot be seen. */
const NOTHING_SEEN = 0.004;

/** A computed colour, as opaque as `alpha` lets it be; null for what is not seen. */
export function ink(colour: string, alpha = 1): string | null {
  const found = colour.replace(/^color\(srgb/, "").match(/-?\d*\.?\d+(?:e-?\d+)?/g);
  if (!found || !/^(rgb|color\(srgb )/.test(colour)) return null;
  const [red = 0, green = 0, blue = 0, own = 1] = found.map(Number);
  const unit = colour.startsWith("rgb") ? 1 : 255;
  const seen = own * alpha;
  return seen < NOTHING_SEEN ? null : css([whole(red * unit), whole(green * unit), whole(blue * unit)], seen);
}

function whole(part: number): number {
  return Math.round(Math.max(0, Math.min(255, part)));
}
