/** Saves a chart as a picture or a drawing, and what it shows as values. */
import { png } from "../../charts/kit/canvas";
import type { Chart } from "../../charts/kit/chart";
import { SvgPen } from "../../charts/kit/svg";
import type { Size } from "../../charts/types";
import { csv } from "../../data/csv";
import { sweep as words } from "../../messages/en.sweep";
import { Menu, type MenuItem } from "../../parts/Menu";
import { download } from "./actions";
import { chartTheme } from "./colours";

type Cell = string | number | boolean | null;

/** A chart as it is on the page now. */
export interface Shot {
  svg(): string;
  png(): Promise<Blob | null>;
}

export function shotOf<Input, Options, Scene>(chart: Chart<Input, Options, Scene>, scene: Scene, size: Size): Shot {
  const theme = chartTheme.peek();
  return {
    svg: () => {
      const pen = new SvgPen(size, theme.bg);
      chart.draw(pen, scene, theme);
      chart.point(pen, scene, theme, []);
      return pen.toString();
    },
    png: () =>
      png(size, theme.bg, (pen, screen) => {
        chart.draw(pen, scene, theme, screen);
        chart.point(pen, scene, theme, []);
      }),
  };
}

export interface Exported {
  /** The first part of the names of the files. */
  name: string;
  shot?: () => Shot | null;
  values?: () => Cell[][];
}

export function ExportMenu(exported: Exported) {
  return <Menu label={words.exportMenu} icon="down" items={exportItems(exported)} />;
}

/** The same as items of another menu. */
export function exportItems({ name, shot, values }: Exported): MenuItem[] {
  const picture = async () => {
    const made = await shot?.()?.png();
    if (made) download(`${name}.png`, made);
  };
  return [
    ...(shot
      ? [
          { label: words.exportAs.png, run: () => void picture() },
          { label: words.exportAs.svg, run: () => download(`${name}.svg`, shot()?.svg() ?? "", "image/svg+xml") },
        ]
      : []),
    ...(values ? [{ label: words.exportAs.csv, run: () => download(`${name}.csv`, csv(values())) }] : []),
  ];
}

/** The size of the chart in a section. */
export function sizeIn(section: string): Size {
  const host = document.querySelector(`#${section} .chart`);
  return { width: host?.clientWidth ?? 600, height: host?.clientHeight ?? 300 };
}
