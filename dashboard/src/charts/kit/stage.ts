/** A chart on a page: a canvas for everything, one above it for what is pointed at, and when they are drawn. */
import type { Size } from "../types";
import { Surface } from "./canvas";
import type { Chart } from "./chart";
import { forget, nextFrame, thisFrame } from "./frames";
import type { Theme } from "./theme";

export class Stage<Input, Options, Scene> {
  scene: Scene | null = null;
  /** Whether a hand is moving something in it: it is drawn before the others then. */
  held = false;
  private readonly below: Surface;
  private readonly above: Surface;
  private readonly watch: ResizeObserver;
  private readonly sight: IntersectionObserver;
  private inView = true;
  /** Not asked for before the first frame: until then the browser would have to place the whole page for it. */
  private size: Size = { width: 0, height: 0 };
  private input: Input | null = null;
  private options: Options | null = null;
  private theme: Theme | null = null;
  private pointed: readonly number[] = [];

  constructor(
    private readonly host: HTMLElement,
    private readonly chart: Chart<Input, Options, Scene>,
    /** Told of each new scene, such as by what shows a number of it beside the chart. */
    private readonly laidOut: (scene: Scene) => void = () => {},
  ) {
    this.below = new Surface(host.appendChild(layer()));
    this.above = new Surface(host.appendChild(layer()));
    this.watch = new ResizeObserver(() => this.resized());
    this.watch.observe(host);
    this.sight = new IntersectionObserver((seen) => {
      this.inView = seen.at(-1)?.isIntersecting ?? true;
    });
    this.sight.observe(host);
  }

  /** What to draw from the next frame on. */
  show(input: Input, options: Options, theme: Theme): void {
    this.input = input;
    this.options = options;
    this.theme = theme;
    if (this.held) thisFrame(this.drawAll);
    else this.drawSoon();
  }

  point(runs: readonly number[]): void {
    this.pointed = runs;
    thisFrame(this.drawPointed);
  }

  hit(x: number, y: number): number {
    return this.scene ? this.chart.hit(this.scene, x, y) : -1;
  }

  describe(): string {
    return this.scene ? this.chart.describe(this.scene) : "";
  }

  close(): void {
    this.watch.disconnect();
    this.sight.disconnect();
    forget(this.drawAll);
    forget(this.drawPointed);
    this.below.canvas.remove();
    this.above.canvas.remove();
  }

  private resized(): void {
    const { width, height } = sizeOf(this.host);
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.drawSoon();
  }

  private drawSoon(): void {
    nextFrame(this.drawAll, () => this.inView);
  }

  private readonly drawAll = (): void => {
    if (this.size.width === 0) this.size = sizeOf(this.host);
    const { input, options, theme, size } = this;
    if (input === null || options === null || !theme || size.width < 20 || size.height < 10) return;
    const scene = this.chart.layout(input, size, options);
    this.scene = scene;
    this.below.resize(size);
    this.below.draw((pen, screen) => this.chart.draw(pen, scene, theme, screen));
    this.drawPointed();
    this.laidOut(scene);
  };

  private readonly drawPointed = (): void => {
    const { scene, theme } = this;
    if (!scene || !theme) return;
    this.above.resize(this.size);
    this.above.draw((pen) => this.chart.point(pen, scene, theme, this.pointed));
  };
}

function layer(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.style.cssText = "position:absolute;inset:0;width:100%;height:100%;pointer-events:none";
  return canvas;
}

function sizeOf(host: HTMLElement): Size {
  return { width: host.clientWidth, height: host.clientHeight };
}
