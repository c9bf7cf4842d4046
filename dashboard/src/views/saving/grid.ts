/** Small charts beside each other, which are saved together as the page has laid them out. */
import { useMemo } from "preact/hooks";
import type { Chart } from "../../charts/kit/chart";
import { shotIn } from "./page";
import { type Painter, painterOf, type Shot } from "./shots";

export interface GridShot {
  /** Keeps what the chart in the element with this `data-chart` has laid out. */
  keep<Input, Options, Scene>(name: string, chart: Chart<Input, Options, Scene>, scene: Scene): void;
  shot: () => Shot | null;
}

export function useGridShot(section: string, selector: string): GridShot {
  return useMemo(() => {
    const painters = new Map<string, Painter>();
    return {
      keep: (name, chart, scene) => void painters.set(name, painterOf(chart, scene)),
      shot: shotIn(section, selector, painters),
    };
  }, [section, selector]);
}
