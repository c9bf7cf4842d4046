/** Best so far over runs, a line a sweep; the best four in colours of their own, each named where it ends. */
import { extent, fitting, opened, padded, type Scale, scale as scaleOf } from "../../charts/kit/scale";
import { ticks, wholeTicks } from "../../charts/kit/ticks";
import { metric as written } from "../../data/format";
import type { SweepView } from "../../data/model";
import { home as words } from "../../messages/en.home";
import { useWidth } from "../../parts/useWidth";
import { labelOf } from "./list";

const [HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [300, 52, 190, 10, 24];
/** More colours without an order cannot be told apart. */
const COLOURED = 4;
const LABEL = 15;

interface Props {
  sweeps: readonly SweepView[];
  metric: string;
  scale: "log" | "linear";
  pointed: { value: string | null };
}

export function BestLines(props: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const known = props.sweeps.filter((sweep) => sweep.spark.length > 0);
  return (
    <div ref={ref} class="best-lines" style={{ height: `${HEIGHT}px` }}>
      {width > 100 && known.length > 0 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={words.compareLabel(props.metric, known.length)}>
          <Drawing {...props} known={known} width={width} />
        </svg>
      )}
      {known.length > COLOURED && <p class="mute">{words.others(known.length - COLOURED)}</p>}
    </div>
  );
}

function Drawing({ known, scale, pointed, width }: Props & { known: readonly SweepView[]; width: number }) {
  const right = width < 560 ? 96 : RIGHT;
  const values = known.flatMap((sweep) => sweep.spark.map(([, value]) => value));
  const found = extent(values) ?? [0, 1];
  const better = known[0]?.objective?.goal === "maximize" ? "higher" : "lower";
  const kind = fitting(scale, better, found);
  const y = scaleOf(kind, padded(kind, opened(kind, found), 0.04), [HEIGHT - BOTTOM, TOP]);
  const most = Math.max(2, ...known.map((sweep) => sweep.spark.at(-1)![0]));
  const x = scaleOf("linear", [1, most], [LEFT, width - right]);
  const labels = apart(known.slice(0, COLOURED).map((sweep) => y.at(sweep.spark.at(-1)![1])));
  return (
    <>
      <Axes x={x} y={y} width={width} right={right} />
      {[...known].reverse().map((sweep) => (
        <path
          key={sweep.key}
          class={`cat-${known.indexOf(sweep) + 1} ${pointed.value === sweep.key ? "pointed" : ""}`}
          d={steps(sweep, x, y)}
          onPointerEnter={() => {
            pointed.value = sweep.key;
          }}
          onPointerLeave={() => {
            pointed.value = null;
          }}
        />
      ))}
      {known.slice(0, COLOURED).map((sweep, i) => (
        <line key={sweep.key} class={`leader cat-${i + 1}`} {...leader(sweep, x, y, width - right)} />
      ))}
      {known.slice(0, COLOURED).map((sweep, i) => (
        <text
          key={sweep.key}
          class={`name cat-${i + 1} ${pointed.value === sweep.key ? "pointed" : ""}`}
          x={width - right + 8}
          y={labels[i]! + 4}
        >
          {labelOf(sweep)} <tspan>{written(sweep.spark.at(-1)![1])}</tspan>
        </text>
      ))}
    </>
  );
}

function Axes({ x, y, width, right }: { x: Scale; y: Scale; width: number; right: number }) {
  return (
    <>
      {ticks(y, 24).map((tick) => (
        <g key={tick.label}>
          <line
            class="grid"
            x1={LEFT}
            x2={width - right}
            y1={Math.round(tick.at) + 0.5}
            y2={Math.round(tick.at) + 0.5}
          />
          <text x={LEFT - 8} y={tick.at + 3.5} text-anchor="end">
            {tick.label}
          </text>
        </g>
      ))}
      {wholeTicks(x, 56).map((tick) => (
        <text key={tick.label} x={tick.at} y={HEIGHT - 8} text-anchor="middle">
          {tick.label}
        </text>
      ))}
      <text x={width - right} y={HEIGHT - 8} text-anchor="start" dx="18">
        {words.runNumber}
      </text>
    </>
  );
}

/** A best so far stays until the next one: steps, never slopes; to the last run that has ended. */
function steps({ spark }: SweepView, x: Scale, y: Scale): string {
  return spark
    .map(([number, value], i) => {
      const [at, height] = [x.at(number).toFixed(1), y.at(value).toFixed(1)];
      return i ? `H${at}V${height}` : `M${at} ${height}`;
    })
    .join("");
}

/** From the end of a line to its name. */
function leader({ spark }: SweepView, x: Scale, y: Scale, to: number) {
  const [number, value] = spark.at(-1)!;
  return { x1: x.at(number), x2: to, y1: y.at(value), y2: y.at(value) };
}

/** Heights of labels, moved so that none covers another. */
function apart(heights: readonly number[]): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const placed = [...heights];
  let last = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    placed[i] = Math.max(heights[i]!, last + LABEL);
    last = placed[i]!;
  }
  const beyond = Math.max(0, last - (HEIGHT - BOTTOM));
  return placed.map((height) => height - beyond);
}
