/** A canvas that fits its element at the resolution of the screen. */
import type { Size } from "../types";
import type { Pen, Pixels, Screen } from "./pen";

export class Surface {
  size: Size = { width: 0, height: 0 };
  readonly pen: Pen;
  readonly screen: Screen;
  private readonly context: CanvasRenderingContext2D;
  private ratio = 1;

  constructor(readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser has no canvas.");
    this.context = context;
    this.pen = context;
    this.screen = screenOf(context, () => this.ratio);
  }

  /** Takes a new size; a canvas that already has it keeps its picture. */
  resize(size: Size, ratio: number = window.devicePixelRatio || 1): void {
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    this.size = size;
    this.ratio = ratio;
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
  }

  /** Draws on an empty canvas. */
  draw(how: (pen: Pen, screen: Screen) => void): void {
    const { context, ratio } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.size.width, this.size.height);
    how(this.pen, this.screen);
  }
}

/** Pixels go through a canvas of their own: laid down directly, they would wipe out what lies below. */
function screenOf(context: CanvasRenderingContext2D, ratioOf: () => number): Screen {
  let buffer: HTMLCanvasElement | null = null;
  return {
    get ratio() {
      return ratioOf();
    },
    put(pixels: Pixels, x: number, y: number, ratio: number): void {
      buffer ??= document.createElement("canvas");
      buffer.width = pixels.width;
      buffer.height = pixels.height;
      buffer.getContext("2d")?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
      context.drawImage(buffer, x, y, pixels.width / ratio, pixels.height / ratio);
    },
  };
}

/** The picture of a canvas as a file, on the colour of the page. */
export function png(
  size: Size,
  ground: string,
  draw: (pen: Pen, screen: Screen) => void,
  ratio = 2,
): Promise<Blob | null> {
  const surface = new Surface(document.createElement("canvas"));
  surface.resize(size, ratio);
  surface.draw((pen, screen) => {
    pen.fillStyle = ground;
    pen.fillRect(0, 0, size.width, size.height);
    draw(pen, screen);
  });
  return new Promise((resolve) => {
    surface.canvas.toBlob(resolve, "image/png");
  });
}
