/** A uPlot chart on the page: made for its width and theme, renewed with its data, steered by arrow keys. */
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useWidth } from "../../parts/useWidth";
import { theme } from "../../state/theme";
import { makePlot, type PlotData, renew } from "./plot";

interface Props {
  data: PlotData;
  /** Grows with the data. */
  version: number;
  height: number;
  label: string;
  /** What is read out: the place of the pointer along x, or null. */
  onPoint: (x: number | null) => void;
}

export function Plot({ data, version, height, label, onPoint }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const chart = useRef<uPlot | null>(null);
  // What the scale, the axes and the colours are made of: with another of these the chart is made anew.
  const made = `${width} ${theme.value} ${data.scale} ${data.time} ${data.state} ${data.best?.label} ${rangeOf(data)}`;
  useEffect(() => {
    const place = ref.current;
    if (!place || width < 60) return;
    const plot = makePlot(place, width, height, data);
    plot.hooks.setCursor = [
      (self) => onPoint(self.cursor.idx == null ? null : (self.data[0][self.cursor.idx] ?? null)),
    ];
    chart.current = plot;
    return () => {
      chart.current = null;
      plot.destroy();
    };
  }, [made]);
  useEffect(() => {
    if (chart.current) renew(chart.current, data);
  }, [version]);
  return (
    <div
      ref={ref}
      class="uplot-place"
      role="img"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move along the curve
      tabIndex={0}
      onKeyDown={(event) => steer(event, chart.current)}
    />
  );
}

function rangeOf(data: PlotData): string {
  const parts = [data.own.y, data.best?.y ?? [], data.middle?.low ?? [], data.middle?.high ?? []];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) {
      if (part[i]! < low) low = part[i]!;
      if (part[i]! > high && part[i]! < Number.POSITIVE_INFINITY) high = part[i]!;
    }
  }
  return `${low} ${high}`;
}

/** Left and right move along the points, Home and End to the ends, Escape takes the pointer away. */
function steer(event: KeyboardEvent, chart: uPlot | null): void {
  const xs = chart?.data[0];
  if (!chart || !xs?.length) return;
  const at = chart.cursor.idx ?? (event.key === "ArrowLeft" ? xs.length : -1);
  const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: xs.length - 1 };
  const next = to[event.key];
  if (event.key === "Escape" && chart.cursor.idx != null) chart.setCursor({ left: -10, top: -10 });
  else if (next !== undefined) {
    const x = xs[Math.max(0, Math.min(xs.length - 1, next))]!;
    chart.setCursor({ left: chart.valToPos(x, "x"), top: 10 });
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
