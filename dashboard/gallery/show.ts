/** Puts a chart on the page of the gallery. */
import { Surface } from "../src/charts/kit/canvas";
import type { Chart } from "../src/charts/kit/chart";
import type { Theme } from "../src/charts/kit/theme";
import type { Size } from "../src/charts/types";

export type Show = <I, O, S>(title: string, chart: Chart<I, O, S>, input: I, size: Size, options: O) => void;

export function shower(row: HTMLElement, theme: Theme, pointed: readonly number[]): Show {
  return (title, chart, input, size, options) => {
    const section = row.appendChild(document.createElement("section"));
    section.appendChild(document.createElement("h2")).textContent = title;
    const box = section.appendChild(document.createElement("div"));
    box.className = "chart";
    box.style.width = `${size.width}px`;
    box.style.height = `${size.height}px`;
    const [below, above] = [layer(box, size), layer(box, size)];
    const began = performance.now();
    const scene = chart.layout(input, size, options);
    const laid = performance.now();
    below.draw((pen, screen) => chart.draw(pen, scene, theme, screen));
    above.draw((pen) => chart.point(pen, scene, theme, pointed));
    const times = [laid - began, performance.now() - laid].map((time) => time.toFixed(1));
    console.log(`${title}: layout ${times[0]} ms, draw ${times[1]} ms. ${chart.describe(scene)}`);
  };
}

function layer(box: HTMLElement, size: Size): Surface {
  const surface = new Surface(box.appendChild(document.createElement("canvas")));
  surface.resize(size);
  return surface;
}
