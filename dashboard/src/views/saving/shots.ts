/** Charts as they are on the page now, as pictures and drawings. */
import { useRef } from "preact/hooks";
import { png } from "../../charts/kit/canvas";
import type { Chart } from "../../charts/kit/chart";
import type { Pen, Screen } from "../../charts/kit/pen";
import { SvgPen } from "../../charts/kit/svg";
import type { Theme } from "../../charts/kit/theme";
import type { Size } from "../../charts/types";
import { chartTheme } from "../sweep/colours";

export interface Shot {
  svg(): string;
  png(): Promise<Blob | null>;
}

/** Draws what a chart shows, without what is pointed at. */
export type Painter = (pen: Pen, theme: Theme, screen?: Screen) => void;

export function painterOf<Input, Options, Scene>(chart: Chart<Input, Options, Scene>, scene: Scene): Painter {
  return (pen, theme, screen) => {
    chart.draw(pen, scene, theme, screen);
    chart.point(pen, scene, theme, []);
  };
}

export function shotOf<Input, Options, Scene>(chart: Chart<Input, Options, Scene>, scene: Scene, size: Size): Shot {
  return painted(painterOf(chart, scene), size);
}

export function painted(painter: Painter, size: Size): Shot {
  const theme = chartTheme.peek();
  return {
    svg: () => {
      const pen = new SvgPen(size, theme.bg);
      painter(pen, theme);
      return pen.toString();
    },
    png: () => png(size, theme.bg, (pen, screen) => painter(pen, theme, screen)),
  };
}

/** The size of the chart in a section. */
export function sizeIn(section: string): Size {
  const host = document.querySelector(`#${section} .chart`);
  return { width: host?.clientWidth ?? 600, height: host?.clientHeight ?? 300 };
}

/** Keeps what a chart of a section laid out last, for its shot. */
export function useShot<Input, Options, Scene>(chart: Chart<Input, Options, Scene>, section: string) {
  const scene = useRef<Scene | null>(null);
  return {
    onScene: (made: Scene) => {
      scene.current = made;
    },
    shot: () => scene.current && shotOf(chart, scene.current, sizeIn(section)),
  };
}
