/** What charts draw with: the part of a canvas that an SVG can do as well. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | "arc"
  | "beginPath"
  | "bezierCurveTo"
  | "clip"
  | "closePath"
  | "fill"
  | "fillRect"
  | "fillStyle"
  | "fillText"
  | "font"
  | "globalAlpha"
  | "lineJoin"
  | "lineTo"
  | "lineWidth"
  | "moveTo"
  | "rect"
  | "restore"
  | "roundRect"
  | "save"
  | "setLineDash"
  | "stroke"
  | "strokeStyle"
  | "strokeText"
  | "textAlign"
  | "textBaseline"
  | "translate"
>;

/** Red, green, blue and alpha of each pixel, row after row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What only a screen can do: take pixels that were computed elsewhere. */
export interface Screen {
  /** Pixels of the device in one of CSS. */
  readonly ratio: number;
  /** Lays pixels, of which `ratio` make one of CSS, with their upper left corner at `x`, `y` (CSS pixels). */
  put(pixels: Pixels, x: number, y: number, ratio: number): void;
}
