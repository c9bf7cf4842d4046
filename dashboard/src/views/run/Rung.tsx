/** The runs at the row at which one was stopped: what goes on, what stops, and where this one was. */
import { scale, suits } from "../../charts/kit/scale";
import { runName } from "../../data/format";
import type { Peer } from "../../data/hyperband";
import { run as words } from "../../messages/en.run";
import { useWidth } from "../../parts/useWidth";
import { Axis } from "./Belief";
import type { Sight } from "./sight";

const [HEIGHT, LEFT, RIGHT, MIDDLE, HALF] = [112, 4, 14, 46, 20];
/** Values so many times as far from the threshold as this one would leave no room for the others. */
const FARTHEST = 2.6;

interface Props {
  sight: Sight;
  peers: Peer[];
  row: number;
  threshold: number;
  own: number | null;
}

export function Rung(props: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const name = props.sight.metric ?? "";
  return (
    <div ref={ref} class="picture" style={{ height: `${HEIGHT}px` }}>
      {width > 60 && (
        <svg width={width} height={HEIGHT} role="img" aria-label={words.rungLabel(name, props.row)}>
          <Drawing {...props} name={name} width={width} />
        </svg>
      )}
    </div>
  );
}

function Drawing({ sight, peers, row, threshold, own, name, width }: Props & { name: string; width: number }) {
  const log = suits("log", Math.min(threshold, own ?? threshold, ...peers.map((peer) => peer.value)), threshold);
  const lower = sight.goal === "minimize";
  const { domain, shown, far } = within(peers, threshold, own ?? threshold, log, lower);
  const x = scale(log ? "log" : "linear", domain, [LEFT, width - RIGHT]);
  const cut = x.at(threshold);
  const [from, to] = lower ? [LEFT, cut] : [cut, width - RIGHT];
  return (
    <>
      <rect class="kept" x={from} y={MIDDLE - HALF} width={Math.max(0, to - from)} height={2 * HALF} />
      <line class="cut" x1={cut} x2={cut} y1={MIDDLE - HALF - 6} y2={MIDDLE + HALF} />
      <Sides cut={cut} lower={lower} />
      <Axis x={x} width={width} base={MIDDLE + HALF} label={words.rungAxis(name, row, log)} />
      {stacked(
        shown.filter((peer) => peer.number !== sight.run.number),
        x.at,
      ).map(({ peer, at, level }) => (
        <circle key={peer.number} class="peer" cx={at} cy={MIDDLE + 9 - level * 9} r="3.2">
          <title>{runName(peer.number)}</title>
        </circle>
      ))}
      {own !== null && <Own at={x.at(own)} width={width} text={runName(sight.run.number ?? 0)} />}
      {far > 0 && (
        <text x={lower ? width - 4 : LEFT} y={10} text-anchor={lower ? "end" : "start"}>
          {words.further(far)}
        </text>
      )}
    </>
  );
}

function Sides({ cut, lower }: { cut: number; lower: boolean }) {
  const y = MIDDLE - HALF - 10;
  return (
    <>
      <text x={cut - 6} y={y} text-anchor="end">
        {lower ? words.goesOn : words.stops}
      </text>
      <text x={cut + 6} y={y} text-anchor="start">
        {lower ? words.stops : words.goesOn}
      </text>
    </>
  );
}

function Own({ at, width, text }: { at: number; width: number; text: string }) {
  const left = at > width - 46;
  return (
    <>
      <circle class="halo" cx={at} cy={MIDDLE} r="6" />
      <circle class="dot" cx={at} cy={MIDDLE} r="4.4" />
      <text class="own" x={at + (left ? -9 : 9)} y={MIDDLE + 3} text-anchor={left ? "end" : "start"}>
        {text}
      </text>
    </>
  );
}

/** The part of the axis that is drawn: from the best to a little beyond this run; and how many lie further out. */
function within(peers: readonly Peer[], threshold: number, own: number, log: boolean, lower: boolean) {
  const values = [threshold, own, ...peers.map((peer) => peer.value)];
  const reach = log
    ? Math.abs(own) * (lower ? FARTHEST : 1 / FARTHEST)
    : own + (lower ? 1 : -1) * FARTHEST * Math.abs(own - threshold);
  const low = lower ? Math.min(...values) : Math.max(Math.min(...values), Math.min(own, reach));
  const high = lower ? Math.min(Math.max(...values), Math.max(own, reach)) : Math.max(...values);
  const shown = peers.filter((peer) => peer.value >= low && peer.value <= high);
  const room = (high - low) * 0.08 || Math.abs(high) * 0.1 || 1;
  const domain: [number, number] = log ? [low * 0.88, high * 1.12] : [low - room, high + room];
  return { domain, shown, far: peers.length - shown.length };
}

/** Dots that would cover each other stand above each other, three at most. */
function stacked(peers: readonly Peer[], at: (value: number) => number) {
  let [last, level] = [Number.NEGATIVE_INFINITY, 0];
  const placed = [...peers].sort((a, b) => a.value - b.value).map((peer) => ({ peer, at: at(peer.value), level: 0 }));
  for (const dot of placed) {
    level = Math.abs(dot.at - last) < 8 ? (level + 1) % 3 : 0;
    last = dot.at;
    dot.level = level;
  }
  return placed;
}
