/** A line the size of a word. */
import "./spark.css";

interface Props {
  values: readonly number[];
  label: string;
  /** Ends of the scale; those of the values if left out. */
  from?: number;
  to?: number;
  /** Where each value stands along the line, from 0 to 1; evenly if left out. */
  places?: readonly number[];
  steps?: boolean;
  class?: string;
}

const [WIDTH, HEIGHT, ROOM] = [200, 24, 3];

export function Spark({ values, label, from, to, places, steps, class: kind = "" }: Props) {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return null;
  const [low, high] = [from ?? Math.min(...finite), to ?? Math.max(...finite)];
  const x = (i: number) =>
    (places?.[i] ?? (values.length > 1 ? i / (values.length - 1) : 1)) * (WIDTH - 2 * ROOM) + ROOM;
  const y = (value: number) => HEIGHT - ROOM - ((value - low) / (high - low || 1)) * (HEIGHT - 2 * ROOM);
  const points = values.flatMap((value, i) => (Number.isFinite(value) ? [{ x: x(i), y: y(value) }] : []));
  const path = points.map((point, i) =>
    i && steps
      ? `H${point.x.toFixed(1)}V${point.y.toFixed(1)}`
      : `${i ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
  );
  const last = points.at(-1)!;
  return (
    <svg
      class={`spark ${kind}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={path.join("")} vector-effect="non-scaling-stroke" />
      <path class="end" d={`M${last.x.toFixed(1)} ${last.y.toFixed(1)}h.01`} vector-effect="non-scaling-stroke" />
    </svg>
  );
}
