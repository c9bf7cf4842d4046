/** What was expected and what came: a bell over the metric, the range, the best until then, the measured value. */
import { type Scale, scale } from "../../charts/kit/scale";
import { ticks } from "../../charts/kit/ticks";
import type { Tick } from "../../charts/types";
import { bell, isLogarithmic, likely, type Predicted } from "../../data/prediction";
import { run as words } from "../../messages/en.run";
import { flat } from "../../messages/rich";
import { useWidth } from "../../parts/useWidth";
import type { Sight } from "./sight";

const [HEIGHT, LEFT, RIGHT, BASE] = [92, 4, 14, 62];

export function Belief({ sight, predicted, name }: { sight: Sight; predicted: Predicted; name: string }) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const { low, high } = likely(predicted, sight.goal);
  return (
    <div ref={ref} class="picture" style={{ height: `${HEIGHT}px` }}>
      {width > 60 && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={`${words.beliefLabel(name)}. ${flat(words.expected(name, predicted.mean, low, high))}`}
        >
          <Drawing sight={sight} predicted={predicted} name={name} width={width} />
        </svg>
      )}
    </div>
  );
}

function Drawing({
  sight,
  predicted,
  name,
  width,
}: {
  sight: Sight;
  predicted: Predicted;
  name: string;
  width: number;
}) {
  const { run, goal, bestBefore, active } = sight;
  const log =
    isLogarithmic(predicted, goal) && !(bestBefore && bestBefore.value <= 0) && !(run.best !== null && run.best <= 0);
  const points = bell(predicted, goal);
  const x = scale(
    log ? "log" : "linear",
    domainOf([...points.map((point) => point.x), bestBefore?.value, run.best], log),
    [LEFT, width - RIGHT],
  );
  const { low, high } = likely(predicted, goal);
  const outline = points.map((point) => `${x.at(point.x).toFixed(1)},${(BASE - 38 * point.y).toFixed(1)}`).join(" ");
  return (
    <>
      <polygon
        class="bell"
        points={`${x.at(points[0]!.x).toFixed(1)},${BASE} ${outline} ${x.at(points.at(-1)!.x).toFixed(1)},${BASE}`}
      />
      <Axis x={x} width={width} label={log ? words.logAxis(name) : name} />
      <line class="range" x1={x.at(low)} x2={x.at(high)} y1={BASE - 3} y2={BASE - 3} />
      {bestBefore && <Reference at={x.at(bestBefore.value)} width={width} />}
      {run.best !== null && (
        <Measured at={x.at(run.best)} width={width} text={active ? words.soFarHere : words.measuredHere} />
      )}
    </>
  );
}

function domainOf(values: (number | null | undefined)[], log: boolean): [number, number] {
  const known = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return log ? [low * 0.94, high * 1.06] : [low - (high - low) * 0.03, high + (high - low) * 0.03];
}

export function Axis({ x, width, label, base = BASE }: { x: Scale; width: number; label: string; base?: number }) {
  return (
    <>
      <line class="axis" x1={LEFT} x2={width - RIGHT} y1={base + 0.5} y2={base + 0.5} />
      {ticks(x, 44).map((tick) => (
        <g key={tick.label}>
          <line class="tick" x1={tick.at} x2={tick.at} y1={base} y2={base + 4} />
          <text x={within(tick, width)} y={base + 15} text-anchor="middle">
            {tick.label}
          </text>
        </g>
      ))}
      <text x={width} y={base + 28} text-anchor="end">
        {label}
      </text>
    </>
  );
}

const DIGIT_WIDTH = 6;

/** The middle of a label below its tick, moved as far as it needs to stay in the picture. */
function within({ at, label }: Tick, width: number): number {
  const half = (label.length * DIGIT_WIDTH) / 2;
  return Math.min(width - half, Math.max(half, at));
}

function Reference({ at, width }: { at: number; width: number }) {
  const right = at > width / 2;
  return (
    <>
      <line class="reference" x1={at} x2={at} y1={18} y2={BASE} />
      <text class="reference" x={at} y={13} text-anchor={right ? "end" : "start"}>
        {words.bestUntil}
      </text>
    </>
  );
}

function Measured({ at, width, text }: { at: number; width: number; text: string }) {
  const anchor = at > width - 60 ? "end" : at < 40 ? "start" : "middle";
  return (
    <>
      <circle class="halo" cx={at} cy={BASE - 3} r="5.5" />
      <circle class="dot" cx={at} cy={BASE - 3} r="4" />
      <text class="own" x={at} y={BASE - 13} text-anchor={anchor}>
        {text}
      </text>
    </>
  );
}
