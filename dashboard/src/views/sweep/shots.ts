/** Charts as they are on the page now, as pictures and drawings: one, or all of a grid. */
import { png } from "../../charts/kit/canvas";
import type { Chart } from "../../charts/kit/chart";
import type { Pen, Screen } from "../../charts/kit/pen";
import { SvgPen } from "../../charts/kit/svg";
import { write } from "../../charts/kit/text";
import type { Theme } from "../../charts/kit/theme";
import type { Size } from "../../charts/types";
import { chartTheme } from "./colours";

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

/** All charts of a grid on one sheet, each under its title, as the page has laid them out. */
export function sheetOf(grid: HTMLElement, painters: ReadonlyMap<string, Painter>): Shot {
  const origin = grid.getBoundingClientRect();
  const place = (element: Element) => {
    const { left, top } = element.getBoundingClientRect();
    return [left - origin.left, top - origin.top] as const;
  };
  const sheet: Painter = (pen, theme, screen) => {
    for (const cell of Array.from(grid.querySelectorAll<HTMLElement>("[data-chart]"))) {
      const [title, chart] = [cell.querySelector("h3"), cell.querySelector(".chart")];
      const painter = painters.get(cell.dataset["chart"] ?? "");
      if (!title || !chart || !painter) continue;
      const [x, y] = place(title);
      const indent = Number.parseFloat(getComputedStyle(title).paddingLeft) || 0;
      write(pen, theme, title.textContent ?? "", x + indent, y + title.clientHeight / 2, { weight: 500, size: 11 });
      pen.save();
      pen.translate(...place(chart));
      painter(pen, theme, screen);
      pen.restore();
    }
  };
  return painted(sheet, { width: grid.clientWidth, height: grid.clientHeight });
}
