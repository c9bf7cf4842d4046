import { cleanup, fireEvent, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Chart } from "./Chart";
import { SvgPen } from "./kit/svg";
import type { ParallelScene } from "./parallel";
import { axesTool, Handles, parallel } from "./parallel";
import { sweep } from "./testing/sweep";
import { theme } from "./testing/theme";
import { NOTHING } from "./types";

const size = { width: 765, height: 240 };
const data = sweep(20);
const input = { axes: data.axes, runs: data.runs };
const options = { filters: {} };
const scene = parallel.layout(input, size, options);

/** A canvas that only knows what charts need: this browser has none. */
class Context extends SvgPen {
  setTransform(): void {}
  clearRect(): void {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["requestAnimationFrame"] });
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation((() => new Context(size)) as never);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(size.width);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(size.height);
  HTMLElement.prototype.setPointerCapture = () => {};
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function shown(more: object) {
  const view = render(<Chart {...{ chart: parallel, input, options, theme, pointed: [], label: "Axes", ...more }} />);
  vi.advanceTimersToNextFrame();
  return { ...view, host: view.getByRole("img") };
}

/** A place on the line of the best run, between the second and the third axis. */
function onBest(): { clientX: number; clientY: number } {
  const [from, to] = [scene.lanes[1]!, scene.lanes[2]!];
  const run = data.runs.best[0]!;
  return { clientX: (from.to + to.from) / 2, clientY: (from.at[run]! + to.at[run]!) / 2 };
}

it("says which run is under the pointer, and which was pressed", () => {
  const [onPoint, onPick] = [vi.fn(), vi.fn()];
  const { host } = shown({ onPoint, onPick });
  fireEvent.pointerMove(host, onBest());
  fireEvent.click(host, onBest());
  fireEvent.pointerLeave(host);
  expect(onPoint.mock.calls).toEqual([[data.runs.best[0]], [NOTHING]]);
  expect(onPick.mock.calls).toEqual([[data.runs.best[0]]]);
});

it("steps along the runs with arrow keys, and leaves other keys alone", () => {
  const onStep = vi.fn();
  const { host } = shown({ onStep });
  for (const key of ["ArrowRight", "ArrowUp", "Escape"]) fireEvent.keyDown(host, { key });
  fireEvent.keyDown(host, { key: "ArrowLeft", ctrlKey: true });
  expect(onStep.mock.calls).toEqual([[1], [-1]]);
});

it("draws once a frame, whatever is asked in it, and describes itself", () => {
  const layout = vi.spyOn(parallel, "layout");
  const { host, rerender } = shown({});
  expect(layout).toHaveBeenCalledTimes(1);
  for (const filters of [{}, {}, {}]) {
    rerender(<Chart {...{ chart: parallel, input, options: { filters }, theme, pointed: [], label: "Axes" }} />);
  }
  vi.advanceTimersToNextFrame();
  expect(layout.mock.calls.length).toBeLessThanOrEqual(2);
  expect(host.getAttribute("aria-label")).toBe(`Axes. ${parallel.describe(scene)}`);
});

it("draws ranges on an axis: while it moves, and when it is let go", () => {
  const onFilter = vi.fn();
  const onPick = vi.fn();
  const { host } = shown({ tool: axesTool(onFilter), onPick });
  const x = scene.lanes[0]!.from;
  fireEvent.pointerDown(host, { clientX: x, clientY: 80, button: 0, pointerId: 1 });
  fireEvent.pointerMove(host, { clientX: x, clientY: 140 });
  fireEvent.pointerUp(host, { clientX: x, clientY: 150 });
  fireEvent.click(host, { clientX: x, clientY: 150 });
  const [moving, done] = onFilter.mock.calls;
  expect(onFilter).toHaveBeenCalledTimes(2);
  expect([moving![0], moving![2], done![2]]).toEqual(["learning_rate", true, false]);
  expect(done![1].range[0]).toBeLessThan(moving![1].range[0]);
  expect(onPick).not.toHaveBeenCalled();
});

it("filters by a value that is pressed, and clears an axis that is", () => {
  const onFilter = vi.fn();
  const { host } = shown({ tool: axesTool(onFilter) });
  const lane = scene.lanes[1]!;
  fireEvent.click(host, { clientX: lane.from + 5, clientY: 45 });
  fireEvent.click(host, { clientX: scene.lanes[0]!.from, clientY: 100 });
  expect(onFilter.mock.calls).toEqual([
    ["epochs", { codes: [0] }, false],
    ["learning_rate", null, false],
  ]);
});

it("has ends and values that the keyboard reaches", () => {
  const onFilter = vi.fn();
  const { getAllByRole, getByRole } = render(<Handles scene={scene as ParallelScene} onFilter={onFilter} />);
  expect(getAllByRole("slider").map((slider) => slider.getAttribute("aria-valuetext"))).toContain("0.0001");
  const least = getByRole("slider", { name: "learning_rate, least" });
  fireEvent.keyDown(least, { key: "ArrowUp" });
  fireEvent.keyDown(least, { key: "Delete" });
  fireEvent.click(getByRole("button", { name: /^optimizer sgd/ }));
  const [moved, cleared, pressed] = onFilter.mock.calls;
  expect(moved![1].range[0]).toBeGreaterThan(1e-4);
  expect(moved![1].range[1]).toBe(0.1);
  expect([cleared, pressed]).toEqual([
    ["learning_rate", null, false],
    ["optimizer", { codes: [1] }, false],
  ]);
});

it("is a picture for screen readers, and a group when there is something to reach in it", () => {
  const { host, queryByRole, rerender } = shown({});
  expect(host.getAttribute("aria-label")).toMatch(/^Axes/);
  rerender(
    <Chart {...{ chart: parallel, input, options, theme, pointed: [], label: "Axes" }}>
      {false}
      <button type="button">Press</button>
    </Chart>,
  );
  expect(queryByRole("img")).toBeNull();
  expect(queryByRole("group")?.getAttribute("aria-label")).toMatch(/^Axes/);
});
