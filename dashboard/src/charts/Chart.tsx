/** Puts a chart on a page: pointer, keyboard and a sentence for screen readers. */
import { type ComponentChildren, type JSX, toChildArray } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chart as Drawn } from "./kit/chart";
import { Stage } from "./kit/stage";
import type { Theme } from "./kit/theme";
import { NOTHING } from "./types";

/** What can be taken hold of in a chart besides its runs, such as an axis. */
export interface Tool<Scene> {
  cursor(scene: Scene, x: number, y: number): string | null;
  /** Begins a drag; null where there is nothing to take hold of. `done` is true for the last move. */
  take(scene: Scene, x: number, y: number): ((x: number, y: number, done: boolean) => void) | null;
  /** A press without a drag; false where it means nothing. */
  press(scene: Scene, x: number, y: number): boolean;
}

export interface ChartProps<Input, Options, Scene> {
  readonly chart: Drawn<Input, Options, Scene>;
  readonly input: Input;
  readonly options: Options;
  readonly theme: Theme;
  /** Runs that are pinned or pointed at, the last one on top. */
  readonly pointed: readonly number[];
  readonly label?: string;
  readonly class?: string;
  readonly tool?: Tool<Scene>;
  /** The run under the pointer, or `NOTHING`. */
  onPoint?(run: number): void;
  /** A run that was pressed, or `NOTHING` for none. */
  onPick?(run: number): void;
  /** To the next better (-1) or worse (1) run. */
  onStep?(by: -1 | 1): void;
  onScene?(scene: Scene): void;
  /** Laid over the chart, such as what the keyboard can reach. */
  readonly children?: ComponentChildren;
}

const STEPS: Record<string, -1 | 1> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
/** A pointer that moved less was pressed, not dragged. */
const DRAG = 3;

export function Chart<Input, Options, Scene>(props: ChartProps<Input, Options, Scene>): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage<Input, Options, Scene> | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [said, say] = useState("");

  useLayoutEffect(() => {
    if (!host.current) return;
    const made = new Stage(host.current, props.chart, (scene) => {
      say(props.chart.describe(scene));
      latest.current.onScene?.(scene);
    });
    stage.current = made;
    return () => made.close();
  }, [props.chart]);
  // Before the frame is made and not after it, so that it is drawn in this one.
  useLayoutEffect(
    () => stage.current?.show(props.input, props.options, props.theme),
    [props.chart, props.input, props.options, props.theme],
  );
  useLayoutEffect(() => stage.current?.point(props.pointed), [props.chart, props.pointed]);

  const pointer = usePointer(host, stage, latest);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (event.target !== host.current || !step || !props.onStep || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    props.onStep(step);
  };
  // What a picture holds does not exist for screen readers: with something to reach in it, it is a group.
  const holds = toChildArray(props.children).length > 0;
  // Until it has been drawn there is nothing to say of it, unless it has a label.
  const text = [props.label, said].filter(Boolean).join(". ");
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it has a role, one of two
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both are named by a label
    <div
      ref={host}
      class={props.class ?? "chart"}
      role={holds ? "group" : text ? "img" : undefined}
      aria-label={text || undefined}
      tabIndex={props.onStep ? 0 : -1}
      onKeyDown={onKeyDown}
      {...pointer}
    >
      {props.children}
    </div>
  );
}

interface Ref<T> {
  current: T;
}
type Move = (x: number, y: number, done: boolean) => void;

function usePointer<Input, Options, Scene>(
  host: Ref<HTMLDivElement | null>,
  stage: Ref<Stage<Input, Options, Scene> | null>,
  latest: Ref<ChartProps<Input, Options, Scene>>,
) {
  const drag = useRef<{ move: Move; x: number; y: number; moved: boolean } | null>(null);
  const justDragged = useRef(false);
  const placeOf = (event: MouseEvent): [number, number] => {
    const box = host.current?.getBoundingClientRect();
    return [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)];
  };
  const hold = (held: boolean) => {
    if (stage.current) stage.current.held = held;
  };
  const look = (x: number, y: number) => {
    const { onPoint, onPick, tool } = latest.current;
    const scene = stage.current?.scene;
    if (!scene || !host.current) return;
    const run = onPoint || onPick ? (stage.current?.hit(x, y) ?? NOTHING) : NOTHING;
    host.current.style.cursor = tool?.cursor(scene, x, y) ?? (run === NOTHING ? "" : "pointer");
    onPoint?.(run);
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const [x, y] = placeOf(event);
      const scene = stage.current?.scene;
      const move = scene ? latest.current.tool?.take(scene, x, y) : null;
      justDragged.current = false;
      if (!move || event.button !== 0) return;
      drag.current = { move, x, y, moved: false };
      hold(true);
      host.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const [x, y] = placeOf(event);
      const held = drag.current;
      if (!held) return look(x, y);
      held.moved ||= Math.hypot(x - held.x, y - held.y) >= DRAG;
      if (held.moved) held.move(x, y, false);
    },
    onPointerUp: (event: PointerEvent) => {
      const held = drag.current;
      drag.current = null;
      hold(false);
      if (!held?.moved) return;
      justDragged.current = true;
      held.move(...placeOf(event), true);
    },
    onPointerCancel: () => {
      drag.current = null;
      hold(false);
    },
    onPointerLeave: () => {
      if (!drag.current) latest.current.onPoint?.(NOTHING);
    },
    onClick: (event: MouseEvent) => {
      const [x, y] = placeOf(event);
      const scene = stage.current?.scene;
      if (!scene || justDragged.current) return;
      if (latest.current.tool?.press(scene, x, y)) return;
      latest.current.onPick?.(stage.current?.hit(x, y) ?? NOTHING);
    },
  };
}
