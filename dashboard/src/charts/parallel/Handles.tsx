/** What the keyboard reaches of parallel coordinates: both ends of each axis, and each value as a button. */
import type { JSX } from "preact";
import { charts as words } from "../../messages/charts";
import { rate } from "../kit/format";
import { nudged, pressed, rangeOf } from "./brush";
import { rectOf } from "./frames";
import type { Lane } from "./lanes";
import type { ParallelScene } from "./scene";
import { place } from "./scene";
import type { OnFilter } from "./tool";

const STEP = 4;
const FAR = 24;
const TOWARDS: Record<string, number> = {
  ArrowUp: 1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowLeft: -1,
  PageUp: 6,
  PageDown: -6,
};

interface Props {
  readonly scene: ParallelScene;
  readonly onFilter: OnFilter;
}

/** Laid over the chart; the pointer passes through to it. */
export function Handles({ scene, onFilter }: Props): JSX.Element {
  return (
    <>
      {scene.lanes.flatMap((lane, i) => [
        ...lane.boxes.map((box) => (
          <Value key={`${lane.axis.path} ${box.code}`} {...{ scene, onFilter, lane, i, code: box.code }} />
        )),
        ...(lane.scale
          ? (["low", "high"] as const).map((part) => (
              <End key={`${lane.axis.path} ${part}`} {...{ scene, onFilter, lane, part }} />
            ))
          : []),
      ])}
    </>
  );
}

function Value({ scene, onFilter, lane, i, code }: Props & { lane: Lane; i: number; code: number }): JSX.Element {
  const box = lane.boxes.find((one) => one.code === code)!;
  const { x, y, width, height } = rectOf(scene, lane, box);
  const filter = scene.options.filters[lane.axis.path];
  const press = () => onFilter(lane.axis.path, pressed(scene, { lane: i, part: "box", code }), false);
  return (
    <button
      type="button"
      class="axis-value"
      aria-pressed={filter !== undefined && "codes" in filter && filter.codes.includes(code)}
      aria-label={`${lane.axis.label} ${box.label}, ${words.runs(box.count)}`}
      style={at(x, y, width, height)}
      onClick={press}
    />
  );
}

function End({ scene, onFilter, lane, part }: Props & { lane: Lane; part: "low" | "high" }): JSX.Element {
  const range = rangeOf(scene, lane) ?? lane.scale!.range;
  const b = range[part === "low" ? 0 : 1];
  const [x, y] = place(scene, (lane.from + lane.to) / 2, b);
  const filter = scene.options.filters[lane.axis.path];
  const value =
    filter && "range" in filter ? filter.range[part === "low" ? 0 : 1] : lane.scale!.domain[part === "low" ? 0 : 1];
  const onKeyDown = (event: KeyboardEvent) => {
    const towards = TOWARDS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") onFilter(lane.axis.path, null, false);
    else if (towards) {
      const up = Math.sign(lane.scale!.range[1] - lane.scale!.range[0]);
      onFilter(lane.axis.path, nudged(scene, lane, part, up * towards * (event.shiftKey ? FAR : STEP)), false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      class="axis-end"
      aria-label={part === "low" ? words.least(lane.axis.label) : words.most(lane.axis.label)}
      aria-orientation={scene.ground.side ? "horizontal" : "vertical"}
      aria-valuemin={lane.scale!.domain[0]}
      aria-valuemax={lane.scale!.domain[1]}
      aria-valuenow={value}
      aria-valuetext={rate(value)}
      style={at(x - 12, y - 12, 24, 24)}
      onKeyDown={onKeyDown}
    />
  );
}

function at(left: number, top: number, width: number, height: number): Record<string, string> {
  const [x, y, w, h] = [left, top, width, height].map((pixels) => `${Math.round(pixels)}px`) as [
    string,
    string,
    string,
    string,
  ];
  const bare = { padding: "0", border: "0", background: "none" };
  return { position: "absolute", left: x, top: y, width: w, height: h, pointerEvents: "none", ...bare };
}
