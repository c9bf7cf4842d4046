/** The curves of the objective, as small as words; all on one scale. */
import { fitting, forward, type ScaleKind } from "../../../charts/kit/scale";
import type { Better } from "../../../data/betterness";
import type { LineTable } from "../../../data/lines";

export const WIDTH = 38;
export const HEIGHT = 18;
const PAD = 2;

export class Sparks {
  private readonly low: number;
  private readonly high: number;
  private readonly most: number;
  private readonly kind: ScaleKind;

  constructor(
    readonly lines: LineTable,
    scale: "log" | "linear",
    better: Better,
  ) {
    const { y, row } = lines.flat();
    const [low, high] = extent(y);
    this.kind = fitting(scale, better, [low, high]);
    this.low = forward(this.kind, low);
    this.high = forward(this.kind, high);
    this.most = Math.max(2, extent(row)[1]);
  }

  /** The path of a run's curve and the place of its end, or null without two points. */
  path(number: number): { d: string; x: number; y: number } | null {
    const line = this.lines.line(number);
    if (!line?.length) return null;
    const points: [number, number][] = [];
    const step = Math.max(1, Math.floor(line.length / WIDTH));
    for (
      let i = 0;
      i < line.length;
      i += i + step < line.length || i === line.length - 1 ? step : line.length - 1 - i
    ) {
      if (Number.isFinite(line.y[i]!)) points.push([this.x(line.row[i]!), this.y(line.y[i]!)]);
    }
    const last = points.at(-1);
    if (!last) return null;
    const d = points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    return { d, x: last[0], y: last[1] };
  }

  private x(row: number): number {
    return PAD + ((row - 1) / (this.most - 1)) * (WIDTH - 2 * PAD);
  }

  private y(value: number): number {
    const share = (forward(this.kind, value) - this.low) / (this.high - this.low || 1);
    return HEIGHT - PAD - share * (HEIGHT - 2 * PAD);
  }
}

function extent(values: Float32Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low && value > Number.NEGATIVE_INFINITY) low = value;
    if (value > high && value < Number.POSITIVE_INFINITY) high = value;
  }
  return [low, high];
}
