/** A part of what curves run along is chosen by dragging over it. */
import type { Tool } from "../Chart";
import type { Frame } from "../kit/axes";
import type { Scale } from "../kit/scale";

/** What is being chosen, in pixels. */
export interface Band {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

interface Zoomed {
  readonly frame: Frame;
  readonly x: Scale;
}

/** A hand that moves less means no part. */
const LEAST = 6;

/** `onBand` while it is dragged over, with null at the end; `onPart` then, with the places of both ends. */
export function zoomTool<Scene extends Zoomed>(
  onBand: (band: Band | null) => void,
  onPart: (from: number, to: number) => void,
): Tool<Scene> {
  return {
    cursor: () => null,
    take: ({ frame, x: scale }, x, y) => {
      if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) return null;
      return (toX, _, done) => {
        const to = Math.max(frame.left, Math.min(frame.right, toX));
        const [left, width] = [Math.min(x, to), Math.abs(to - x)];
        onBand(done ? null : { left, width, top: frame.top, height: frame.bottom - frame.top });
        if (done && width >= LEAST) onPart(scale.invert(left), scale.invert(left + width));
      };
    },
    press: () => false,
  };
}
